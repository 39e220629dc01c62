#include "common/zookeeper/election_member.hpp"

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "common/zookeeper/wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <optional>
#include <utility>

namespace mesoscale {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds pause_between_connections{300};
constexpr std::chrono::seconds longest_exchange{3};
constexpr std::int32_t largest_answer = 1 << 20;
constexpr auto tuple = asio::as_tuple(asio::use_awaitable);

/*
 *   connect --> take the session up (or open one) --> create the node once per session --> ping --+
 *      ^                                                                                 ^--------+
 *      +--- pause <--- connection lost (the session lives on at the server until its timeout) ----+
 *                                                          leave: close the session; vanish: only the connection
 */
class member final : public election_member, public std::enable_shared_from_this<member> {
 public:
  member(asio::any_io_executor executor, zookeeper_address address, std::string content,
         std::chrono::milliseconds timeout)
      : executor_(executor),
        address_(std::move(address)),
        content_(std::move(content)),
        timeout_(timeout),
        socket_(executor),
        resolver_(executor),
        bell_(executor),
        watchdog_(executor) {}

  void start() {
    net::spawn(executor_, "a master in ZooKeeper", [self = shared_from_this()] { return run(self); });
  }

  asio::awaitable<void> leave() override {
    const auto alive = shared_from_this();
    is_stopping_ = true;
    bell_.cancel();
    while (!is_ended_) co_await net::pause_for(std::chrono::milliseconds(5));
  }

  asio::awaitable<void> vanish() override {
    const auto alive = shared_from_this();
    disconnect();
    session_ = {};  // Nothing is left that could be closed.
    co_await leave();
  }

 private:
  static asio::awaitable<void> run(std::shared_ptr<member> self) {
    while (!self->is_stopping_) {
      const bool is_open = co_await self->open();
      while (is_open && !self->is_stopping_) {
        co_await self->wait(std::chrono::milliseconds(self->session_.timeout_ms / 3));
        if (self->is_stopping_) break;
        const auto answer = co_await self->exchange(ping_request());
        if (!answer) break;
      }
      if (self->is_stopping_ && self->socket_.is_open() && self->session_.id != 0)
        co_await self->exchange(close_request(++self->number_));
      self->disconnect();
      if (!self->is_stopping_) co_await self->wait(pause_between_connections);
    }
    self->is_ended_ = true;
  }

  /// A connection with a session and a node in it.
  asio::awaitable<bool> open() {
    const bool is_connected = co_await connect();
    if (!is_connected) co_return false;
    wire_session wanted = session_;
    wanted.timeout_ms = static_cast<std::int32_t>(timeout_.count());
    const auto answer = co_await exchange(connect_request(wanted));
    if (!answer) co_return false;
    const auto session = read_connect_response(*answer);
    if (!session) {
      session_ = {};
      co_return false;
    }
    const bool is_new = session->id != session_.id;
    session_ = *session;
    if (is_new) is_registered_ = false;
    if (is_registered_) co_return true;
    co_return co_await enter();
  }

  asio::awaitable<bool> connect() {
    const std::string& server = address_.servers[next_server_++ % address_.servers.size()];
    const auto colon = server.rfind(':');
    guard();
    const auto [unknown, found] =
        co_await resolver_.async_resolve(server.substr(0, colon), server.substr(colon + 1), tuple);
    if (unknown) co_return false;
    const auto [refused, endpoint] = co_await asio::async_connect(socket_, found, tuple);
    watchdog_.cancel();
    co_return !refused;
  }

  /// The parts of the path one by one, then the node.
  asio::awaitable<bool> enter() {
    for (auto slash = address_.path.find('/', 1);; slash = address_.path.find('/', slash + 1)) {
      const bool is_there =
          co_await create(address_.path.substr(0, slash), std::string(), wire_node::persistent);
      if (!is_there) co_return false;
      if (slash == std::string::npos) break;
    }
    is_registered_ =
        co_await create(address_.path + "/json.info_", content_, wire_node::ephemeral_sequential);
    co_return is_registered_;
  }

  asio::awaitable<bool> create(std::string path, std::string content, wire_node kind) {
    const auto answer = co_await exchange(create_request(++number_, path, content, kind));
    const auto code = answer ? read_code(*answer) : std::nullopt;
    if (code == 0 || (code == wire_node_exists && kind == wire_node::persistent)) co_return true;
    log::warn("cannot register in ZooKeeper",
              {{"path", path}, {"code", code ? std::to_string(*code) : "no answer"}});
    co_return false;
  }

  /// Sends a message and reads one; nothing when the connection is lost.
  asio::awaitable<std::optional<std::string>> exchange(std::string message) {
    guard();
    const auto out = asio::buffer(message);
    const auto [unsent, sent] = co_await asio::async_write(socket_, out, tuple);
    if (unsent) co_return std::nullopt;
    std::array<unsigned char, 4> head{};
    const auto to_head = asio::buffer(head);
    const auto [unread, read] = co_await asio::async_read(socket_, to_head, tuple);
    const auto size = static_cast<std::int32_t>(head[0] << 24 | head[1] << 16 | head[2] << 8 | head[3]);
    if (unread || size < 0 || size > largest_answer) co_return std::nullopt;
    std::string answer(static_cast<std::size_t>(size), '\0');
    const auto to_answer = asio::buffer(answer);
    const auto [broken, got] = co_await asio::async_read(socket_, to_answer, tuple);
    watchdog_.cancel();
    if (broken) co_return std::nullopt;
    co_return answer;
  }

  /// Cuts off what takes too long.
  void guard() {
    watchdog_.expires_after(longest_exchange);
    watchdog_.async_wait([owner = weak_from_this()](const boost::system::error_code& stopped) {
      const auto self = owner.lock();
      if (self && !stopped) self->disconnect();
    });
  }

  void disconnect() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    resolver_.cancel();
    watchdog_.cancel();
  }

  asio::awaitable<void> wait(std::chrono::milliseconds span) {
    bell_.expires_after(span);
    co_await bell_.async_wait(tuple);
  }

  asio::any_io_executor executor_;
  zookeeper_address address_;
  std::string content_;
  std::chrono::milliseconds timeout_;
  tcp::socket socket_;
  tcp::resolver resolver_;
  asio::steady_timer bell_;      ///< cancelled when we stop
  asio::steady_timer watchdog_;  ///< of the exchange in progress
  wire_session session_;
  std::size_t next_server_ = 0;
  std::int32_t number_ = 0;     ///< of the last request
  bool is_registered_ = false;  ///< the session has its node
  bool is_stopping_ = false;
  bool is_ended_ = false;
};

}  // namespace

std::shared_ptr<election_member> join_election(asio::any_io_executor executor, zookeeper_address address,
                                               std::string content,
                                               std::chrono::milliseconds session_timeout) {
  const auto made =
      std::make_shared<member>(std::move(executor), std::move(address), std::move(content), session_timeout);
  made->start();
  return made;
}

}  // namespace mesoscale
