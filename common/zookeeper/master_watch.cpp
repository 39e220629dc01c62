#include "common/zookeeper/master_watch.hpp"

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "common/net/offload.hpp"
#include "common/zookeeper/zookeeper_session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace mesoscale {

namespace {

using clock = std::chrono::steady_clock;

/// Between the end of a session, or the failure to open one, and the next.
constexpr std::chrono::milliseconds pause_between_sessions{1000};

/// One reading of the election: its nodes, and the content of each as it comes in.
struct reading {
  std::size_t missing = 0;
  std::string leading_node;
  std::vector<master_entry> masters;
  std::string trouble;
  std::string broken;  ///< why a part of it could not be read; what is not whole is not shown
};

/*
 *   open (pool) --connected--> read children --each--> read content --all--> view is current
 *     ^                             ^                                          |
 *     |                             +------------- changed, connected ---------+
 *     +------ pause <-- ended ------+-- lost: view is kept, no longer current
 */
class watch final : public master_watch, public std::enable_shared_from_this<watch> {
 public:
  watch(asio::any_io_executor executor, zookeeper_address address, master_watch_options options)
      : executor_(executor),
        address_(std::move(address)),
        options_(std::move(options)),
        over_(executor),
        pool_(1) {}

  ~watch() override { pool_.join(); }

  const master_view& view() const override { return view_; }

  void start() {
    net::spawn(executor_, "ZooKeeper", [self = shared_from_this()] { return run(self); });
  }

  asio::awaitable<void> stop() override {
    const auto alive = shared_from_this();
    is_stopping_ = true;
    over_.cancel();
    asio::steady_timer poll(executor_);
    if (!is_ended_) {
      ended_ = &poll;
      poll.expires_at(clock::time_point::max());
      co_await poll.async_wait(asio::as_tuple(asio::use_awaitable));
      ended_ = nullptr;
    }
  }

