#include "exporter/web/pages.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "common/core/exposition.hpp"
#include "common/core/version.hpp"
#include "common/net/offload.hpp"
#include "common/net/router.hpp"
#include "exporter/web/gzip.hpp"

namespace mesoscale::exporter {

/// Everything that a page is written from; given to another thread as a whole.
struct page_parts {
  std::shared_ptr<const scrape_report> report;  ///< null if no target was asked
  std::optional<sample_set> own;
  exposition_format format = exposition_format::text_0_0_4;
  bool compress = false;
  std::string_view left_out_label = {};  ///< see write_exposition
};

namespace {

using std::chrono::milliseconds;

std::string write_page(const page_parts& parts) {
  std::vector<const sample_set*> sets;
  if (parts.own) sets.push_back(&*parts.own);
  if (parts.report) {
    sets.push_back(&parts.report->status);
    for (const target_report& one : parts.report->targets) {
      for (const outcome_ptr& what : one.outcomes) {
        if (!what || what->why) continue;
        sets.push_back(&what->data.samples);
        for (const sample_set& old : what->data.compat) sets.push_back(&old);
      }
    }
  }
  std::string text = write_exposition(sets, parts.format, parts.left_out_label);
  return parts.compress ? gzip(text) : text;
}

page_parts wanted_page(const net::http_request& request) {
  page_parts parts;
  parts.format = negotiate_format(request.headers.get("Accept"));
  parts.compress = accepts_gzip(request.headers.get("Accept-Encoding"));
  return parts;
}

constexpr std::string_view timeout_header = "X-Prometheus-Scrape-Timeout-Seconds";
constexpr std::string_view interval_header = "X-Prometheus-Refresh-Interval-Seconds";

failure unknown_module(const std::string& name, std::string known) {
  for (const target_kind one : all_target_kinds) {
    known.append(known.empty() ? "" : ", ").append(module_name(one));
  }
  return {errc::invalid, "module: found " + name + ", expected one of " + known};
}

/// The one value of a parameter.
result<std::string> only_value(std::string_view query, std::string_view name) {
  auto values = net::query_values(query, name);
  const std::string what(name);
  if (values.empty() || (values.size() == 1 && values.front().empty())) {
    return failure{errc::invalid, what + ": found nothing, expected " + what + "=..."};
  }
  if (values.size() > 1) return failure{errc::invalid, what + ": found it twice, expected it once"};
  return std::move(values.front());
}

/// Of a target that cannot be probed.
int status_of(const failure& why) { return why.code == errc::no_leader ? 503 : 403; }

}  // namespace

result<wanted_modules> parse_modules(std::string_view query) {
  const auto names = net::query_values(query, "module");
  wanted_modules wanted;
  if (names.empty()) {
    wanted.kinds.insert(all_target_kinds.begin(), all_target_kinds.end());
    wanted.own_metrics = true;
  }
  for (const std::string& name : names) {
    if (const auto kind = find_target_kind(name)) {
      wanted.kinds.insert(*kind);
    } else if (name == "exporter") {
      wanted.own_metrics = true;
    } else {
      return unknown_module(name, "exporter");
    }
  }
  return wanted;
}

result<target_kind> parse_module(std::string_view query) {
  const auto name = only_value(query, "module");
  if (!name) return name.error();
  const auto kind = find_target_kind(name.value());
  if (!kind) return unknown_module(name.value(), "");
  return *kind;
}

result<probe_wish> parse_probe(std::string_view query) {
  const auto kind = parse_module(query);
  if (!kind) return kind.error();
  auto target = only_value(query, "target");
  if (!target) return target.error();
  return probe_wish{kind.value(), std::move(target).value()};
}

milliseconds scrape_time(std::string_view timeout_header, milliseconds limit) {
  double seconds = 0;
  const auto end = timeout_header.data() + timeout_header.size();
  const auto parsed = std::from_chars(timeout_header.data(), end, seconds);
  if (parsed.ec != std::errc() || parsed.ptr != end || !std::isfinite(seconds) || seconds <= 0) return limit;
  const double most = static_cast<double>(limit.count());
  const double wanted = std::clamp((seconds - 0.5) * 1000.0, std::min(100.0, most), most);
  return milliseconds(static_cast<milliseconds::rep>(wanted));
}

pages::pages(std::shared_ptr<scraper> scrape, std::shared_ptr<own_metrics> own, milliseconds timeout,
             std::string telemetry_path)
    : scrape_(std::move(scrape)),
      own_(std::move(own)),
      timeout_(timeout),
      telemetry_path_(std::move(telemetry_path)) {}

net::http_handler pages::handler() {
  const auto self = shared_from_this();
  std::vector<net::route> routes;
  routes.push_back({"GET", telemetry_path_,
                    [self](net::http_request request) { return self->metrics(std::move(request)); }});
  routes.push_back(
      {"GET", "/probe", [self](net::http_request request) { return self->probe(std::move(request)); }});
  routes.push_back({"GET", "/sd", [self](net::http_request request) {
                      return self->service_discovery(std::move(request));
                    }});
  routes.push_back(
      {"GET", "/", [self](net::http_request request) { return self->landing(std::move(request)); }});
  routes.push_back(
      {"GET", "/-/healthy", [self](net::http_request request) { return self->healthy(std::move(request)); }});
  routes.push_back(
      {"GET", "/-/ready", [self](net::http_request request) { return self->healthy(std::move(request)); }});
  return net::make_router(std::move(routes));
}

void pages::stop() { writers_.join(); }

net::http_response pages::answer(int status, std::string text) {
  own_->count_http_request(status);
  return net::text_response(status, std::move(text) + "\n");
}

asio::awaitable<net::http_response> pages::metrics(net::http_request request) {
  const auto alive = shared_from_this();
  const auto began = net::clock::now();
  const auto wanted = parse_modules(request.query);
  if (!wanted.ok()) co_return answer(400, wanted.error().what);
  page_parts parts = wanted_page(request);
  if (!wanted.value().kinds.empty()) {
    const auto time = scrape_time(request.headers.get(timeout_header), timeout_);
    parts.report = co_await scrape_->scrape(wanted.value().kinds, began + time);
    own_->count_scrape(net::clock::now() - began);
  }
  own_->count_http_request(200);
  if (wanted.value().own_metrics) parts.own = own_->collect();
  co_return co_await write(std::move(parts));
}

asio::awaitable<net::http_response> pages::probe(net::http_request request) {
  const auto alive = shared_from_this();
  const auto began = net::clock::now();
  auto wanted = parse_probe(request.query);
  if (!wanted.ok()) co_return answer(400, wanted.error().what);
  const auto until = began + scrape_time(request.headers.get(timeout_header), timeout_);
  auto target = co_await scrape_->find_target(wanted->kind, std::move(wanted->target), until);
  if (!target.ok()) co_return answer(status_of(target.error()), target.error().what);
  page_parts parts = wanted_page(request);
  parts.left_out_label = "instance";
  parts.report = co_await scrape_->probe(std::move(target).value(), until);
  own_->count_scrape(net::clock::now() - began);
  own_->count_http_request(200);
  co_return co_await write(std::move(parts));
}

asio::awaitable<net::http_response> pages::service_discovery(net::http_request request) {
  const auto alive = shared_from_this();
  const auto kind = parse_module(request.query);
  if (!kind.ok()) co_return answer(400, kind.error().what);
  const auto until = net::clock::now() + scrape_time(request.headers.get(interval_header), timeout_);
  const auto targets = co_await scrape_->list_targets(kind.value(), until);
  // Prometheus keeps its list when it gets an error, and would forget all targets for an empty one.
  if (!targets) co_return answer(503, "discovery has not once succeeded yet");
  own_->count_http_request(200);
  co_return net::json_response(200, write_target_groups(*targets));
}

asio::awaitable<net::http_response> pages::write(page_parts parts) {
  const auto type = content_type(parts.format);
  const bool compressed = parts.compress;
  auto work = [kept = std::make_shared<const page_parts>(std::move(parts))] { return write_page(*kept); };
  auto text = co_await net::offload(writers_, std::move(work));
  auto response = net::text_response(200, std::move(text), type);
  if (compressed) response.headers.set("Content-Encoding", "gzip");
  response.headers.set("Vary", "Accept, Accept-Encoding");
  co_return response;
}

asio::awaitable<net::http_response> pages::landing(net::http_request) {
  own_->count_http_request(200);
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Mesoscale "
      "exporter</title></head><body>\n"
      "<h1>Mesoscale exporter</h1>\n<p>" +
      version_text("mesoscale-exporter") + "</p>\n<ul>\n";
  const auto add_link = [&html](const std::string& path, std::string_view text) {
    html.append("<li><a href=\"").append(path).append("\">").append(text).append("</a></li>\n");
  };
  add_link(telemetry_path_, "Metrics of all targets");
  for (const target_kind kind : all_target_kinds) {
    const std::string name(module_name(kind));
    add_link(telemetry_path_ + "?module=" + name, "Metrics of " + name);
  }
  add_link(telemetry_path_ + "?module=exporter", "Metrics of the exporter itself");
  for (const target_kind kind : all_target_kinds) {
    const std::string name(module_name(kind));
    add_link("/sd?module=" + name, "Targets of " + name + " for Prometheus' http_sd_config");
  }
  add_link("/-/healthy", "Health");
  html += "</ul>\n</body></html>\n";
  co_return net::text_response(200, std::move(html), "text/html; charset=utf-8");
}

asio::awaitable<net::http_response> pages::healthy(net::http_request) {
  own_->count_http_request(200);
  co_return net::text_response(200, "OK\n");
}

}  // namespace mesoscale::exporter
