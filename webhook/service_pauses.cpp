// /api/v1/rules and /api/v1/pauses: what is in force, and pauses that people set while the program runs.
#include "common/core/log.hpp"
#include "common/net/offload.hpp"
#include "webhook/service.hpp"
#include "webhook/ui/pause_request.hpp"
#include "webhook/ui/report.hpp"

#include <charconv>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;
using net::http_request;
using net::http_response;

http_response forbidden() {
  return net::json_response(
      403, error_json("forbidden",
                      "found a change without a login, expected users or client certificates in "
                      "--web.config.file"));
}

/// The number at the end of the path; 0 for anything else.
std::int64_t id_of(const std::string& path) {
  const std::string text = path.substr(path.rfind('/') + 1);
  std::int64_t id = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), id);
  return end.ec == std::errc() && end.ptr == text.data() + text.size() ? id : 0;
}

}  // namespace

asio::awaitable<http_response> service::show_rules() {
  co_return net::json_response(200, rules_json(*options_.rules));
}

asio::awaitable<http_response> service::show_pauses() {
  const auto rules = options_.rules;
  const instant now = shared_.wall();
  auto work = [log = log_.get(), now] { return log->pauses(now); };
  const auto stored = co_await net::offload(storage_thread_, std::move(work));
  co_return stored ? net::json_response(200, pauses_json(*stored, *rules, now))
                   : storage_error(stored.error());
}

asio::awaitable<http_response> service::add_pause(http_request request) {
  if (!knows_callers()) co_return forbidden();
  const instant now = shared_.wall();
  const auto wanted = parse_pause_request(request.body, *options_.rules, now);
  if (!wanted) co_return net::json_response(400, error_json("bad_data", wanted.error().what));
  auto work = [log = log_.get(), what = *wanted, now] { return log->add_pause(what, now); };
  const auto id = co_await net::offload(storage_thread_, std::move(work));
  if (!id) co_return storage_error(id.error());
  const std::string number = std::to_string(*id);
  log::info("a pause begins",
            {{"id", number}, {"app", wanted->app}, {"rule", wanted->rule}, {"reason", wanted->reason}});
  co_return net::json_response(200, R"({"status":"success","data":{"id":)" + number + "}}");
}

asio::awaitable<http_response> service::end_pause(http_request request) {
  if (!knows_callers()) co_return forbidden();
  auto work = [log = log_.get(), id = id_of(request.path), now = shared_.wall()] {
    return log->end_pause(id, now);
  };
  const auto was_there = co_await net::offload(storage_thread_, std::move(work));
  if (!was_there) co_return storage_error(was_there.error());
  if (!*was_there)
    co_return net::json_response(404, error_json("not_found", "found no pause of that number that holds"));
  log::info("a pause ends", {{"path", request.path}});
  co_return net::json_response(200, R"({"status":"success"})");
}

}  // namespace mesoscale::webhook
