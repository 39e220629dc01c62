#include "tests/exporter/fake_cluster.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "common/net/gather.hpp"
#include "common/net/lifecycle.hpp"

namespace mesoscale::exporter::testing {

net::http_response captured(const std::string& file) {
  std::istringstream lines(read_fixture(file + ".headers"));
  std::string line;
  std::getline(lines, line);
  net::http_response response;
  response.status = std::stoi(line.substr(line.find(' ') + 1));
  while (std::getline(lines, line)) {
    if (line.ends_with('\r')) line.pop_back();
    const auto colon = line.find(": ");
    const std::string name = line.substr(0, colon);
    for (const char* wanted : {"Content-Type", "Location", "WWW-Authenticate"}) {
      if (name == wanted) response.headers.set(name, line.substr(colon + 2));
    }
  }
  response.body = read_fixture(file + ".body");
  return response;
}

net::http_response json(std::string body) { return net::json_response(200, std::move(body)); }

daemon::daemon(asio::io_context& io) : io_(io) {
  net::server_options options;
  options.listen_address = "127.0.0.1:0";
  server_ = net::make_http_server(io.get_executor(), options,
                                  [this](net::http_request request) { return answer(std::move(request)); });
  const auto started = server_->start();
  EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().what);
  port_ = server_->port();
}

std::size_t daemon::asked(const std::string& path) const {
  return static_cast<std::size_t>(std::ranges::count(asked_, path));
}

asio::awaitable<bool> stopped(std::shared_ptr<net::http_server> server) {
  co_await server->stop(std::chrono::milliseconds(10));
  co_return true;
}

asio::awaitable<bool> stopped(program& one) {
  co_await one.stop();
  co_return true;
}

void daemon::leave() { run(io_, stopped(server_)); }

asio::awaitable<net::http_response> daemon::answer(net::http_request request) {
  asked_.push_back(request.path);
  if (!login_.empty() && request.headers.get("Authorization") != login_)
    co_return captured("mesos/answers/unauthorized");
  if (always_) co_return *always_;
  const auto at = answers_.find(request.path);
  co_return at == answers_.end() ? captured("mesos/answers/not_found") : at->second;
}

daemon& fake_cluster::add(target_kind kind) {
  daemon& made = *daemons_.emplace_back(std::make_unique<daemon>(io));
  auto& urls = kind == target_kind::marathon      ? targets_.marathons
               : kind == target_kind::chronos     ? targets_.chronoses
               : kind == target_kind::mesos_agent ? targets_.agents
                                                  : targets_.masters;
  urls.push_back(parse_url("http://" + made.address()).value());
  return made;
}

daemon& fake_cluster::add_master(const std::string& capture) {
  daemon& made = add(target_kind::mesos_master);
  made.say("/metrics/snapshot", captured("mesos/" + capture + "/metrics_snapshot"));
  made.say("/slaves", captured("mesos/answers/standby_redirect"));
  if (capture == "leader") {
    for (const std::string list : {"roles", "state-summary", "weights"})
      made.say("/" + list, captured("mesos/leader/" + list));
    made.say("/maintenance/schedule", captured("mesos/leader/maintenance_schedule"));
    made.say("/maintenance/status", captured("mesos/leader/maintenance_status"));
  }
  return made;
}

daemon& fake_cluster::add_agent(const std::string& capture) {
  daemon& made = *daemons_.emplace_back(std::make_unique<daemon>(io));
  for (const char* path : {"metrics_snapshot", "containers"}) {
    std::string where = std::string("/") + path;
    std::ranges::replace(where, '_', '/');
    made.say(where, captured("mesos/" + capture + "/" + path));
  }
  return made;
}

daemon& fake_cluster::add_marathon() {
  daemon& made = add(target_kind::marathon);
  made.say("/v2/apps", json(read_fixture("marathon/app_list.json")));
  made.say("/v2/deployments", json(read_fixture("marathon/deployments.json")));
  for (const std::string name : {"groups", "info", "leader", "queue", "tasks"}) {
    made.say("/v2/" + name, json(read_fixture("marathon/1_11/" + name + ".json")));
  }
  made.say("/metrics", json(read_fixture("marathon/1_11/metrics.json")));
  return made;
}

void fake_cluster::list_agents(daemon& master, const std::vector<const daemon*>& agents) {
  std::string body = R"({"slaves":[)";
  for (std::size_t i = 0; i < agents.size(); ++i) {
    body += (i == 0 ? "" : ",") + std::string(R"({"id":"S)") + std::to_string(i) + R"(","pid":"slave(1)@)" +
            agents[i]->address() + R"("})";
  }
  master.say("/slaves", json(body + R"(],"recovered_slaves":[]})"));
}

void fake_cluster::start(exporter_options options) {
  const auto append = [](std::vector<url>& to, const std::vector<url>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  append(options.masters, targets_.masters);
  append(options.agents, targets_.agents);
  append(options.marathons, targets_.marathons);
  append(options.chronoses, targets_.chronoses);
  options.listen_address = "127.0.0.1:0";
  if (exporter_) run(io, stopped(*exporter_));
  exporter_ = std::make_unique<program>(io.get_executor(), std::move(options));
  const auto started = exporter_->start();
  ASSERT_TRUE(started.ok()) << started.error().what;
  client_ = net::make_http_client(io.get_executor());
}

net::http_response fake_cluster::get(const std::string& path, const net::header_list& headers) {
  return run(io, fetch(path, headers));
}

page fake_cluster::scrape(const std::string& query) {
  const auto response = get("/metrics" + query);
  EXPECT_EQ(response.status, 200);
  return read_page(response.body);
}

std::vector<net::http_response> fake_cluster::scrape_many(std::size_t count, std::size_t at_once) {
  return run(io, fetch_many(count, at_once));
}

asio::awaitable<bool> rested() {
  co_await net::pause_for(std::chrono::milliseconds(20));
  co_return true;
}

std::size_t fake_cluster::open_descriptors(std::size_t wanted) {
  std::size_t open = 0;
  for (int i = 0; i < 25; ++i) {
    run(io, rested());
    open = 0;
    for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator("/proc/self/fd")) ++open;
    if (open <= wanted) break;
  }
  return open;
}

asio::awaitable<net::http_response> fake_cluster::fetch(std::string path, net::header_list headers) {
  net::client_request request;
  request.to = parse_url("http://127.0.0.1:" + std::to_string(exporter_->port()) + path).value();
  request.headers = std::move(headers);
  auto response = co_await client_->send(std::move(request), net::after(std::chrono::seconds(60)));
  if (!response.ok()) co_return net::text_response(0, response.error().what);
  co_return std::move(response).value();
}

asio::awaitable<void> fake_cluster::fetch_into(std::string path, net::http_response* into) {
  net::header_list no_headers;
  *into = co_await fetch(std::move(path), std::move(no_headers));
}

asio::awaitable<std::vector<net::http_response>> fake_cluster::fetch_many(std::size_t count,
                                                                          std::size_t at_once) {
  std::vector<net::http_response> responses(count);
  std::vector<net::work> pieces;
  for (net::http_response& one : responses) {
    pieces.push_back([this, into = &one] { return fetch_into("/metrics", into); });
  }
  co_await net::gather_until(std::move(pieces), at_once, net::after(std::chrono::minutes(5)));
  co_return responses;
}

}  // namespace mesoscale::exporter::testing
