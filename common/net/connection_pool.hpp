// Opens connections to servers and keeps the ones that may be used again. For use inside net only.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "common/net/byte_stream.hpp"
#include "common/net/http_client.hpp"
#include "common/net/name_resolver.hpp"

namespace mesoscale::net {

class connection_pool {
 public:
  connection_pool(asio::any_io_executor executor, std::size_t max_idle_per_server,
                  std::chrono::milliseconds idle_timeout);

  /// A kept connection to the server that still looks alive, or null.
  std::unique_ptr<byte_stream> take_kept(const url& to, const tls_client_options& tls);

  /// A new connection, shaken hands. Failures: resolve, refused, unreachable, connect, timeout, tls.
  asio::awaitable<result<std::unique_ptr<byte_stream>>> open(url to, tls_client_options tls, deadline until);

  void keep(const url& to, const tls_client_options& tls, std::unique_ptr<byte_stream> stream);

 private:
  using server_key = std::tuple<std::string, std::string, std::uint16_t, std::string>;
  struct kept_stream {
    std::unique_ptr<byte_stream> stream;
    clock::time_point since;
  };
  struct tls_entry {
    std::string stamp;
    std::shared_ptr<asio::ssl::context> context;
  };

  static server_key key_of(const url& to, const tls_client_options& tls);
  void drop_old();
  bool is_usable(const kept_stream& kept) const;
  result<std::shared_ptr<asio::ssl::context>> context_for(const tls_client_options& tls);

  asio::any_io_executor executor_;
  std::size_t max_idle_per_server_;
  std::chrono::milliseconds idle_timeout_;
  std::map<server_key, std::deque<kept_stream>> kept_;
  std::map<std::string, tls_entry> contexts_;
  clock::time_point last_sweep_;
  name_resolver resolver_;
};

}  // namespace mesoscale::net
