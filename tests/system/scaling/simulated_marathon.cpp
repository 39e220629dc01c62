#include "tests/system/scaling/simulated_marathon.hpp"

#include <boost/asio/co_spawn.hpp>

#include <stdexcept>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

/// In real time; only an answer that never comes is waited for so long.
constexpr milliseconds answer_timeout{2'000};

asio::awaitable<net::http_response> answer_to(std::shared_ptr<net::http_client> client,
                                              net::client_request request) {
  const net::deadline until = net::after(std::chrono::seconds(10));
  auto got = co_await client->send(std::move(request), until);
  if (!got) throw std::runtime_error(got.error().what);
  co_return std::move(got).value();
}

}  // namespace

simulated_marathon::simulated_marathon(std::function<instant()> now) {
  simulator::program_options options;
  options.cluster.masters = options.cluster.agents = 1;
  options.cluster.agent_cpus = 100'000;
  options.cluster.agent_mem = 100'000'000;
  options.cluster.start_delay = std::chrono::seconds(3);
  options.master_port = options.agent_port = options.marathon_port = options.control_port = 0;
  const auto clock = [now = std::move(now)] { return simulator::instant(now()); };
  cluster_ = std::make_shared<simulator::simulation>(io.get_executor(), std::move(options), clock);
  if (const auto started = cluster_->start(); !started) throw std::runtime_error(started.error().what);
  client_ = net::make_http_client(io.get_executor());
  url_ = cluster_->endpoints().at("marathon").at(0);
  control_url_ = cluster_->endpoints().at("control");
}

std::shared_ptr<marathon_api> simulated_marathon::connect(const std::string& name, const rule_file& rules) {
  const marathon_settings* const settings = rules.find_marathon(name);
  if (!settings) return nullptr;
  auto& place = connected_[name];
  const auto note = [this](const std::string& code) { codes.push_back(code); };
  if (!place) place = make_marathon_client(client_, *settings, note, answer_timeout);
  return place;
}

std::string simulated_marathon::complete(std::string rules_text) const {
  const std::string word = "MARATHON";
  if (const auto at = rules_text.find(word); at != std::string::npos)
    rules_text.replace(at, word.size(), url_);
  return rules_text;
}

net::http_response simulated_marathon::ask(const std::string& method, const std::string& target,
                                           const std::string& body) {
  net::client_request request;
  request.method = method;
  request.to = parse_url(target).value();
  request.body = body;
  if (!body.empty()) request.headers.set("Content-Type", "application/json");
  net::http_response out;
  std::exception_ptr error;
  asio::co_spawn(io, answer_to(client_, std::move(request)),
                 [&](std::exception_ptr thrown, net::http_response got) {
                   error = thrown;
                   out = std::move(got);
                   io.stop();
                 });
  io.restart();
  io.run();
  if (error) std::rethrow_exception(error);
  return out;
}

json simulated_marathon::control(const std::string& method, const std::string& path, const json& body) {
  const auto answer = ask(method, control_url_ + path, body.is_null() ? "" : body.dump());
  if (answer.status != 200) throw std::runtime_error(path + ": " + answer.body);
  return json::parse(answer.body);
}

void simulated_marathon::set_fault(json one) {
  if (!one.contains("target")) one["target"] = "marathon";
  control("PUT", "/control/faults", one);
}

void simulated_marathon::add(const json& app) {
  const auto answer = ask("POST", url_ + "/v2/apps", app.dump());
  if (answer.status != 201) throw std::runtime_error(answer.body);
}

void simulated_marathon::put(const std::string& app, const json& change, bool force) {
  const auto answer = ask("PUT", url_ + "/v2/apps" + app + (force ? "?force=true" : ""), change.dump());
  if (answer.status != 200) throw std::runtime_error(answer.body);
}

std::vector<seen_put> simulated_marathon::puts(const std::string& app) {
  const instant begin = from_ms(1'800'000'000'000);
  std::vector<seen_put> out;
  const json log = control("GET", "/control/puts");
  for (const json& one : log.at("puts")) {
    if (one.at("method") != "PUT" || one.at("app") != app) continue;
    seen_put put;
    const auto when = parse_time(one.at("time").get<std::string>());
    put.second = std::chrono::duration<double>(when.value().value() - begin).count();
    if (one.at("to").is_number()) put.to = one.at("to");
    put.status = one.at("status");
    put.force = one.at("force");
    put.is_effective = one.at("effective");
    out.push_back(put);
  }
  return out;
}

std::int64_t simulated_marathon::instances(const std::string& app) {
  const json state = control("GET", "/control/state");
  for (const json& one : state.at("apps")) {
    if (one.at("id") == app) return one.at("instances");
  }
  return -1;
}

}  // namespace mesoscale::webhook
