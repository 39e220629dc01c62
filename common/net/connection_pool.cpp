#include "common/net/connection_pool.hpp"

#include "common/net/tls_context.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace mesoscale::net {

namespace {

constexpr std::chrono::seconds sweep_interval{1};

using stream_result = result<std::unique_ptr<byte_stream>>;

/// The settings as one text, to tell connections apart; line feeds stand in no path that works.
std::string text_of(const tls_client_options& tls) {
  return tls.ca_file + "\n" + tls.cert_file + "\n" + tls.key_file + "\n" + tls.server_name + "\n" +
         (tls.insecure_skip_verify ? "1" : "0");
}

failure connect_failure(const boost::system::error_code& error, const asio::ip::address& address,
                        std::uint16_t port) {
  const auto shown =
      (address.is_v6() ? "[" + address.to_string() + "]" : address.to_string()) + ":" + std::to_string(port);
  return failure{classify(error, io_phase::connecting),
                 "cannot connect to " + shown + ": " + describe(error)};
}

}  // namespace

connection_pool::connection_pool(asio::any_io_executor executor, std::size_t max_idle_per_server,
                                 std::chrono::milliseconds idle_timeout)
    : executor_(executor),
      max_idle_per_server_(max_idle_per_server),
      idle_timeout_(idle_timeout),
      resolver_(executor) {}

connection_pool::server_key connection_pool::key_of(const url& to, const tls_client_options& tls) {
  return {to.scheme, to.host, to.port, to.scheme == "https" ? text_of(tls) + file_stamp(tls) : std::string()};
}

/// Closes what was kept too long or was closed by its peer, of all servers: nothing else would close the connections to a
/// server that is not asked any more. Looks at each connection, so not at every request.
void connection_pool::drop_old() {
  const auto now = clock::now();
  if (now - last_sweep_ < sweep_interval) return;
  last_sweep_ = now;
  for (auto& [server, streams] : kept_) {
    std::erase_if(streams, [&](const kept_stream& kept) { return !is_usable(kept); });
  }
  std::erase_if(kept_, [](const auto& server) { return server.second.empty(); });
}

bool connection_pool::is_usable(const kept_stream& kept) const {
  return clock::now() - kept.since < idle_timeout_ && kept.stream->is_quiet();
}

std::unique_ptr<byte_stream> connection_pool::take_kept(const url& to, const tls_client_options& tls) {
  drop_old();
  const auto found = kept_.find(key_of(to, tls));
  if (found == kept_.end()) return nullptr;
  auto& streams = found->second;
  while (!streams.empty()) {
    auto kept = std::move(streams.back());
    streams.pop_back();
    if (is_usable(kept)) return std::move(kept.stream);
  }
  kept_.erase(found);
  return nullptr;
}

void connection_pool::keep(const url& to, const tls_client_options& tls,
                           std::unique_ptr<byte_stream> stream) {
  drop_old();
  if (max_idle_per_server_ == 0) return;
  auto& streams = kept_[key_of(to, tls)];
  if (streams.size() >= max_idle_per_server_) streams.pop_front();
  streams.push_back({std::move(stream), clock::now()});
}

result<std::shared_ptr<asio::ssl::context>> connection_pool::context_for(const tls_client_options& tls) {
  auto& entry = contexts_[text_of(tls)];
  auto stamp = file_stamp(tls);
  if (entry.context && entry.stamp == stamp) return entry.context;
  auto made = make_context(tls);
  if (!made) return made.error();
  entry = tls_entry{std::move(stamp), *made};
  return entry.context;
}

asio::awaitable<stream_result> connection_pool::open(url to, tls_client_options tls, deadline until) {
  std::shared_ptr<asio::ssl::context> context;
  if (to.scheme == "https") {
    auto made = context_for(tls);
    if (!made) co_return made.error();
    context = *made;
  }
  auto found = co_await resolver_.look_up(to.host, until);
  if (!found) co_return found.error();

  std::optional<failure> last_failure;
  const auto& addresses = *found;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    // One address that swallows everything must not use up the time of the others.
    const auto now = clock::now();
    const auto share = std::min(until, now + (until - now) / static_cast<long>(addresses.size() - i));
    const auto name = tls.server_name.empty() ? to.host : tls.server_name;
    auto stream = make_client_stream(executor_, context, name);
    const auto error = co_await stream->connect(asio::ip::tcp::endpoint(addresses[i], to.port), share);
    if (error) {
      last_failure = connect_failure(error, addresses[i], to.port);
      continue;
    }
    auto shaken = co_await stream->handshake(until);
    if (!shaken) co_return shaken.error();
    co_return std::move(stream);
  }
  co_return *last_failure;
}

}  // namespace mesoscale::net
