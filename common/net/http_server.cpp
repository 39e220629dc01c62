#include "common/net/http_server.hpp"

#include "common/core/log.hpp"
#include "common/net/name_resolver.hpp"
#include "common/net/server_session.hpp"
#include "common/net/tls_context.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>
#include <exception>
#include <set>
#include <utility>

namespace mesoscale::net {

namespace {

using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::chrono::milliseconds pause_after_accept_error{100};
constexpr std::chrono::seconds between_warnings{10};

class server final : public http_server, public std::enable_shared_from_this<server> {
 public:
  server(asio::any_io_executor executor, server_options options, http_handler handle)
      : executor_(executor),
        rules_(std::make_shared<session_rules>()),
        acceptor_(executor),
        room_(executor),
        empty_(executor) {
    rules_->options = std::move(options);
    rules_->handle = std::move(handle);
  }

  result<void> start() override {
    const auto& options = rules_->options;
    if (options.tls) {
      auto context = make_context(*options.tls);
      if (!context) return context.error();
      tls_ = *context;
    }
    auto address = parse_listen_address(options.listen_address);
    if (!address) return address.error();
    if (auto opened = open(*address); !opened) return opened;
    asio::co_spawn(executor_, accept_all(shared_from_this()), [](std::exception_ptr error) {
      if (error) log::error("accepting connections ended with an exception");
    });
    return {};
  }

  std::uint16_t port() const override { return port_; }

  asio::awaitable<void> stop(std::chrono::milliseconds grace) override {
    const auto self = shared_from_this();
    error_code ignored;
    acceptor_.close(ignored);
    room_.cancel();
    rules_->is_stopping = true;
    for (const auto& open_session : sessions_) {
      if (open_session->is_idle()) open_session->close();
    }
    empty_.expires_at(after(grace));
    if (!sessions_.empty()) co_await empty_.async_wait(asio::as_tuple(asio::use_awaitable));
    for (const auto& open_session : sessions_) open_session->close();
  }

 private:
  result<void> open(const listen_endpoint& at) {
    tcp::endpoint endpoint(tcp::v6(), at.port);
    if (!at.host.empty()) {
      error_code not_numeric;
      auto address = asio::ip::make_address(at.host, not_numeric);
      if (not_numeric) {
        auto found = look_up_now(at.host);
        if (!found) return failure{errc::invalid, rules_->options.listen_address + ": " + found.error().what};
        address = found->front();
      }
      endpoint = tcp::endpoint(address, at.port);
    }
    auto error = listen(endpoint, at.host.empty());
    // A host without IPv6 has no "all addresses" of both kinds.
    if (at.host.empty() && error == asio::error::address_family_not_supported) {
      error = listen(tcp::endpoint(tcp::v4(), at.port), false);
    }
    if (error)
      return failure{errc::invalid,
                     "cannot listen on " + rules_->options.listen_address + ": " + error.message()};
    return {};
  }

  error_code listen(const tcp::endpoint& endpoint, bool also_v4) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && also_v4) acceptor_.set_option(asio::ip::v6_only(false), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    error_code ignored;
    if (error) acceptor_.close(ignored);
    return error;
  }

  static asio::awaitable<void> accept_all(std::shared_ptr<server> self) {
    while (self->acceptor_.is_open()) {
      auto [error, socket] = co_await self->acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
      if (error == asio::error::operation_aborted || !self->acceptor_.is_open()) co_return;
      if (error) {
        // Without descriptors the same connection would be offered again at once, for ever.
        self->warn(error);
        self->close_oldest_idle();
        co_await self->wait_for_room(after(pause_after_accept_error));
        continue;
      }
      while (self->sessions_.size() >= self->rules_->options.max_connections) {
        self->close_oldest_idle();
        co_await self->wait_for_room(deadline::max());
        if (!self->acceptor_.is_open()) co_return;
      }
      const auto& source = self->rules_->options.tls_source;
      self->begin(make_server_stream(std::move(socket), source ? source() : self->tls_));
    }
  }

  void begin(std::unique_ptr<byte_stream> stream) {
    const auto opened = std::make_shared<session>(rules_, std::move(stream));
    sessions_.insert(opened);
    asio::co_spawn(executor_, serve(opened), [self = shared_from_this(), opened](std::exception_ptr error) {
      if (error) log::error("a connection ended with an exception");
      opened->close();
      self->sessions_.erase(opened);
      self->room_.cancel();
      if (self->sessions_.empty()) self->empty_.cancel();
    });
  }

  static asio::awaitable<void> serve(std::shared_ptr<session> opened) { co_await opened->run(); }

  /// Ends when a connection has ended, at the latest at the deadline.
  asio::awaitable<void> wait_for_room(deadline until) {
    room_.expires_at(until);
    co_await room_.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  /// A client that keeps its connection for nothing makes room for one that asks.
  void close_oldest_idle() {
    std::shared_ptr<session> oldest;
    for (const auto& candidate : sessions_) {
      if (candidate->is_idle() && (!oldest || candidate->idle_since() < oldest->idle_since()))
        oldest = candidate;
    }
    if (oldest) oldest->close();
  }

  void warn(const error_code& error) {
    const auto now = clock::now();
    if (now - last_warning_ < between_warnings) return;
    last_warning_ = now;
    log::warn("cannot accept a connection",
              {{"address", rules_->options.listen_address}, {"reason", error.message()}});
  }

  asio::any_io_executor executor_;
  std::shared_ptr<session_rules> rules_;
  std::shared_ptr<asio::ssl::context> tls_;
  tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::set<std::shared_ptr<session>> sessions_;
  asio::steady_timer room_;   ///< cancelled when a connection has ended
  asio::steady_timer empty_;  ///< cancelled when the last one has ended
  clock::time_point last_warning_;
};

}  // namespace

result<listen_endpoint> parse_listen_address(const std::string& text) {
  const auto bad = [&](const std::string& why) {
    return failure{errc::invalid, "listen address \"" + text + "\": " + why};
  };
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return bad("expected host:port, [IPv6]:port or :port");
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find_first_of(":[]") != std::string::npos) {
    return bad("expected an IPv6 address in brackets");
  }
  const auto digits = std::string_view(text).substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (code != std::errc() || end != digits.data() + digits.size())
    return bad("expected a port from 0 to 65535");
  return listen_endpoint{std::move(host), port};
}

std::shared_ptr<http_server> make_http_server(asio::any_io_executor executor, server_options options,
                                              http_handler handler) {
  return std::make_shared<server>(std::move(executor), std::move(options), std::move(handler));
}

}  // namespace mesoscale::net
