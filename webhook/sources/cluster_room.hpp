// How many more instances of an app the agents have room for, from the leading master's list of agents. An answer serves for a
// few seconds, and for all who ask meanwhile, because the list of a large cluster is large.
#pragma once

#include "common/net/flight.hpp"
#include "common/net/http_client.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/sources/agents_reader.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace mesoscale::webhook {

/// The sum over the agents of how often the need fits, each resource for itself. An app that needs nothing fits without end.
std::int64_t room_for(const resource_need& need, const free_resources& free);

class cluster_room {
 public:
  cluster_room(std::shared_ptr<net::http_client> client, const mesos_settings& how,
               std::chrono::milliseconds timeout = std::chrono::seconds(10));

  /// Nothing: no master answered, so the room is not known.
  boost::asio::awaitable<std::optional<std::int64_t>> find(resource_need need);

 private:
  using agents = std::shared_ptr<const free_resources>;

  boost::asio::awaitable<agents> look();
  boost::asio::awaitable<result<free_resources>> ask(url master);

  std::shared_ptr<net::http_client> client_;
  std::vector<url> masters_;
  std::shared_ptr<const net::access> how_;
  std::chrono::milliseconds timeout_;
  net::flight<free_resources> looking_;
  net::deadline fresh_until_{};
};

}  // namespace mesoscale::webhook
