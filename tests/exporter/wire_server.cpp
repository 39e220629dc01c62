#include "tests/exporter/wire_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace mesoscale::exporter::testing {

using tcp = asio::ip::tcp;
using boost::system::error_code;

/// Sessions may outlive the server, so it belongs to all of them.
struct wire_server::state {
  state(asio::io_context& io, protocol how, script what)
      : speaks(how),
        give(std::move(what)),
        acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        holder(io) {
    port = acceptor.local_endpoint().port();
  }

  protocol speaks;
  script give;
  tcp::acceptor acceptor;
  tcp::socket holder;  ///< keeps the port of a server that has left, so that no other server gets it
  std::uint16_t port = 0;
  std::vector<std::string> requests;
  std::size_t bytes_written = 0;
};

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

void rethrow(std::exception_ptr error) {
  if (error) std::rethrow_exception(error);
}

bool is_whole(const std::string& request, wire_server::protocol speaks) {
  if (speaks == wire_server::protocol::words) return request.size() >= 4;
  return request.find("\r\n\r\n") != request.npos;
}

asio::awaitable<void> pause(tcp::socket& socket, std::chrono::milliseconds time) {
  asio::steady_timer timer(socket.get_executor(), time);
  co_await timer.async_wait(quietly);
}

/// False: the peer is gone.
asio::awaitable<bool> write(tcp::socket& socket, std::string_view bytes, std::size_t& count) {
  const auto buffer = asio::buffer(bytes.data(), bytes.size());
  const auto [error, written] = co_await asio::async_write(socket, buffer, quietly);
  count += written;
  co_return !error;
}

asio::awaitable<bool> write_answer(tcp::socket& socket, const wire_answer& answer, std::size_t& count) {
  if (answer.wait.count() > 0) co_await pause(socket, answer.wait);
  const std::string_view bytes = answer.bytes;
  const std::size_t step =
      answer.drip_bytes == 0 ? std::max<std::size_t>(bytes.size(), 1) : answer.drip_bytes;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    if (at > 0) co_await pause(socket, answer.drip_interval);
    const bool is_there = co_await write(socket, bytes.substr(at, step), count);
    if (!is_there) co_return false;
  }
  for (std::size_t done = 0; done < answer.most_again; done += answer.again.size()) {
    const bool is_there = co_await write(socket, answer.again, count);
    if (!is_there) co_return false;
  }
  co_return true;
}

/// Until the peer closes.
asio::awaitable<void> listen_on(tcp::socket& socket) {
  std::array<char, 4096> ignored;
  while (true) {
    const auto into = asio::buffer(ignored);
    const auto [error, size] = co_await socket.async_read_some(into, quietly);
    if (error) co_return;
  }
}

}  // namespace

std::string http_answer(int status, std::string_view body, std::string_view fields) {
  std::string bytes = "HTTP/1.1 " + std::to_string(status) + " Said\r\n";
  bytes.append(fields);
  bytes.append("Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n");
  return bytes.append(body);
}

std::string asked_path(std::string_view request) {
  const auto begin = request.find(' ');
  if (begin == request.npos) return std::string(request.substr(0, 4));
  const auto rest = request.substr(begin + 1);
  return std::string(rest.substr(0, rest.find_first_of(" ?")));
}

template <class State>
asio::awaitable<void> serve(std::shared_ptr<State> all, tcp::socket socket) {
  std::string request;
  std::array<char, 4096> piece;
  while (!is_whole(request, all->speaks)) {
    const auto into = asio::buffer(piece);
    const auto [error, size] = co_await socket.async_read_some(into, quietly);
    if (error) co_return;
    request.append(piece.data(), size);
  }
  all->requests.push_back(request);
  const wire_answer answer = all->give(request);
  const bool is_there = co_await write_answer(socket, answer, all->bytes_written);
  if (!is_there) co_return;
  error_code ignored;
  if (answer.then == wire_answer::ending::reset) {
    const asio::socket_base::linger at_once(true, 0);
    socket.set_option(at_once, ignored);
    socket.close(ignored);
    co_return;
  }
  if (answer.then == wire_answer::ending::close) socket.shutdown(tcp::socket::shutdown_send, ignored);
  co_await listen_on(socket);
}

template <class State>
asio::awaitable<void> accept_all(std::shared_ptr<State> all) {
  while (all->acceptor.is_open()) {
    auto [error, socket] = co_await all->acceptor.async_accept(quietly);
    if (error) co_return;
    const auto executor = all->acceptor.get_executor();
    asio::co_spawn(executor, serve(all, std::move(socket)), rethrow);
  }
}

wire_server::wire_server(asio::io_context& io, protocol speaks, script give)
    : state_(std::make_shared<state>(io, speaks, std::move(give))) {
  asio::co_spawn(io, accept_all(state_), rethrow);
}

wire_server::~wire_server() {
  error_code ignored;
  state_->acceptor.close(ignored);
}

std::uint16_t wire_server::port() const { return state_->port; }

void wire_server::leave() {
  error_code ignored;
  state_->acceptor.close(ignored);
  state_->holder.open(tcp::v4(), ignored);
  state_->holder.set_option(asio::socket_base::reuse_address(true), ignored);
  state_->holder.bind(tcp::endpoint(asio::ip::address_v4::loopback(), state_->port), ignored);
}

const std::vector<std::string>& wire_server::requests() const { return state_->requests; }

std::size_t wire_server::bytes_written() const { return state_->bytes_written; }

}  // namespace mesoscale::exporter::testing
