#include "common/zookeeper/election_member.hpp"

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "common/net/offload.hpp"
#include "common/zookeeper/zookeeper_session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace mesoscale {
namespace {

constexpr std::chrono::milliseconds pause_between_sessions{500};
/// How long the client library may take to notice that it is to lose its connection.
constexpr std::chrono::seconds longest_goodbye{3};

class member final : public election_member, public std::enable_shared_from_this<member> {
 public:
  member(asio::any_io_executor executor, zookeeper_address address, std::string content,
         std::chrono::milliseconds timeout)
      : executor_(executor),
        address_(std::move(address)),
        content_(std::move(content)),
        timeout_(timeout),
        bell_(executor),
        pool_(1) {}

  ~member() override { pool_.join(); }

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
    is_abandoning_ = true;
    co_await leave();
  }

 private:
  static asio::awaitable<void> run(std::shared_ptr<member> self) {
    while (!self->is_stopping_) {
      co_await self->open();
      while (self->session_ && !self->is_over_ && !self->is_stopping_) co_await self->wait(timeout_of_a_wait);
      if (self->is_abandoning_ && self->is_connected_) co_await self->abandon();
      co_await self->close();
      if (!self->is_stopping_) co_await self->wait(pause_between_sessions);
    }
    self->is_ended_ = true;
  }

  static constexpr std::chrono::minutes timeout_of_a_wait{1};

  asio::awaitable<void> wait(std::chrono::milliseconds span) {
    bell_.expires_after(span);
    co_await bell_.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  asio::awaitable<void> open() {
    is_over_ = is_connected_ = is_registered_ = false;
    const auto number = ++session_number_;
    auto hear = [owner = weak_from_this(), number](zookeeper_event event) {
      const auto self = owner.lock();
      if (self && number == self->session_number_) self->take(event);
    };
    auto opening = [executor = executor_, hosts = address_.hosts(), timeout = timeout_,
                    hear = std::move(hear)] {
      return zookeeper_session::open(executor, hosts, timeout, hear);
    };
    auto opened = co_await net::offload(pool_, std::move(opening));
    if (opened) {
      session_ = *std::move(opened);
      if (is_connected_) enter();
    } else {
      log::warn("ZooKeeper cannot be used", {{"reason", opened.error().what}});
    }
  }

  asio::awaitable<void> abandon() {
    session_->abandon();
    const auto until = std::chrono::steady_clock::now() + longest_goodbye;
    while (is_connected_ && std::chrono::steady_clock::now() < until)
      co_await net::pause_for(std::chrono::milliseconds(5));
  }

  asio::awaitable<void> close() {
    ++session_number_;
    auto closing = [session = std::exchange(session_, nullptr)] {
      if (session) session->close();
    };
    co_await net::offload(pool_, std::move(closing));
  }

  void take(const zookeeper_event& event) {
    using kind = zookeeper_event::kind;
    if (event.what == kind::lost) is_connected_ = false;
    if (event.what == kind::ended) {
      is_over_ = true;
      bell_.cancel();
    }
    if (event.what != kind::connected) return;
    is_connected_ = true;
    if (session_) enter();
  }

  /// The parts of the path one by one, then the node. A connection that comes back within the session has the node already.
  void enter() {
    if (is_registered_) return;
    is_registered_ = true;
    for (auto slash = address_.path.find('/', 1); slash != std::string::npos;
         slash = address_.path.find('/', slash + 1)) {
      session_->create(address_.path.substr(0, slash), [](zookeeper_answer) {});
    }
    session_->create(address_.path, [](zookeeper_answer) {});
    // ZooKeeper works a session's requests off in order, so the path is there when the node is made.
    session_->join(address_.path + "/json.info_", content_,
                   [owner = weak_from_this(), number = session_number_](const zookeeper_answer& answer) {
                     const auto self = owner.lock();
                     if (!self || number != self->session_number_) return;
                     if (answer.what == zookeeper_answer::kind::ok) return;
                     self->is_registered_ = false;
                     log::warn("cannot register in ZooKeeper", {{"reason", answer.why}});
                   });
  }

  asio::any_io_executor executor_;
  zookeeper_address address_;
  std::string content_;
  std::chrono::milliseconds timeout_;
  asio::steady_timer bell_;  ///< cancelled when the session is over or we stop
  asio::thread_pool pool_;   ///< opens and closes sessions, which blocks
  std::shared_ptr<zookeeper_session> session_;
  std::uint64_t session_number_ = 0;
  bool is_connected_ = false;
  bool is_registered_ = false;
  bool is_over_ = false;
  bool is_stopping_ = false;
  bool is_abandoning_ = false;
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
