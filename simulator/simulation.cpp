#include "simulator/simulation.hpp"

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "simulator/agent_api.hpp"
#include "simulator/gzip.hpp"
#include "simulator/marathon_json.hpp"
#include "simulator/master_api.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

/// libprocess serves the metrics, and the agent its statistics, twice a second and queues the rest.
constexpr microseconds rate_interval{500'000};
constexpr std::chrono::milliseconds stop_grace{200};

instant system_now() { return std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now()); }

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::string marathon_host(int index) { return "127.0.12." + std::to_string(index + 1); }

}  // namespace

simulation::simulation(asio::any_io_executor executor, program_options options,
                       std::function<instant()> clock)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      clock_(clock ? std::move(clock) : system_now),
      model_(options_.cluster, clock_()),
      log_([this](const std::string& line) {
        if (put_log_file_) *put_log_file_ << line << '\n' << std::flush;
      }),
      door_(options_.access.door) {}

result<void> simulation::start() {
  if (auto opened = open_put_log(); !opened) return opened;
  for (int i = 0; i < options_.cluster.masters; ++i) {
    const auto at =
        add_listener(daemon_name::kind::master, "127.0.10." + std::to_string(i + 1), options_.master_port);
    at->index = i;
    if (auto opened = listen(at); !opened) return opened;
    masters_.push_back(at->name.address);
  }
  for (const agent& a : std::vector<agent>(model_.agents())) {
    const auto at = add_listener(daemon_name::kind::agent, a.host, options_.agent_port);
    if (auto opened = listen(at); !opened) return opened;
    model_.find_agent(a.host)->port = at->port;
  }
  if (auto opened = start_marathons(); !opened) return opened;
  if (auto opened = start_chronos(); !opened) return opened;
  control_ = std::make_unique<control_api>(model_, log_, faults_, hooks());
  net::server_options settings;
  settings.listen_address = "127.0.0.1:" + std::to_string(options_.control_port);
  const net::http_handler handle = [self = weak_from_this()](net::http_request request) {
    return serve_control(self, std::move(request));
  };
  control_server_ = net::make_http_server(executor_, std::move(settings), handle);
  if (auto opened = control_server_->start(); !opened) return opened;
  if (auto posted = post_app_files(); !posted) return posted;
  register_masters();
  return write_endpoints();
}

result<void> simulation::start_marathons() {
  for (int i = 0; i <= options_.marathon_followers; ++i) {
    const auto at = add_listener(daemon_name::kind::marathon, marathon_host(i), options_.marathon_port);
    at->index = i;
    if (auto opened = listen(at); !opened) return opened;
    if (i == 0) marathon_ = std::make_unique<marathon_api>(model_, log_, at->name.address, options_.marathon);
  }
  return {};
}

result<void> simulation::start_chronos() {
  if (!options_.chronos_port) return {};
  const auto at = add_listener(daemon_name::kind::chronos, "127.0.13.1", *options_.chronos_port);
  if (auto opened = listen(at); !opened) return opened;
  chronos_options settings;
  settings.version = options_.chronos_version;
  settings.address = at->name.address;
  settings.started_at = model_.started_at();
  chronos_ = std::make_unique<chronos_api>(std::move(settings));
  return {};
}

std::shared_ptr<simulation::listener> simulation::add_listener(daemon_name::kind what,
                                                               const std::string& host, std::uint16_t port) {
  auto at = std::make_shared<listener>(
      listener{{}, {}, 0, 0, turnstile(rate_interval), turnstile(rate_interval), nullptr, false});
  at->name = {what, host + ':' + std::to_string(port)};
  at->host = host;
  at->port = port;
  listeners_.push_back(at);
  return at;
}

