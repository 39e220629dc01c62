// A server on loopback that writes exactly the bytes it is told to, so that a test can show any fault of a wire: HTTP or not, whole or
// not, fast or slow, endless. Understands of a request only where it ends. For integration tests.
#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::exporter::testing {

namespace asio = boost::asio;

/// What is written after a request. Each connection gets one answer.
struct wire_answer {
  enum class ending { close, reset, hang };

  std::string bytes = {};
  ending then = ending::close;
  std::chrono::milliseconds wait{0};           ///< before the first byte
  std::size_t drip_bytes = 0;                  ///< so many at a time; 0: at once
  std::chrono::milliseconds drip_interval{0};  ///< between two drops
  std::string again = {};                      ///< written behind the bytes, again and again
  std::size_t most_again = 0;                  ///< until so many bytes of it are written
};

/// The bytes of an HTTP answer with its length; fields are whole lines with their line ends.
std::string http_answer(int status, std::string_view body, std::string_view fields = "");

/// "/metrics" of "GET /metrics?a=b HTTP/1.1"; a four-letter word as it is.
std::string asked_path(std::string_view request);

class wire_server {
 public:
  using script = std::function<wire_answer(const std::string& request)>;
  enum class protocol { http, words };  ///< where a request ends: at an empty line, after four letters

  wire_server(asio::io_context& io, protocol speaks, script give);
  ~wire_server();
  wire_server(const wire_server&) = delete;
  wire_server& operator=(const wire_server&) = delete;

  std::uint16_t port() const;
  std::string address() const { return "127.0.0.1:" + std::to_string(port()); }
  /// Stops to listen: connections are refused from now on.
  void leave();
  /// Every request as it came, with its header.
  const std::vector<std::string>& requests() const;
  /// Of all answers together.
  std::size_t bytes_written() const;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace mesoscale::exporter::testing
