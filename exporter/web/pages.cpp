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
namespace {

using std::chrono::milliseconds;

/// Everything that a page is written from; given to another thread as a whole.
struct page_parts {
  std::shared_ptr<const scrape_report> report;  ///< null if no target was asked
  std::optional<sample_set> own;
  exposition_format format = exposition_format::text_0_0_4;
  bool compress = false;
};

std::string write_page(const page_parts& parts) {
  std::vector<const sample_set*> sets;
  if (parts.own) sets.push_back(&*parts.own);
  if (parts.report) {
    sets.push_back(&parts.report->status);
    for (const target_report& one : parts.report->targets) {
      for (const outcome_ptr& what : one.outcomes) {
        if (what && !what->why) sets.push_back(&what->data.samples);
      }
    }
  }
  std::string text = write_exposition(sets, parts.format);
  return parts.compress ? gzip(text) : text;
}

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
      std::string known = "exporter";
      for (const target_kind one : all_target_kinds) known.append(", ").append(module_name(one));
      return failure{errc::invalid, "module: found " + name + ", expected one of " + known};
    }
  }
  return wanted;
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
      {"GET", "/", [self](net::http_request request) { return self->landing(std::move(request)); }});
  routes.push_back(
      {"GET", "/-/healthy", [self](net::http_request request) { return self->healthy(std::move(request)); }});
  routes.push_back(
      {"GET", "/-/ready", [self](net::http_request request) { return self->healthy(std::move(request)); }});
  return net::make_router(std::move(routes));
}

void pages::stop() { writers_.join(); }

asio::awaitable<net::http_response> pages::metrics(net::http_request request) {
  const auto alive = shared_from_this();
  const auto began = net::clock::now();
  const auto wanted = parse_modules(request.query);
  if (!wanted.ok()) {
    own_->count_http_request(400);
    co_return net::text_response(400, wanted.error().what + "\n");
  }
  page_parts parts;
  parts.format = negotiate_format(request.headers.get("Accept"));
  parts.compress = accepts_gzip(request.headers.get("Accept-Encoding"));
  if (!wanted.value().kinds.empty()) {
    const auto time = scrape_time(request.headers.get("X-Prometheus-Scrape-Timeout-Seconds"), timeout_);
    parts.report = co_await scrape_->scrape(wanted.value().kinds, began + time);
    own_->count_scrape(net::clock::now() - began);
  }
  own_->count_http_request(200);
  if (wanted.value().own_metrics) parts.own = own_->collect();
  const auto type = content_type(parts.format);
  const bool compressed = parts.compress;
  auto write = [kept = std::make_shared<const page_parts>(std::move(parts))] { return write_page(*kept); };
  auto text = co_await net::offload(writers_, std::move(write));
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
  add_link("/-/healthy", "Health");
  html += "</ul>\n</body></html>\n";
  co_return net::text_response(200, std::move(html), "text/html; charset=utf-8");
}

asio::awaitable<net::http_response> pages::healthy(net::http_request) {
  own_->count_http_request(200);
  co_return net::text_response(200, "OK\n");
}

}  // namespace mesoscale::exporter
