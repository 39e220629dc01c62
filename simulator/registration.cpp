#include "simulator/registration.hpp"

#include "common/net/lifecycle.hpp"
#include "simulator/json.hpp"

#include <boost/asio/ip/address_v4.hpp>

#include <utility>

namespace mesoscale::simulator {
namespace {

/// Mesos 1.12's MasterInfo as JSON. ip is the address in network order, read as a little-endian number.
std::string info_of(const master_card& card) {
  const auto bytes = asio::ip::make_address_v4(card.host).to_bytes();
  std::uint32_t ip = 0;
  for (int i = 3; i >= 0; --i) ip = ip << 8 | bytes[static_cast<std::size_t>(i)];
  const json info = {
      {"address", {{"hostname", card.host}, {"ip", card.host}, {"port", card.port}}},
      {"capabilities", json::array({{{"type", "AGENT_UPDATE"}}, {{"type", "AGENT_DRAINING"}}})},
      {"hostname", card.host},
      {"id", card.id},
      {"ip", ip},
      {"pid", "master@" + card.host + ':' + std::to_string(card.port)},
      {"port", card.port},
      {"version", "1.12.0"}};
  return info.dump();
}

}  // namespace

registration::registration(asio::any_io_executor executor, zookeeper_address address,
                           std::chrono::milliseconds session_timeout,
                           std::function<void(std::optional<int>)> on_leader)
    : executor_(std::move(executor)),
      address_(std::move(address)),
      session_timeout_(session_timeout),
      on_leader_(std::move(on_leader)) {}

void registration::start() {
  master_watch_options options;
  options.session_timeout = session_timeout_;
  options.on_change = [owner = weak_from_this()](const master_view& view) {
    if (const auto self = owner.lock()) self->take(view);
  };
  watch_ = watch_masters(executor_, address_, std::move(options));
}

void registration::take(const master_view& view) {
  if (!view.is_current) return;
  const master_entry* const leader = view.leader();
  const auto found = leader ? numbers_.find(leader->authority()) : numbers_.end();
  on_leader_(found == numbers_.end() ? std::nullopt : std::optional(found->second));
}

void registration::enter(int master, const master_card& card) {
  numbers_[card.host + ':' + std::to_string(card.port)] = master;
  members_[master] = join_election(executor_, address_, info_of(card), session_timeout_);
}

void registration::leave(int master, bool abruptly) {
  const auto found = members_.find(master);
  if (found == members_.end()) return;
  ++ending_;
  net::spawn(
      executor_, "end of a master in ZooKeeper",
      [self = shared_from_this(), member = found->second, abruptly] { return self->end(member, abruptly); });
  members_.erase(found);
}

asio::awaitable<void> registration::end(std::shared_ptr<election_member> member, bool abruptly) {
  const auto alive = shared_from_this();
  if (abruptly) {
    co_await member->vanish();
  } else {
    co_await member->leave();
  }
  --ending_;
}

asio::awaitable<void> registration::stop() {
  const auto alive = shared_from_this();
  on_leader_ = [](std::optional<int>) {};
  while (!members_.empty()) leave(members_.begin()->first, false);
  if (watch_) co_await watch_->stop();
  while (ending_ > 0) co_await net::pause_for(std::chrono::milliseconds(5));
}

}  // namespace mesoscale::simulator