/// Also after a refusal: the port stays what it was.
result<void> simulation::listen(const std::shared_ptr<listener>& at) {
  net::server_options settings;
  settings.listen_address = at->host + ':' + std::to_string(at->port);
  if (!options_.access.tls.cert_file.empty()) settings.tls = options_.access.tls;
  const net::http_handler handle = [self = weak_from_this(),
                                    to = std::weak_ptr(at)](net::http_request request) {
    return serve_if_there(self, to, std::move(request));
  };
  auto server = net::make_http_server(executor_, std::move(settings), handle);
  if (auto opened = server->start(); !opened) return opened;
  at->server = std::move(server);
  at->port = at->server->port();
  at->name.address = at->host + ':' + std::to_string(at->port);
  return {};
}

asio::awaitable<void> simulation::stop() {
  const auto self = shared_from_this();
  const auto all = listeners_;
  for (const auto& at : all) {
    if (at->server) co_await at->server->stop(stop_grace);
    at->server.reset();
  }
  if (control_server_) co_await control_server_->stop(stop_grace);
  if (registration_) co_await registration_->stop();
}

/// A server outlives its listener while it stops, so it must not own it.
asio::awaitable<net::http_response> simulation::serve_if_there(std::weak_ptr<simulation> self,
                                                               std::weak_ptr<listener> at,
                                                               net::http_request request) {
  const auto cluster = self.lock();
  const auto listening = at.lock();
  if (!cluster || !listening) co_return net::text_response(503, "stopping");
  co_return co_await cluster->serve(listening, std::move(request));
}

asio::awaitable<net::http_response> simulation::serve(std::shared_ptr<listener> at,
                                                      net::http_request request) {
  const auto self = shared_from_this();
  const auto struck = faults_.strike(at->name, request);
  if (struck && struck->delay.count() > 0) co_await net::pause_for(struck->delay);
  if (auto refused = answer_of_door(*at, request)) co_return *std::move(refused);
  const bool is_mesos =
      at->name.what == daemon_name::kind::master || at->name.what == daemon_name::kind::agent;
  const bool limited_snapshot = is_mesos && ends_with(request.path, "/metrics/snapshot");
  const bool limited_statistics =
      at->name.what == daemon_name::kind::agent &&
      (ends_with(request.path, "/monitor/statistics") || ends_with(request.path, "/monitor/statistics.json"));
  if (limited_snapshot || limited_statistics) {
    const instant now = system_now();
    const instant turn = (limited_snapshot ? at->snapshots : at->statistics).turn(now);
    if (turn > now) co_await net::pause_for(std::chrono::ceil<std::chrono::milliseconds>(turn - now));
  }
  model_.step(clock_());
  const bool replaced = struck && replaces_answer(*struck);
  net::http_response answer;
  const bool wants_events = at->name.what == daemon_name::kind::marathon && request.path == "/v2/events" &&
                            options_.shapes == era::current;
  if (wants_events && !replaced) {
    answer = co_await wait_for_events();
  } else if (!replaced || struck->processed) {
    answer = daemon_answer(*at, request);
  } else if (at->name.what == daemon_name::kind::marathon) {
    marathon_->log_unseen(
        request, struck->kind == fault_kind::reset || struck->kind == fault_kind::hang ? 0 : struck->status);
  }
  if (replaced) answer = replacement(*struck, at->name);
  if (struck && !replaced) answer = spoil(*struck, std::move(answer));
  if (!answer.fault) compress_if_due(request, answer);
  co_return answer;
}

net::http_response simulation::daemon_answer(const listener& at, const net::http_request& request) {
  const daemon_of_today today = [&](const net::http_request& asked) { return answer_of_today(at, asked); };
  if (options_.shapes == era::current || at.name.what == daemon_name::kind::chronos) return today(request);
  switch (at.name.what) {
    case daemon_name::kind::master:
      return old_master_answer(request, model_.leader() == at.index, today);
    case daemon_name::kind::agent:
      return old_agent_answer(request, today);
    default:
      return old_marathon_answer(request, today);
  }
}

