#include "tests/exporter/scripted_client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace mesoscale::exporter::testing {
namespace {

asio::awaitable<result<net::http_response>> ready(result<net::http_response> response) { co_return response; }

asio::awaitable<result<net::http_response>> timeout_at(net::deadline until) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, until);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return failure{errc::timeout, "the script hangs here"};
}

}  // namespace

void scripted_client::say(const std::string& where, int status, const std::string& body) {
  answers[where] = [status, body](net::deadline) { return ready(net::json_response(status, body)); };
}

void scripted_client::fail(const std::string& where, errc code) {
  answers[where] = [code](net::deadline) { return ready(failure{code, "the script fails here"}); };
}

void scripted_client::hang(const std::string& where) {
  answers[where] = [](net::deadline until) { return timeout_at(until); };
}

std::size_t scripted_client::count(const std::string& where) const {
  return static_cast<std::size_t>(std::ranges::count(asked, where));
}

asio::awaitable<result<net::http_response>> scripted_client::send(net::client_request request,
                                                                  net::deadline until) {
  const std::string where = request.to.authority() + request.to.path.substr(0, request.to.path.find('?'));
  asked.push_back(where);
  if (request.method == "POST") posted[where] = request.body;
  const auto at = answers.find(where);
  if (at == answers.end()) co_return failure{errc::refused, where + " is not in the script"};
  const answer give = at->second;
  auto response = co_await give(until);
  if (response.ok() && response->status == 200 && request.body_sink) {
    if (auto fed = request.body_sink(response->body); !fed) co_return fed.error();
    response->body.clear();
  }
  co_return response;
}

}  // namespace mesoscale::exporter::testing
