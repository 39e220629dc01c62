// The pages of the exporter: metrics, one target, the list of targets, landing page, health. Turns requests into scrapes and
// reports into text.
#pragma once

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "common/core/result.hpp"
#include "common/net/http_server.hpp"
#include "exporter/scrape/scraper.hpp"
#include "exporter/web/own_metrics.hpp"

namespace mesoscale::exporter {

/// What ?module= asks for.
struct wanted_modules {
  std::set<target_kind> kinds;
  bool own_metrics = false;
};

/// Without a module all. Failure: errc::invalid with the unknown name and the known ones.
result<wanted_modules> parse_modules(std::string_view query);

/// What /probe asks for.
struct probe_wish {
  target_kind kind;
  std::string target;
};

/// Failure: errc::invalid when module or target is missing, there twice, or unknown.
result<probe_wish> parse_probe(std::string_view query);

/// The module of /sd. Failure: errc::invalid.
result<target_kind> parse_module(std::string_view query);

/// How long a scrape may take: Prometheus' header minus half a second for the way back, at most the limit, at least 100 ms.
std::chrono::milliseconds scrape_time(std::string_view timeout_header, std::chrono::milliseconds limit);

struct page_parts;

class pages : public std::enable_shared_from_this<pages> {
 public:
  pages(std::shared_ptr<scraper> scrape, std::shared_ptr<own_metrics> own, std::chrono::milliseconds timeout,
        std::string telemetry_path);

  /// All routes; the handler keeps the pages alive.
  net::http_handler handler();

  /// Waits for pages that are being written.
  void stop();

 private:
  asio::awaitable<net::http_response> metrics(net::http_request request);
  asio::awaitable<net::http_response> probe(net::http_request request);
  asio::awaitable<net::http_response> service_discovery(net::http_request request);
  asio::awaitable<net::http_response> write(page_parts parts);
  net::http_response answer(int status, std::string text);
  asio::awaitable<net::http_response> landing(net::http_request request);
  asio::awaitable<net::http_response> healthy(net::http_request request);

  std::shared_ptr<scraper> scrape_;
  std::shared_ptr<own_metrics> own_;
  std::chrono::milliseconds timeout_;
  std::string telemetry_path_;
  asio::thread_pool writers_{1};
};

}  // namespace mesoscale::exporter
