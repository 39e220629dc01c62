#include "common/net/router.hpp"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace mesoscale::net {

namespace {

bool is_prefix(const route& entry) { return entry.path.ends_with("/*"); }

/// Whether the route's path covers the asked one. "/a/*" covers "/a/" and all below it, not "/a".
bool covers(const route& entry, std::string_view path) {
  if (!is_prefix(entry)) return entry.path == path;
  return path.starts_with(std::string_view(entry.path).substr(0, entry.path.size() - 1));
}

/// An exact path wins over a prefix, a longer prefix over a shorter one.
std::size_t weight(const route& entry) { return entry.path.size() * 2 + (is_prefix(entry) ? 0 : 3); }

http_response method_not_allowed(std::vector<std::string> allowed) {
  std::sort(allowed.begin(), allowed.end());
  std::string list;
  for (const auto& method : allowed) list += (list.empty() ? "" : ", ") + method;
  auto response = text_response(405, "method not allowed; allowed: " + list + "\n");
  response.headers.set("Allow", list);
  return response;
}

struct table {
  std::vector<route> routes;  ///< the heaviest path first

  /// The routes of the heaviest path that covers the asked one.
  std::pair<std::vector<route>::const_iterator, std::vector<route>::const_iterator> find(
      std::string_view path) const {
    const auto first =
        std::find_if(routes.begin(), routes.end(), [&](const route& r) { return covers(r, path); });
    const auto last =
        std::find_if(first, routes.end(), [&](const route& r) { return r.path != first->path; });
    return {first, last};
  }
};

asio::awaitable<http_response> dispatch(std::shared_ptr<const table> all, http_request request) {
  const auto [first, last] = all->find(request.path);
  if (first == last) co_return text_response(404, "not found: " + request.path + "\n");
  const bool is_head = request.method == "HEAD";
  auto chosen = std::find_if(first, last, [&](const route& r) { return r.method == request.method; });
  if (chosen == last && is_head) {
    chosen = std::find_if(first, last, [](const route& r) { return r.method == "GET"; });
  }
  if (chosen == last) {
    std::vector<std::string> allowed;
    for (auto entry = first; entry != last; ++entry) {
      allowed.push_back(entry->method);
      if (entry->method == "GET") allowed.emplace_back("HEAD");
    }
    co_return method_not_allowed(std::move(allowed));
  }
  auto answer = chosen->handle(std::move(request));
  co_return co_await std::move(answer);
}

}  // namespace

http_handler make_router(std::vector<route> routes) {
  std::stable_sort(routes.begin(), routes.end(), [](const route& a, const route& b) {
    return weight(a) != weight(b) ? weight(a) > weight(b) : a.path < b.path;
  });
  auto all = std::make_shared<const table>(table{std::move(routes)});
  return [all](http_request request) { return dispatch(all, std::move(request)); };
}

}  // namespace mesoscale::net
