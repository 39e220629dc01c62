#include "tests/net/loopback.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <exception>
#include <filesystem>
#include <iterator>
#include <stdexcept>

#include <zlib.h>

namespace mesoscale::net {

namespace {

using tcp = asio::ip::tcp;
using answer_function = std::function<raw_answer(std::size_t)>;
constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> serve_connection(tcp::socket socket, std::shared_ptr<raw_server> server,
                                       answer_function answer) {
  std::string buffer;
  while (true) {
    const auto [error, size] =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer), "\r\n\r\n", with_error);
    if (error) co_return;
    server->requests.push_back(buffer.substr(0, size));
    buffer.erase(0, size);
    const auto reply = answer(server->requests.size() - 1);
    const auto [write_error, written] =
        co_await asio::async_write(socket, asio::buffer(reply.bytes), with_error);
    if (write_error || reply.then == raw_answer::ending::close) co_return;
    if (reply.then == raw_answer::ending::reset) {
      socket.set_option(asio::socket_base::linger(true, 0));
      socket.close();
      co_return;
    }
    if (reply.then != raw_answer::ending::hang) continue;
    std::array<char, 64> ignored;
    while (true) {
      const auto [read_error, bytes] = co_await socket.async_read_some(asio::buffer(ignored), with_error);
      if (read_error) co_return;
    }
  }
}

asio::awaitable<void> accept_raw(std::shared_ptr<tcp::acceptor> acceptor, std::shared_ptr<raw_server> server,
                                 answer_function answer) {
  while (true) {
    auto [error, socket] = co_await acceptor->async_accept(with_error);
    if (error) co_return;
    ++server->accepted;
    asio::co_spawn(acceptor->get_executor(), serve_connection(std::move(socket), server, answer),
                   [](std::exception_ptr) {});
  }
}

asio::awaitable<std::string> talk_raw(tcp::endpoint to, std::string bytes) {
  const auto executor = co_await asio::this_coro::executor;
  tcp::socket socket(executor);
  const auto [connect_error] = co_await socket.async_connect(to, with_error);
  if (connect_error) co_return "cannot connect: " + connect_error.message();
  co_await asio::async_write(socket, asio::buffer(bytes), with_error);
  std::string answer;
  std::array<char, 4096> piece;
  while (true) {
    const auto [error, size] = co_await socket.async_read_some(asio::buffer(piece), with_error);
    answer.append(piece.data(), size);
    if (error) co_return answer;
  }
}

}  // namespace

loopback::loopback(client_options options)
    : client(make_http_client(io.get_executor(), std::move(options))) {}

url loopback::serve(http_handler handler, server_options options, const std::string& host) {
  options.listen_address = host + ":0";
  const std::string scheme = options.tls ? "https" : "http";
  servers.push_back(make_http_server(io.get_executor(), std::move(options), std::move(handler)));
  if (auto started = servers.back()->start(); !started) throw std::runtime_error(started.error().what);
  return *parse_url(scheme + "://" + host + ":" + std::to_string(servers.back()->port()) + "/");
}

std::shared_ptr<raw_server> loopback::serve_raw(answer_function answer) {
  const auto acceptor =
      std::make_shared<tcp::acceptor>(io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  const auto server = std::make_shared<raw_server>();
  server->at = *parse_url("http://127.0.0.1:" + std::to_string(acceptor->local_endpoint().port()) + "/");
  asio::co_spawn(io, accept_raw(acceptor, server, std::move(answer)), [](std::exception_ptr) {});
  return server;
}

std::string loopback::talk(const url& to, std::string bytes) {
  return run(talk_raw(tcp::endpoint(asio::ip::make_address(to.host), to.port), std::move(bytes)));
}

void loopback::run_void(asio::awaitable<void> task) {
  bool is_done = false;
  std::exception_ptr thrown;
  asio::co_spawn(io, std::move(task), [&](std::exception_ptr error) {
    is_done = true;
    thrown = error;
  });
  run_until([&] { return is_done; });
  if (thrown) std::rethrow_exception(thrown);
}

void loopback::run_until(const std::function<bool()>& holds) {
  const auto until = clock::now() + patience;
  io.restart();
  while (!holds() && clock::now() < until) {
    if (io.run_one_until(until) == 0) break;
  }
  if (!holds()) throw std::runtime_error("what was waited for did not happen");
}

result<http_response> loopback::send(client_request request, std::chrono::milliseconds limit) {
  return run(client->send(std::move(request), after(limit)));
}

result<http_response> loopback::get(const url& to, std::chrono::milliseconds limit) {
  client_request request;
  request.to = to;
  return send(std::move(request), limit);
}

http_handler answering(http_response response) {
  return [response](http_request) -> asio::awaitable<http_response> { co_return response; };
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string compressed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  const int code = deflate(&stream, Z_FINISH);
  compressed.resize(stream.total_out);
  deflateEnd(&stream);
  if (code != Z_STREAM_END) throw std::runtime_error("deflate");
  return compressed;
}

std::size_t open_descriptors() {
  using std::filesystem::directory_iterator;
  return static_cast<std::size_t>(std::distance(directory_iterator("/proc/self/fd"), directory_iterator()));
}

}  // namespace mesoscale::net
