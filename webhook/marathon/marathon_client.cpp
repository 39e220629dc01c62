#include "webhook/marathon/marathon_client.hpp"

#include "webhook/marathon/redirects.hpp"
#include "webhook/marathon/version.hpp"

#include <utility>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

/// The answer lists the tasks of the app, about 1 KB each.
constexpr std::size_t largest_app_bytes = 64u << 20;

class marathon_client final : public marathon_api {
 public:
  marathon_client(std::shared_ptr<net::http_client> client, const marathon_settings& settings,
                  request_observer observe, std::chrono::milliseconds timeout)
      : client_(std::move(client)),
        urls_(settings.urls),
        how_(net::make_access(settings.http, client_)),
        api_(settings.api),
        observe_(std::move(observe)),
        timeout_(timeout) {}

  asio::awaitable<read_answer> read_app(std::string app, std::string known_version) override {
    std::optional<read_answer> unavailable, old;
    std::size_t shows_old = preferred_;
    for (std::size_t tried = 0; tried < urls_.size(); ++tried) {
      const std::size_t server = preferred_;
      net::client_request request = request_for("GET", server, "/apps" + app);
      const auto response = co_await ask(std::move(request));
      read_answer found = response ? classify_read(*response) : read_answer{};
      if (!response) found.why = response.error().what;
      const bool is_old =
          found.what == read_answer::kind::present && is_older_version(found.app.version, known_version);
      if (found.what != read_answer::kind::unavailable && !is_old) co_return found;
      if (!is_old) {
        unavailable = std::move(found);
      } else if (!old || is_older_version(old->app.version, found.app.version)) {
        old = std::move(found);
        shows_old = server;
      }
      next_server(server);
    }
    if (!old) co_return unavailable.value_or(read_answer());
    // One that does not answer may be the leader, which knows better, or be gone for good: only time tells.
    if (unavailable) old->why = unavailable->why;
    preferred_ = shows_old;
    co_return *old;
  }

  asio::awaitable<deployments_answer> read_deployments() override {
    const auto response = co_await read_once("/deployments");
    co_return response ? classify_deployments(*response) : deployments_answer();
  }

  asio::awaitable<queue_answer> read_queue() override {
    const auto response = co_await read_once("/queue");
    if (response) co_return classify_queue(*response);
    queue_answer out;
    out.why = response.error().what;
    co_return out;
  }

  asio::awaitable<put_answer> put_instances(std::string app, std::int64_t instances, bool force) override {
    put_answer last;
    for (std::size_t tried = 0; tried < urls_.size(); ++tried) {
      const std::size_t server = preferred_;
      const bool patches = co_await may_patch(server);
      net::client_request request =
          request_for(patches ? "PATCH" : "PUT", server, "/apps" + app + (force ? "?force=true" : ""));
      request.headers.set("Content-Type", "application/json");
      request.body = "{\"instances\":" + std::to_string(instances) + "}";
      const auto response = co_await ask(std::move(request));
      last = response ? classify_put(*response) : put_failure(response.error());
      // Only where nothing can have happened yet may another server be asked the same.
      const bool nothing_happened =
          last.what == put_answer::kind::not_sent || last.what == put_answer::kind::redirected;
      if (nothing_happened || last.what == put_answer::kind::unknown) next_server(server);
      if (!nothing_happened) co_return last;
    }
    co_return last;
  }

 private:
  /// Only where the rule file wants it and the server says that it knows it. Asked each time: a Marathon may be replaced.
  asio::awaitable<bool> may_patch(std::size_t server) {
    if (api_ != scaling_method::patch) co_return false;
    net::client_request request = request_for("GET", server, "/info");
    const auto response = co_await ask(std::move(request));
    co_return response&& has_patch(read_version(*response).value_or(""));
  }

  /// From the server that answered last. What these paths tell is an addition to an app's answer, so another server is not tried.
  asio::awaitable<result<net::http_response>> read_once(std::string path) {
    net::client_request request = request_for("GET", preferred_, path);
    co_return co_await ask(std::move(request));
  }

  asio::awaitable<result<net::http_response>> ask(net::client_request request) {
    const net::deadline until = net::after(timeout_);
    auto response = co_await send_within(client_, std::move(request), urls_, until);
    observe_(response ? std::to_string(response->status) : std::string(reason_name(response.error().code)));
    co_return response;
  }

  net::client_request request_for(const char* method, std::size_t server, const std::string& path) const {
    net::client_request request;
    request.method = method;
    request.to = urls_[server].below("/v2" + path);
    request.headers.set("Accept", "application/json");
    request.how = how_;
    request.max_body_bytes = largest_app_bytes;
    return request;
  }

  /// Other actors may have moved on meanwhile.
  void next_server(std::size_t failed) {
    if (preferred_ == failed) preferred_ = (preferred_ + 1) % urls_.size();
  }

  std::shared_ptr<net::http_client> client_;
  std::vector<url> urls_;
  std::shared_ptr<const net::access> how_;
  scaling_method api_;
  request_observer observe_;
  std::chrono::milliseconds timeout_;
  std::size_t preferred_ = 0;
};

}  // namespace

std::unique_ptr<marathon_api> make_marathon_client(std::shared_ptr<net::http_client> client,
                                                   const marathon_settings& settings,
                                                   request_observer observe,
                                                   std::chrono::milliseconds timeout) {
  return std::make_unique<marathon_client>(std::move(client), settings, std::move(observe), timeout);
}

}  // namespace mesoscale::webhook
