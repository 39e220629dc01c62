#include "webhook/service.hpp"

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "common/net/router.hpp"
#include "webhook/marathon/event_stream.hpp"
#include "webhook/marathon/marathon_client.hpp"
#include "webhook/rules/access_check.hpp"
#include "webhook/rules/rule_reader.hpp"

#include <chrono>
#include <ctime>
#include <utility>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;
using std::chrono::system_clock;

constexpr std::size_t largest_notification_bytes = 16u << 20;
constexpr milliseconds stop_grace{5'000};

instant wall_clock() { return std::chrono::floor<milliseconds>(system_clock::now()); }

/// Goes on while the computer sleeps, other than steady_clock.
milliseconds since_boot() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::floor<milliseconds>(std::chrono::seconds(now.tv_sec) +
                                          std::chrono::nanoseconds(now.tv_nsec));
}

/// Begins with the wall clock and goes on evenly: what is stored is compared with it by the next run, too.
std::function<instant()> even_clock() {
  return [wall = wall_clock(), began = since_boot()] { return wall + (since_boot() - began); };
}

/// The clients are taken by value: a reload may put others in their place while they are asked.
asio::awaitable<std::optional<std::int64_t>> find_room(std::shared_ptr<cluster_room> room,
                                                       resource_need need) {
  if (!room) co_return std::nullopt;
  co_return co_await room->find(need);
}

asio::awaitable<std::optional<exact_number>> ask_prometheus(std::shared_ptr<prometheus_source> source,
                                                            std::string query) {
  if (!source) co_return std::nullopt;
  co_return co_await source->ask(std::move(query));
}

}  // namespace

service::service(asio::any_io_executor executor, service_options options)
    : executor_(std::move(executor)), options_(std::move(options)) {}

service::~service() { storage_thread_.join(); }

/// What is reached as before keeps its client, and so its login and its connections.
void service::make_clients(const std::shared_ptr<const rule_file>& before) {
  std::map<std::string, std::shared_ptr<marathon_api>> next;
  for (const marathon_settings& settings : options_.rules->marathons) {
    const marathon_settings* const old = before ? before->find_marathon(settings.name) : nullptr;
    if (old && old->urls == settings.urls && old->http == settings.http && old->api == settings.api) {
      next[settings.name] = marathons_[settings.name];
      continue;
    }
    next[settings.name] = make_marathon_client(
        http_, settings, [this](const std::string& code) { metrics_.count_marathon_request(code); });
  }
  marathons_ = std::move(next);
  const auto count = [this](const char* outcome) { metrics_.count_query(outcome); };
  const rule_file& rules = *options_.rules;
  if (!before || before->prometheus != rules.prometheus) {
    prometheus_.reset();
    if (rules.prometheus) prometheus_ = std::make_shared<prometheus_source>(http_, *rules.prometheus, count);
  }
  if (!before || before->mesos != rules.mesos) {
    room_.reset();
    if (rules.mesos) room_ = std::make_shared<cluster_room>(http_, *rules.mesos);
  }
  if (!before || before->alertmanagers != rules.alertmanagers)
    alertmanagers_ = make_alertmanagers(rules.alertmanagers, http_);
}

/// The streams of the rules before end by themselves with their next event.
void service::listen_to_events() {
  if (is_listening_) *is_listening_ = false;
  is_listening_ = std::make_shared<bool>(true);
  for (const marathon_settings& settings : options_.rules->marathons) {
    event_hooks hooks;
    hooks.on_progress = [this, name = settings.name] { scaler_->note_event(name); };
    hooks.on_connection = [this, name = settings.name](bool is_open) { metrics_.show_events(name, is_open); };
    hooks.is_over = [this, flag = is_listening_] { return is_stopping_ || !*flag; };
    metrics_.show_events(settings.name, false);
    net::spawn(executor_, "events of " + settings.name,
               [client = http_, settings, hooks] { return follow_events(client, settings, hooks); });
  }
}

