#include "tests/webhook/live/loop.hpp"

#include "common/core/url.hpp"
#include "common/core/yaml.hpp"
#include "common/net/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace mesoscale::webhook {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds patience{20};

std::string make_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "mesoscale-live-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  return pattern;
}

/// A port that nobody listens on; the webhook gets the same one after each restart.
std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ::ntohs(address.sin_port);
}

void write_file(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

}  // namespace

http_answer ask(const std::string& method, const std::string& target, const std::string& body,
                const std::string& authorization) {
  boost::asio::io_context io;
  const auto client = net::make_http_client(io.get_executor());
  net::client_request request;
  request.method = method;
  request.to = parse_url(target).value();
  request.body = body;
  if (!body.empty()) request.headers.set("Content-Type", "application/json");
  if (!authorization.empty()) request.headers.set("Authorization", authorization);
  http_answer out;
  auto send = [](std::shared_ptr<net::http_client> with, net::client_request what,
                 http_answer* into) -> boost::asio::awaitable<void> {
    const net::deadline until = net::after(std::chrono::seconds(10));
    const auto got = co_await with->send(std::move(what), until);
    if (got) into->status = got->status, into->body = got->body;
  };
  boost::asio::co_spawn(io, send(client, std::move(request), &out), [&io](std::exception_ptr) { io.stop(); });
  io.run();
  return out;
}

bool comes_true(const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < until) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return condition();
}

json firing(const std::string& name, const std::string& app, const std::string& fingerprint) {
  return {{"status", "firing"},
          {"labels", {{"alertname", name}, {"marathon_app", app}, {"id", fingerprint}}},
          {"annotations", json::object()},
          {"startsAt", "2026-11-22T06:43:54.745Z"},
          {"endsAt", "0001-01-01T00:00:00Z"},
          {"generatorURL", ""},
          {"fingerprint", fingerprint}};
}

json small_app(const std::string& id, int instances) {
  return {{"id", id}, {"cmd", "sleep 100"}, {"cpus", 0.1}, {"mem", 16}, {"instances", instances}};
}

json resolved(json alert) {
  alert["status"] = "resolved";
  alert["endsAt"] = "2026-11-22T06:50:00.000Z";
  return alert;
}

std::string notification_of(const std::vector<json>& alerts) {
  return json{{"receiver", "scale"}, {"status", "firing"},  {"alerts", alerts},
              {"version", "4"},      {"groupKey", "{}:{}"}, {"externalURL", "http://alertmanager:9093"},
              {"truncatedAlerts", 0}}
      .dump();
}

loop::loop(const json& apps, const std::string& start_delay, int followers, const std::string& era,
           const std::vector<std::string>& flags,
           const std::vector<std::pair<std::string, std::string>>& files)
    : folder_(make_folder()), port_(free_port()) {
  for (const auto& [name, text] : files) write_file(folder_ + "/" + name, text);
  write_file(folder_ + "/apps.json", apps.dump());
  const std::string endpoints = folder_ + "/endpoints.json";
  launch what;
  what.words = {std::string(BINARY_DIR) + "/simulator/mesoscale-simulator",
                "--masters=1",
                "--agents=1",
                "--agent.cpus=100000",
                "--agent.mem=100000000",
                "--mesos.master-port=0",
                "--mesos.agent-port=0",
                "--marathon.port=0",
                "--marathon.followers=" + std::to_string(followers),
                "--era=" + era,
                "--control.port=0",
                "--start-delay=" + start_delay,
                "--app-file=" + folder_ + "/apps.json",
                "--endpoints.file=" + endpoints};
  for (std::string flag : flags) {
    if (const auto at = flag.find("FOLDER"); at != std::string::npos) flag.replace(at, 6, folder_);
    what.words.push_back(std::move(flag));
  }
  what.output_file = folder_ + "/simulator.log";
  simulator_ = std::make_unique<child_process>(what);
  json found;
  const bool is_up = comes_true([&] {
    const auto text = read_file(endpoints);
    found = json::parse(text ? *text : "", nullptr, false);
    return found.is_object() || !simulator_->is_running();
  });
  if (!is_up || !found.is_object()) throw std::runtime_error("the simulator did not start");
  marathon_ = found.at("marathon").at(0);
  if (followers > 0) follower_ = found.at("marathon").at(1);
  control_ = found.at("control");
  master_ = found.at("masters").at(0);
}