net::http_response simulation::answer_of_today(const listener& at, const net::http_request& request) {
  switch (at.name.what) {
    case daemon_name::kind::master:
      return master_api(model_, masters_, at.index).answer(request);
    case daemon_name::kind::agent:
      return agent_api(model_, at.host, options_.marathon.pods).answer(request);
    case daemon_name::kind::marathon: {
      net::http_response out = marathon_->answer(request);
      if (at.index > 0) out.headers.set("X-Marathon-Via", "1.1 " + at.name.address);
      return out;
    }
    case daemon_name::kind::chronos:
      return chronos_->answer(request, model_.now());
  }
  return {};
}

asio::awaitable<net::http_response> simulation::serve_control(std::weak_ptr<simulation> self,
                                                              net::http_request request) {
  const auto cluster = self.lock();
  if (!cluster) co_return net::text_response(503, "stopping");
  cluster->model_.step(cluster->clock_());
  co_return cluster->control_->answer(request);
}

control_hooks simulation::hooks() {
  control_hooks out;
  out.faults_changed = [this] { apply_refusals(); };
  out.add_agent = [this] { return add_agent(); };
  out.remove_agent = [this](const std::string& address) { return remove_agent(address); };
  out.master_addresses = [this] { return masters_; };
  out.change_master = [this](const std::string& what, int master) { return change_master(what, master); };
  out.door_counts = [this] {
    return json{{"logins", door_.counts().logins},
                {"refused_logins", door_.counts().refused_logins},
                {"refused", door_.counts().refused}};
  };
  out.is_elected_by_zookeeper = options_.access.zookeeper.has_value();
  out.agent_addresses = [this] { return addresses(daemon_name::kind::agent); };
  return out;
}

void simulation::apply_refusals() {
  for (const auto& at : listeners_) {
    const bool refuses = at->is_killed || faults_.refuses(at->name);
    if (refuses && at->server) {
      net::spawn(executor_, "refusal", [server = std::exchange(at->server, nullptr)] {
        return server->stop(std::chrono::milliseconds(0));
      });
    } else if (!refuses && !at->server) {
      if (auto opened = listen(at); !opened)
        log::error("cannot listen again", {{"reason", opened.error().what}});
    }
  }
}

result<std::string> simulation::add_agent() {
  const std::string host = model_.add_agent().host;
  const auto at = add_listener(daemon_name::kind::agent, host, options_.agent_port);
  if (auto opened = listen(at); !opened) {
    listeners_.pop_back();
    model_.drop_agent(host);
    return opened.error();
  }
  model_.find_agent(host)->port = at->port;
  return at->name.address;
}

result<void> simulation::remove_agent(const std::string& address) {
  const auto found =
      std::find_if(listeners_.begin(), listeners_.end(), [&](const std::shared_ptr<listener>& at) {
        return at->name.what == daemon_name::kind::agent && at->name.address == address;
      });
  if (found == listeners_.end()) return failure{errc::invalid, "remove: there is no agent " + address};
  model_.remove_agent((*found)->host);
  if ((*found)->server)
    net::spawn(executor_, "agent removal",
               [server = (*found)->server] { return server->stop(std::chrono::milliseconds(0)); });
  listeners_.erase(found);
  return {};
}

std::vector<std::string> simulation::addresses(daemon_name::kind what) const {
  std::vector<std::string> out;
  for (const auto& at : listeners_)
    if (at->name.what == what) out.push_back(at->name.address);
  return out;
}

json simulation::endpoints() const {
  const std::string scheme = options_.access.tls.cert_file.empty() ? "http://" : "https://";
  const auto urls = [&](daemon_name::kind what) {
    json out = json::array();
    for (const std::string& address : addresses(what)) out.push_back(scheme + address);
    return out;
  };
  json out = {{"masters", urls(daemon_name::kind::master)},
              {"agents", urls(daemon_name::kind::agent)},
              {"marathon", urls(daemon_name::kind::marathon)},
              {"control", "http://127.0.0.1:" + std::to_string(control_server_->port())}};
  if (chronos_) out["chronos"] = urls(daemon_name::kind::chronos);
  return out;
}

}  // namespace mesoscale::simulator