 private:
  static asio::awaitable<void> run(std::shared_ptr<watch> self) {
    while (!self->is_stopping_) {
      auto opening = self->open();
      co_await std::move(opening);
      auto waiting = self->wait_for_end();
      co_await std::move(waiting);
      auto closing = self->close();
      co_await std::move(closing);
      if (self->is_stopping_) break;
      self->over_.expires_after(pause_between_sessions);
      co_await self->over_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    self->is_ended_ = true;
    if (self->ended_) self->ended_->cancel();
  }

  /// Waits until the session is over, if there is one. That is also when it had no connection for twice its timeout: no
  /// server remembers it then, and one whose data are older than what the session has seen refuses it without an event.
  asio::awaitable<void> wait_for_end() {
    while (session_ && !is_over_ && !is_stopping_) {
      over_.expires_after(options_.session_timeout);
      co_await over_.async_wait(asio::as_tuple(asio::use_awaitable));
      if (is_connected_ || is_over_ || is_stopping_) continue;
      // The client library says nothing when it never gets a connection.
      lose("no ZooKeeper server can be reached");
      if (clock::now() - disconnected_ >= 2 * options_.session_timeout) co_return;
    }
  }

  asio::awaitable<void> open() {
    const auto number = ++session_number_;
    is_over_ = false;
    disconnected_ = clock::now();
    // Late news of an older session, or of one whose watch is gone, is dropped.
    auto hear = [owner = weak_from_this(), number](zookeeper_event event) {
      const auto self = owner.lock();
      if (self && number == self->session_number_) self->take(event);
    };
    auto opening = [executor = executor_, hosts = address_.hosts(), timeout = options_.session_timeout,
                    hear = std::move(hear)] {
      return zookeeper_session::open(executor, hosts, timeout, hear);
    };
    auto working = net::offload(pool_, std::move(opening));
    auto opened = co_await std::move(working);
    if (opened) {
      session_ = *std::move(opened);
      if (is_connected_) read();
    } else {
      lose(opened.error().what);
    }
  }

  asio::awaitable<void> close() {
    ++session_number_;
    is_connected_ = false;
    reading_.reset();
    auto closing = [session = std::exchange(session_, nullptr)] {
      if (session) session->close();
    };
    auto working = net::offload(pool_, std::move(closing));
    co_await std::move(working);
  }

  void take(const zookeeper_event& event) {
    using kind = zookeeper_event::kind;
    if (event.what == kind::lost) return lose("no ZooKeeper server can be reached");
    if (event.what == kind::ended) {
      is_over_ = true;
      over_.cancel();
      return lose("the session with ZooKeeper has expired");
    }
    if (event.what == kind::connected) is_connected_ = true;
    if (session_ && is_connected_) read();
  }

  /// What is known stays; from now on it grows old.
  void lose(const std::string& why) {
    if (is_connected_) disconnected_ = clock::now();
    is_connected_ = false;
    reading_.reset();
    if (!view_.is_current && view_.trouble == why) return;
    if (view_.is_current || (!view_.is_known && view_.trouble.empty())) {
      log::warn(view_.is_known ? "ZooKeeper is away; the masters known so far are kept"
                               : "ZooKeeper is away; no masters are known",
                {{"zookeeper", address_.text()}, {"reason", why}});
    }
    if (view_.is_current) view_.confirmed = clock::now();
    view_.is_current = false;
    view_.trouble = why;
    changed();
  }

  void read() {
    const auto current = std::make_shared<reading>();
    reading_ = current;
    session_->children(address_.path, [owner = weak_from_this(), current](zookeeper_answer answer,
                                                                          std::vector<std::string> names) {
      const auto self = owner.lock();
      if (self && self->reading_ == current) self->read_contents(current, answer, names);
    });
  }

  void read_contents(const std::shared_ptr<reading>& current, const zookeeper_answer& answer,
                     std::vector<std::string> names) {
    if (answer.what == zookeeper_answer::kind::failed) {
      current->broken = "cannot read " + address_.path + ": " + answer.why;
      return finish(current);
    }
    std::erase_if(names, [](const std::string& name) { return !election_sequence(name); });
    std::sort(names.begin(), names.end(),
              [](const auto& a, const auto& b) { return election_sequence(a) < election_sequence(b); });
    current->missing = names.size();
    if (answer.what == zookeeper_answer::kind::no_node)
      current->trouble = address_.path + " does not exist in ZooKeeper";
    if (names.empty()) return finish(current);
    current->leading_node = names.front();
    for (const auto& name : names) {
      session_->content(address_.path + "/" + name, [owner = weak_from_this(), current, name](
                                                        zookeeper_answer found, std::string content) {
        const auto self = owner.lock();
        if (self && self->reading_ == current) self->take_content(current, name, found, content);
      });
    }
  }

  void take_content(const std::shared_ptr<reading>& current, const std::string& name,
                    const zookeeper_answer& answer, const std::string& content) {
    // A node that has gone since is no mistake: the event about that is on its way, and another reading follows.
    using kind = zookeeper_answer::kind;
    if (answer.what == kind::failed) current->broken = "cannot read " + name + ": " + answer.why;
    if (answer.what == kind::ok) {
      auto master = decode_master(name, content);
      if (master) {
        current->masters.push_back(*std::move(master));
      } else {
        current->trouble = master.error().what;
      }
    }
    if (--current->missing == 0) finish(current);
  }

  void finish(const std::shared_ptr<reading>& current) {
    reading_.reset();
    if (!current->broken.empty()) {
      // Mostly the connection is lost: an event says so, or that it is back, and then there is another reading.
      view_.trouble = current->broken;
      return changed();
    }
    std::sort(current->masters.begin(), current->masters.end(),
              [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
    if (!view_.is_current || view_.leading_node != current->leading_node) {
      log::info("masters found in ZooKeeper", {{"zookeeper", address_.text()},
                                               {"count", std::to_string(current->masters.size())},
                                               {"leading_node", current->leading_node}});
    }
    if (!current->trouble.empty()) log::warn("ZooKeeper", {{"reason", current->trouble}});
    view_.is_known = true;
    view_.is_current = true;
    view_.masters = std::move(current->masters);
    view_.leading_node = std::move(current->leading_node);
    view_.confirmed = clock::now();
    view_.trouble = std::move(current->trouble);
    changed();
  }

  void changed() {
    if (options_.on_change) options_.on_change(view_);
  }

  asio::any_io_executor executor_;
  zookeeper_address address_;
  master_watch_options options_;
  asio::steady_timer over_;              ///< cancelled when the session is over or we stop
  asio::steady_timer* ended_ = nullptr;  ///< who waits in stop()
  asio::thread_pool pool_;               ///< opens and closes sessions, which blocks
  std::shared_ptr<zookeeper_session> session_;
  std::uint64_t session_number_ = 0;
  std::shared_ptr<reading> reading_;  ///< the one whose answers count; null if none
  bool is_connected_ = false;
  clock::time_point disconnected_;  ///< since when, while not connected
  bool is_over_ = false;
  bool is_stopping_ = false;
  bool is_ended_ = false;
  master_view view_;
};

}  // namespace

const master_entry* master_view::leader() const {
  const bool is_readable = !masters.empty() && masters.front().node == leading_node;
  return is_readable ? &masters.front() : nullptr;
}

std::chrono::milliseconds master_view::age(time_point now) const {
  if (is_current) return std::chrono::milliseconds(0);
  return std::chrono::duration_cast<std::chrono::milliseconds>(now - confirmed);
}

std::shared_ptr<master_watch> watch_masters(asio::any_io_executor executor, zookeeper_address address,
                                            master_watch_options options) {
  const auto made = std::make_shared<watch>(std::move(executor), std::move(address), std::move(options));
  made->start();
  return made;
}

}  // namespace mesoscale
