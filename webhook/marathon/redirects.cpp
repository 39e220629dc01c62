#include "webhook/marathon/redirects.hpp"

#include "common/net/redirect.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

constexpr int most_redirects = 3;

}  // namespace

std::optional<url> redirect_within(const std::vector<url>& servers, const url& asked,
                                   const net::http_response& answer) {
  if (!net::is_redirect(answer.status)) return std::nullopt;
  const auto location = answer.headers.get("Location");
  if (location.empty()) return std::nullopt;
  auto next = resolve_location(asked, location);
  if (!next) return std::nullopt;
  const bool is_listed = std::any_of(servers.begin(), servers.end(), [&next](const url& one) {
    return one.same_server(*next) || (one.host == next->host && next->scheme == "https");
  });
  if (!is_listed) return std::nullopt;
  return std::move(*next);
}

boost::asio::awaitable<result<net::http_response>> send_within(std::shared_ptr<net::http_client> client,
                                                               net::client_request request,
                                                               std::vector<url> servers,
                                                               net::deadline until) {
  // The client itself would follow to anywhere, and no PUT after a 302.
  request.max_redirects = 0;
  for (int followed = 0;; ++followed) {
    auto answer = co_await client->send(request, until);
    if (!answer || followed == most_redirects) co_return answer;
    auto next = redirect_within(servers, request.to, *answer);
    if (!next) co_return answer;
    request.to = *std::move(next);
  }
}

}  // namespace mesoscale::webhook
