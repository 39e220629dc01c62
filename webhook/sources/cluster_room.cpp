#include "webhook/sources/cluster_room.hpp"

#include "common/core/log.hpp"

#include <algorithm>
#include <limits>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds answer_lifetime{5'000};
constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

std::int64_t times(std::int64_t need, std::int64_t free) {
  return need <= 0 ? no_limit : std::max<std::int64_t>(0, free) / need;
}

/// Ends a flight however its coroutine ends: those who wait must not wait for ever.
struct landing {
  net::flight<free_resources>& of;
  std::shared_ptr<const free_resources> found = {};
  ~landing() { of.end(found); }
};

}  // namespace

std::int64_t room_for(const resource_need& need, const free_resources& free) {
  std::int64_t sum = 0;
  for (const resource_need& agent : free) {
    const std::int64_t fits = std::min({times(need.cpus, agent.cpus), times(need.mem, agent.mem),
                                        times(need.disk, agent.disk), times(need.gpus, agent.gpus)});
    sum = saturating_add(sum, fits);
  }
  return sum;
}

cluster_room::cluster_room(std::shared_ptr<net::http_client> client, const mesos_settings& how,
                           std::chrono::milliseconds timeout)
    : client_(std::move(client)),
      masters_(how.masters),
      how_(net::make_access(how.http, client_)),
      timeout_(timeout) {}

asio::awaitable<std::optional<std::int64_t>> cluster_room::find(resource_need need) {
  agents found;
  if (net::clock::now() < fresh_until_) {
    found = looking_.last();
  } else if (looking_.is_under_way()) {
    found = co_await looking_.join(looking_.until());
  } else {
    found = co_await look();
  }
  if (!found) co_return std::nullopt;
  co_return room_for(need, *found);
}

asio::awaitable<std::shared_ptr<const free_resources>> cluster_room::look() {
  looking_.begin(net::after(timeout_ * masters_.size()));
  landing end{looking_};
  std::string why;
  for (const url& master : masters_) {
    auto found = co_await ask(master);
    if (found) {
      end.found = std::make_shared<const free_resources>(std::move(*found));
      fresh_until_ = net::clock::now() + answer_lifetime;
      co_return end.found;
    }
    why = master.authority() + ": " + found.error().what;
  }
  log::warn("the room in the cluster is not known", {{"reason", why}});
  co_return nullptr;
}

asio::awaitable<result<free_resources>> cluster_room::ask(url master) {
  agents_reader reader;
  net::client_request request;
  request.to = master.below("/slaves");
  request.headers.set("Accept", "application/json");
  request.how = how_;
  request.body_sink = [&reader](std::string_view piece) { return reader.feed(piece); };
  const net::deadline until = net::after(timeout_);
  const auto response = co_await client_->send(std::move(request), until);
  if (!response) co_return response.error();
  if (response->status != 200) co_return failure{errc::http_4xx, "HTTP " + std::to_string(response->status)};
  co_return reader.finish();
}

}  // namespace mesoscale::webhook