loop::~loop() {
  webhook_.reset();
  simulator_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void loop::write_rules(std::string text) {
  for (const auto& [word, url] : {std::pair<std::string, std::string>("MARATHON", marathon_),
                                  {"FOLLOWER", follower_},
                                  {"MASTER", master_}}) {
    const auto at = text.find(word);
    if (at != std::string::npos) text.replace(at, word.size(), url);
  }
  write_file(folder_ + "/rules.yml", text);
}

void loop::start_webhook(const webhook_options& options) {
  launch what;
  const std::string vfs = options.vfs.empty() ? "" : "?vfs=" + options.vfs;
  what.words = {std::string(BINARY_DIR) + "/webhook/mesoscale-webhook", "serve",
                "--config.file=" + folder_ + "/rules.yml", "--storage=sqlite:" + folder_ + "/state.db" + vfs,
                "--web.listen-address=127.0.0.1:" + std::to_string(port_)};
  what.words.insert(what.words.end(), options.flags.begin(), options.flags.end());
  what.environment = options.environment;
  if (!options.failpoint.empty()) what.environment.emplace_back("MESOSCALE_FAILPOINT", options.failpoint);
  what.output_file = folder_ + "/webhook.log";
  what.file_size_limit = options.file_size_limit;
  webhook_.reset();
  webhook_ = std::make_unique<child_process>(what);
}

bool loop::start_and_wait(const webhook_options& options) {
  start_webhook(options);
  comes_true([this] { return request("GET", "/-/ready").status == 200 || !webhook_->is_running(); });
  return webhook_->is_running();
}

std::string loop::webhook_url() const { return "http://127.0.0.1:" + std::to_string(port_); }

std::string loop::output() const {
  const auto text = read_file(folder_ + "/webhook.log");
  return text ? *text : std::string();
}

std::vector<json> loop::decisions() const {
  const json answer = request("GET", "/api/v1/decisions?limit=10000").parsed();
  if (!answer.is_object() || answer.value("status", "") != "success") return {};
  std::vector<json> list = answer["data"]["decisions"];
  std::reverse(list.begin(), list.end());
  return list;
}

std::vector<json> loop::decisions_about(const std::string& app) const {
  std::vector<json> out;
  for (json& d : decisions()) {
    if (d.at("app") == app) out.push_back(std::move(d));
  }
  return out;
}

std::size_t loop::count_decisions(const std::string& app, const std::string& key,
                                  const std::string& value) const {
  const auto all = decisions();
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const json& d) {
    return (app.empty() || d.at("app") == app) && d.at(key) == value;
  }));
}

bool loop::comes(const std::string& app, const std::string& key, const std::string& value) const {
  return comes_true([&] { return count_decisions(app, key, value) > 0; });
}

bool loop::page_has(const std::string& line) const {
  return request("GET", "/metrics").body.find("\n" + line + "\n") != std::string::npos;
}

std::size_t loop::faults_left() const {
  const json answer = ask("GET", control_ + "/control/faults").parsed();
  return answer.is_object() ? answer.at("faults").size() : 0;
}

std::vector<json> loop::effective_puts_to(const std::string& app) const {
  std::vector<json> out;
  for (json& put : effective_puts()) {
    if (put.at("app") == app) out.push_back(std::move(put));
  }
  return out;
}

void loop::set_fault(json fault) const {
  if (!fault.contains("target")) fault["target"] = "marathon";
  const http_answer answer = ask("PUT", control_ + "/control/faults", fault.dump());
  if (answer.status != 200) throw std::runtime_error(answer.body);
}

http_answer loop::put_app(const std::string& app, const json& change) const {
  return ask("PUT", marathon_ + "/v2/apps" + app, change.dump());
}

std::vector<json> loop::puts() const {
  const json answer = ask("GET", control_ + "/control/puts").parsed();
  return answer.is_object() ? answer.at("puts").get<std::vector<json>>() : std::vector<json>();
}

std::vector<json> loop::put_requests() const {
  std::vector<json> out;
  for (json& put : puts()) {
    if (put.at("method") == "PUT") out.push_back(std::move(put));
  }
  return out;
}

std::vector<json> loop::effective_puts() const {
  std::vector<json> out;
  for (const json& put : puts()) {
    if (put.at("method") == "PUT" && put.at("effective") == true) out.push_back(put);
  }
  return out;
}

std::int64_t loop::instances(const std::string& app) const {
  const json state = ask("GET", control_ + "/control/state").parsed();
  if (!state.is_object()) return -1;
  for (const json& a : state.at("apps")) {
    if (a.at("id") == app) return a.at("instances");
  }
  return -1;
}

}  // namespace mesoscale::webhook