void service::connect_actors() {
  shared_.rules = options_.rules;
  shared_.log = log_.get();
  shared_.storage = &storage_;
  shared_.now = even_clock();
  shared_.wall = wall_clock;
  shared_.marathon = [this](const std::string& name) {
    const auto it = marathons_.find(name);
    return it == marathons_.end() ? std::shared_ptr<marathon_api>() : it->second;
  };
  shared_.find_room = [this](resource_need need) { return find_room(room_, need); };
  shared_.ask_prometheus = [this](std::string query) {
    return ask_prometheus(prometheus_, std::move(query));
  };
  shared_.on_decision = [this](const decision_record& record, const char* outcome) {
    metrics_.count_decision(record, outcome);
  };
  shared_.on_reading = [this](const actor_report& report) {
    metrics_.show_app(report);
    counts_[report.target] = {report.current, report.wanted, report.min, report.max};
  };
  shared_.on_change = [this](const change_report& report) { metrics_.count_change(report); };
  shared_.on_conflict = [this](const app_key& target) { metrics_.count_conflict(target); };
}

result<void> service::start() {
  // What can be wrong with the configuration is found before anything is opened.
  if (auto read = read_web_config(); !read) return read;
  if (auto address = net::parse_listen_address(options_.listen_address); !address) return address.error();
  auto opened = journal::open(options_.storage);
  if (!opened) return opened.error();
  log_ = std::move(*opened);
  http_ = net::make_http_client(executor_);
  make_clients(nullptr);
  connect_actors();
  scaler_ = std::make_unique<scaler>(executor_, shared_);
  if (auto listening = start_server(); !listening) return listening.error();
  net::spawn(executor_, "sweep", [this] { return sweep_forever(); });
  net::spawn(executor_, "alertmanagers", [this] { return poll_alertmanagers(); });
  listen_to_events();
  return {};
}

result<void> service::read_web_config() {
  if (options_.web_config_file.empty()) return {};
  auto file = net::web_config_file::open(options_.web_config_file);
  if (!file) return file.error();
  access_ = std::make_shared<net::web_access>(*std::move(file));
  return {};
}

result<void> service::start_server() {
  net::server_options server;
  server.listen_address = options_.listen_address;
  server.max_body_bytes = largest_notification_bytes;
  net::http_handler handler = make_routes();
  if (access_) {
    server.tls_source = [access = access_] { return access->settings()->tls; };
    handler = net::with_web_config(access_, std::move(handler));
  }
  server_ = net::make_http_server(executor_, std::move(server), std::move(handler));
  return server_->start();
}

result<void> service::reload() {
  const auto done = take_new_configuration();
  is_config_good_ = done.ok();
  if (!done) {
    log::error("the configuration cannot be used, the one before stays in force",
               {{"reason", done.error().what}});
    return done;
  }
  config_read_ = system_clock::now();
  log::info("the configuration was read again", {{"rules", std::to_string(options_.rules->rules.size())}});
  listen_to_events();
  // Alerts that are open now may belong to other rules.
  must_rebind_ = true;
  net::spawn(executor_, "sweep after a reload", [this] { return sweep(true); });
  return done;
}

result<void> service::take_new_configuration() {
  const loaded_rules loaded = load_rules(options_.config_file);
  for (const std::string& warning : loaded.warnings) log::warn("rule file", {{"reason", warning}});
  if (!loaded.rules) {
    std::string lines;
    for (const std::string& error : loaded.errors) lines.append(lines.empty() ? "" : "\n").append(error);
    return failure{errc::invalid, lines};
  }
  std::string unusable;
  for (const std::string& line : check_access_files(*loaded.rules))
    unusable.append(unusable.empty() ? "" : "\n").append(options_.config_file + ": " + line);
  if (!unusable.empty()) return failure{errc::invalid, unusable};
  if (access_) {
    if (auto web = access_->file().reload(); !web) return web;
  }
  const auto before = std::exchange(options_.rules, loaded.rules);
  shared_.rules = options_.rules;
  make_clients(before);
  return {};
}

void service::show_config() {
  const bool is_web_good = !access_ || access_->file().state().is_last_reload_successful;
  metrics_.show_config(is_config_good_ && is_web_good, config_read_);
}

asio::awaitable<void> service::stop() {
  is_stopping_ = true;
  is_ready_ = false;
  co_await server_->stop(stop_grace);
  if (access_) access_->finish();
  co_await scaler_->stop(stop_grace);
}

}  // namespace mesoscale::webhook
