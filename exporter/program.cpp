#include "exporter/program.hpp"

#include <chrono>
#include <utility>

#include "common/core/log.hpp"
#include "common/net/reload_request.hpp"

namespace mesoscale::exporter {
namespace {

/// What a reload cannot change, because the socket is open and the file is watched already.
result<void> check_unchanged(const exporter_options& before, const exporter_options& now) {
  const auto changed = [](const char* key, const std::string& found, const std::string& expected) {
    return failure{errc::invalid, std::string(key) + ": found " + (found.empty() ? "nothing" : found) +
                                      ", expected " + (expected.empty() ? "nothing" : expected) +
                                      " as before: it changes only with a restart"};
  };
  if (before.listen_address != now.listen_address)
    return changed("web.listen-address", now.listen_address, before.listen_address);
  if (before.web_config_file != now.web_config_file)
    return changed("web.config.file", now.web_config_file, before.web_config_file);
  return {};
}

bool has_same_masters(const exporter_options& a, const exporter_options& b) {
  return a.masters == b.masters && a.master_clusters == b.master_clusters;
}

}  // namespace

/// What the server's handler uses; it may outlive the program by the end of a connection.
struct program::front {
  std::shared_ptr<own_metrics> own;
  std::shared_ptr<net::web_access> access;  ///< null: no web configuration
  net::http_handler pages;                  ///< of the setup in force
  std::function<result<void>()> reload;     ///< empty once the program stops
  bool is_loaded = true;                    ///< the last reload went well
  std::chrono::system_clock::time_point loaded = std::chrono::system_clock::now();

  net::web_access_counts told;  ///< refusals that are counted already

  /// What happened in front of the pages since the last request that got through.
  void show_web_access() {
    if (!access) return own->show_reload(is_loaded, loaded);
    const net::web_access_counts now = access->counts();
    own->count_http_request(401, now.unauthorized - told.unauthorized);
    own->count_http_request(429, now.rate_limited - told.rate_limited);
    own->count_http_request(503, now.busy - told.busy);
    told = now;
    const net::web_config_state& web = access->file().state();
    own->show_reload(is_loaded && web.is_last_reload_successful, loaded);
  }
};

program::program(asio::any_io_executor executor, exporter_options options, option_reader read_again)
    : executor_(executor),
      options_(std::move(options)),
      read_again_(std::move(read_again)),
      own_(std::make_shared<own_metrics>(std::chrono::system_clock::now())),
      directory_(std::make_shared<master_directory>(executor)),
      front_(std::make_shared<front>()) {
  front_->own = own_;
  front_->reload = [this] { return reload(); };
}

result<void> program::start() {
  net::server_options server;
  server.listen_address = options_.listen_address;
  net::http_handler handler = [at = front_](net::http_request request) {
    return answer(at, std::move(request));
  };
  if (!options_.web_config_file.empty()) {
    auto file = net::web_config_file::open(options_.web_config_file);
    if (!file) return file.error();
    front_->access = std::make_shared<net::web_access>(*std::move(file));
    server.tls_source = [access = front_->access] { return access->settings()->tls; };
    handler = net::with_web_config(front_->access, std::move(handler));
  }
  directory_->follow(options_.master_clusters);
  setup_ = make_setup(executor_, options_, own_, directory_);
  front_->pages = setup_.shown->handler();
  server_ = net::make_http_server(executor_, std::move(server), std::move(handler));
  return server_->start();
}

result<void> program::reload() {
  result<void> done;
  if (read_again_) {
    auto options = read_again_();
    done = options ? take(*std::move(options)) : result<void>(options.error());
  } else {
    done = take(options_);
  }
  front_->is_loaded = done.ok();
  if (done) {
    front_->loaded = std::chrono::system_clock::now();
    log::info("the configuration was read again");
  } else {
    log::error("the configuration cannot be used, the one before stays in force",
               {{"reason", done.error().what}});
  }
  return done;
}

result<void> program::take(exporter_options options) {
  if (auto same = check_unchanged(options_, options); !same) return same;
  if (front_->access) {
    if (auto web = front_->access->file().reload(); !web) return web;
  }
  log::configure(options.log_level, options.log_format);
  directory_->follow(options.master_clusters);
  setup next = make_setup(executor_, options, own_, directory_);
  if (next.agents && setup_.agents && has_same_masters(options, options_))
    next.agents->take_over(*setup_.agents);
  front_->pages = next.shown->handler();
  setup_ = std::move(next);
  options_ = std::move(options);
  return {};
}

asio::awaitable<net::http_response> program::answer(std::shared_ptr<front> at, net::http_request request) {
  at->show_web_access();
  if (request.path == "/-/reload") {
    auto reloaded = answer_reload(*at, request);
    at->own->count_http_request(reloaded.status);
    co_return reloaded;
  }
  // A reload while the page is made must not take its handler away.
  const net::http_handler pages = at->pages;
  co_return co_await pages(std::move(request));
}

net::http_response program::answer_reload(front& at, const net::http_request& request) {
  const bool is_authenticating = at.access && at.access->is_authenticating();
  if (auto refused = net::refuse_reload(request, is_authenticating)) return *std::move(refused);
  if (!at.reload) return net::text_response(503, "stopping\n");
  return net::reload_response(at.reload());
}

asio::awaitable<void> program::stop() {
  front_->reload = {};
  co_await server_->stop(std::chrono::seconds(2));
  if (front_->access) front_->access->finish();
  setup_.shown->stop();
  co_await directory_->stop();
}

}  // namespace mesoscale::exporter
