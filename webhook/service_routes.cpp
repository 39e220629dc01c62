// The HTTP side of the service: what each path answers.
#include "common/core/exposition.hpp"
#include "common/core/log.hpp"
#include "common/net/offload.hpp"
#include "common/net/reload_request.hpp"
#include "common/net/router.hpp"
#include "webhook/service.hpp"
#include "webhook/store/failpoint.hpp"
#include "webhook/ui/report.hpp"

#include <array>
#include <charconv>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;
using net::http_request;
using net::http_response;

constexpr std::int64_t most_rows = 10'000;

/// What the storage thread made of a request body.
struct taken {
  int status = 200;
  const char* outcome = "stored";
  std::string error;
  ingest_report report;
  std::size_t skipped = 0;
};

taken take(journal& log, const std::string& body, const std::string& peer, const rule_file& rules,
           const moment& at) {
  taken out;
  const auto message = parse_notification(body);
  if (!message) {
    out.status = 400;
    out.outcome = message.error().code == errc::not_json ? "not_json" : "not_a_notification";
    out.error = message.error().what;
    return out;
  }
  auto stored = log.ingest(*message, body, peer, rules, at);
  if (!stored) {
    out.status = 503;
    out.outcome = "not_stored";
    out.error = stored.error().what;
    return out;
  }
  out.report = std::move(*stored);
  out.skipped = message->skipped.size();
  return out;
}

/// ?limit=N; absent: the default. -1: not a number from 1 on.
std::int64_t limit_of(const http_request& request, std::int64_t otherwise) {
  const auto values = net::query_values(request.query, "limit");
  if (values.empty()) return otherwise;
  std::int64_t limit = 0;
  const std::string& text = values.back();
  const auto end = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || limit < 1) return -1;
  return std::min(limit, most_rows);
}

asio::awaitable<http_response> ready_answer(http_response response) { co_return response; }

asio::awaitable<http_response> text_page(int status, std::string text) {
  co_return net::text_response(status, text);
}

}  // namespace

net::http_response service::storage_error(const failure& why) {
  return net::json_response(503, error_json("unavailable", why.what));
}

net::http_handler service::make_routes() {
  const auto is_ready = [this](http_request) {
    return is_ready_ ? text_page(200, "mesoscale-webhook is ready.\n")
                     : text_page(503, "mesoscale-webhook is starting.\n");
  };
  const auto is_healthy = [](http_request) { return text_page(200, "mesoscale-webhook is healthy.\n"); };
  return net::make_router({
      {"POST", "/webhook", [this](http_request r) { return take_notification(std::move(r)); }},
      {"GET", "/api/v1/decisions", [this](http_request r) { return show_decisions(std::move(r)); }},
      {"GET", "/api/v1/alerts", [this](http_request) { return show_alerts(); }},
      {"GET", "/api/v1/apps", [this](http_request) { return show_apps(); }},
      {"GET", "/api/v1/rules", [this](http_request) { return show_rules(); }},
      {"GET", "/api/v1/pauses", [this](http_request) { return show_pauses(); }},
      {"POST", "/api/v1/pauses", [this](http_request r) { return add_pause(std::move(r)); }},
      {"DELETE", "/api/v1/pauses/*", [this](http_request r) { return end_pause(std::move(r)); }},
      {"GET", "/metrics", [this](http_request r) { return show_metrics(std::move(r)); }},
      {"GET", "/-/healthy", is_healthy},
      {"GET", "/-/ready", is_ready},
      {"POST", "/-/reload", [this](http_request r) { return ready_answer(answer_reload(r)); }},
      {"PUT", "/-/reload", [this](http_request r) { return ready_answer(answer_reload(r)); }},
      {"GET", "/", [this](http_request) { return show_status(); }},
  });
}

http_response service::answer_reload(const http_request& request) {
  if (auto refused = net::refuse_reload(request, knows_callers())) return *std::move(refused);
  return net::reload_response(reload());
}

