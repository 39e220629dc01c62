// How many more instances of an app the agents have room for, from the leading master's list of agents. An answer serves for a
// few seconds, because the list of a large cluster is large.
#pragma once

#include "common/net/http_client.hpp"
#include "webhook/marathon/answer.hpp"
#include "webhook/rules/rule_file.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace mesoscale::webhook {

/// What is free on each active agent, in the units of resource_need.
using free_resources = std::vector<resource_need>;

/// Reads an answer of GET /slaves. Failure when it has no agents, some without used_resources, or when agents have yet to register
/// again with a new master: then nothing is known.
result<free_resources> read_agents(const net::http_response& response);

/// The sum over the agents of how often the need fits, each resource for itself. An app that needs nothing fits without end.
std::int64_t room_for(const resource_need& need, const free_resources& free);

class cluster_room {
 public:
  cluster_room(std::shared_ptr<net::http_client> client, const std::vector<server_settings>& masters,
               std::chrono::milliseconds timeout = std::chrono::seconds(10));

  /// Nothing: no master answered, so the room is not known.
  boost::asio::awaitable<std::optional<std::int64_t>> find(resource_need need);

 private:
  struct master {
    url to;
    std::shared_ptr<const net::access> how;
  };

  std::shared_ptr<net::http_client> client_;
  std::vector<master> masters_;
  std::chrono::milliseconds timeout_;
  free_resources last_;
  net::deadline last_until_{};
};

}  // namespace mesoscale::webhook
