#include "webhook/sources/cluster_room.hpp"

#include "common/core/log.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

constexpr std::chrono::milliseconds answer_lifetime{5'000};
constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

std::int64_t thousandths(const json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_number() ? std::llround(it->get<double>() * 1000) : 0;
}

resource_need read_resources(const json& from) {
  return {thousandths(from, "cpus"), thousandths(from, "mem"), thousandths(from, "disk"),
          thousandths(from, "gpus")};
}

bool is_active(const json& agent) {
  const auto it = agent.find("active");
  return it == agent.end() || !it->is_boolean() || it->get<bool>();
}

std::int64_t times(std::int64_t need, std::int64_t free) {
  return need <= 0 ? no_limit : std::max<std::int64_t>(0, free) / need;
}

}  // namespace

result<free_resources> read_agents(const net::http_response& response) {
  if (response.status != 200) return failure{errc::http_4xx, "HTTP " + std::to_string(response.status)};
  const json body = json::parse(response.body, nullptr, false);
  const auto list = body.is_object() ? body.find("slaves") : body.end();
  if (list == body.end() || !list->is_array())
    return failure{errc::wrong_shape, "found no list of agents, expected slaves"};
  // A master that has just been elected knows its agents from the registry only, until they have registered again.
  const auto recovered = body.find("recovered_slaves");
  const bool is_recovering = recovered != body.end() && recovered->is_array() && !recovered->empty();
  if (list->empty() || is_recovering)
    return failure{errc::wrong_shape, "found " + std::to_string(list->size()) + " agents and " +
                                          std::to_string(is_recovering ? recovered->size() : 0) +
                                          " that have not registered again, expected all of them"};
  free_resources out;
  for (const json& agent : *list) {
    if (!agent.is_object() || !agent.contains("resources") || !agent.contains("used_resources"))
      return failure{errc::wrong_shape, "found an agent without resources and used_resources"};
    if (!is_active(agent)) continue;
    const resource_need all = read_resources(agent["resources"]);
    const resource_need used = read_resources(agent["used_resources"]);
    out.push_back({all.cpus - used.cpus, all.mem - used.mem, all.disk - used.disk, all.gpus - used.gpus});
  }
  return out;
}

std::int64_t room_for(const resource_need& need, const free_resources& free) {
  std::int64_t sum = 0;
  for (const resource_need& agent : free) {
    const std::int64_t fits = std::min({times(need.cpus, agent.cpus), times(need.mem, agent.mem),
                                        times(need.disk, agent.disk), times(need.gpus, agent.gpus)});
    sum = saturating_add(sum, fits);
  }
  return sum;
}

cluster_room::cluster_room(std::shared_ptr<net::http_client> client,
                           const std::vector<server_settings>& masters, std::chrono::milliseconds timeout)
    : client_(std::move(client)), timeout_(timeout) {
  for (const server_settings& one : masters)
    masters_.push_back({one.to, net::make_access(one.http, client_)});
}

asio::awaitable<std::optional<std::int64_t>> cluster_room::find(resource_need need) {
  if (net::clock::now() < last_until_) co_return room_for(need, last_);
  std::string why = "no master is configured";
  for (const master& one : masters_) {
    net::client_request request;
    request.to = one.to.with_path((one.to.path == "/" ? std::string() : one.to.path) + "/slaves");
    request.headers.set("Accept", "application/json");
    request.how = one.how;
    const net::deadline until = net::after(timeout_);
    const auto response = co_await client_->send(std::move(request), until);
    auto agents = response ? read_agents(*response) : result<free_resources>(response.error());
    if (!agents) {
      why = one.to.authority() + ": " + agents.error().what;
      continue;
    }
    last_ = std::move(*agents);
    last_until_ = net::clock::now() + answer_lifetime;
    co_return room_for(need, last_);
  }
  log::warn("the room in the cluster is not known", {{"reason", why}});
  co_return std::nullopt;
}

}  // namespace mesoscale::webhook