/// Stores, then answers; Marathon is never asked here. Alertmanager sends a 5xx again soon, and a 4xx again with the group.
asio::awaitable<http_response> service::take_notification(http_request request) {
  if (!knows_callers() && !options_.webhook_peers.allows(request.peer_address)) {
    metrics_.count_notification("forbidden");
    const std::string why = "found a notification from " + request.peer_address +
                            ", expected one from loopback or from a network of --web.allow-webhook-from, or "
                            "users or client certificates in --web.config.file";
    log::warn("refused a notification", {{"peer", request.peer_address}});
    co_return net::json_response(403, error_json("forbidden", why));
  }
  failpoint("notification_received");
  auto work = [log = log_.get(), body = std::move(request.body), peer = request.peer_address,
               rules = options_.rules, at = shared_.here()] { return take(*log, body, peer, *rules, at); };
  const taken done = co_await net::offload(storage_thread_, std::move(work));
  metrics_.count_notification(done.outcome);
  if (done.status != 200) {
    log::warn("refused a notification", {{"peer", request.peer_address}, {"reason", done.error}});
    co_return net::json_response(done.status,
                                 error_json(done.status == 503 ? "unavailable" : "bad_data", done.error));
  }
  metrics_.count_ingest(done.report);
  metrics_.count_skipped(done.skipped);
  if (!done.report.rejected.empty()) {
    const rejected_match& first = done.report.rejected.front();
    const std::string count = std::to_string(done.report.rejected.size());
    log::warn(
        "alerts name apps that may not be scaled",
        {{"count", count}, {"rule", first.rule}, {"app", first.app}, {"reason", name_of(first.reason)}});
  }
  for (const app_key& target : done.report.woken) scaler_->note_news(target, options_.rules->global.settle);
  co_return net::json_response(200, R"({"status":"success"})");
}

asio::awaitable<http_response> service::show_decisions(http_request request) {
  const std::int64_t limit = limit_of(request, 100);
  if (limit < 0)
    co_return net::json_response(400, error_json("bad_data", "limit: expected a whole number from 1 on"));
  const auto apps = net::query_values(request.query, "app");
  auto work = [log = log_.get(), app = apps.empty() ? std::string() : apps.back(), limit] {
    return log->decisions(app, limit);
  };
  const auto records = co_await net::offload(storage_thread_, std::move(work));
  co_return records ? net::json_response(200, decisions_json(*records)) : storage_error(records.error());
}

asio::awaitable<http_response> service::show_alerts() {
  auto work = [log = log_.get()] { return log->alerts(most_rows); };
  const auto records = co_await net::offload(storage_thread_, std::move(work));
  co_return records ? net::json_response(200, alerts_json(*records)) : storage_error(records.error());
}

asio::awaitable<http_response> service::show_apps() {
  auto work = [log = log_.get()] { return log->apps(); };
  auto records = co_await net::offload(storage_thread_, std::move(work));
  if (!records) co_return storage_error(records.error());
  add_counts(*records);
  co_return net::json_response(200, apps_json(*records));
}

void service::add_counts(std::vector<app_record>& to) const {
  for (app_record& one : to) {
    const auto found = counts_.find(one.target);
    if (found != counts_.end()) one.counts = found->second;
  }
}

asio::awaitable<http_response> service::show_metrics(http_request request) {
  auto work = [log = log_.get()] { return log->open_alerts(); };
  const auto open = co_await net::offload(storage_thread_, std::move(work));
  if (open) metrics_.show_open_alerts(*open);
  show_config();
  const sample_set own = metrics_.samples();
  const std::array<const sample_set*, 1> sets = {&own};
  const exposition_format format = negotiate_format(request.headers.get("Accept"));
  co_return net::text_response(200, write_exposition(sets, format), content_type(format));
}

asio::awaitable<http_response> service::show_status() {
  auto recent = [log = log_.get()] { return log->decisions("", 50); };
  const auto decisions = co_await net::offload(storage_thread_, std::move(recent));
  auto known = [log = log_.get()] { return log->apps(); };
  auto apps = co_await net::offload(storage_thread_, std::move(known));
  if (!decisions) co_return storage_error(decisions.error());
  if (!apps) co_return storage_error(apps.error());
  add_counts(*apps);
  co_return net::text_response(200, status_page(*decisions, *apps, options_.rules->global.dry_run),
                               "text/html; charset=utf-8");
}

}  // namespace mesoscale::webhook
