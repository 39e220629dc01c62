// Plain HTTP messages: what the client sends and gets, what the server gets and answers. No Beast, no I/O.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mesoscale::net {

/// Header fields in the order they were sent. Names compare without case.
class header_list {
 public:
  header_list() = default;
  header_list(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  void set(std::string_view name, std::string_view value);  ///< replaces all of that name
  void add(std::string_view name, std::string_view value);
  std::string_view get(std::string_view name) const;  ///< the first of that name, "" if absent
  bool has(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// How an answer goes wrong on the wire; only the simulator uses it, to show programs what real networks do.
struct wire_fault {
  enum class ending { close, reset, hang };
  std::size_t stop_after_bytes = 0;  ///< of header and body together; the whole answer if that is shorter
  ending then = ending::close;
  std::size_t drip_bytes = 0;  ///< write this many bytes at a time; 0: at once
  std::chrono::milliseconds drip_interval{0};
};

/// A request as the server hands it to a handler.
struct http_request {
  std::string method;
  std::string path;   ///< as sent (not percent-decoded), without the query
  std::string query;  ///< after '?', as sent
  header_list headers;
  std::string body;
  std::string peer_address;   ///< numeric
  std::string local_address;  ///< numeric address that the client connected to
  unsigned short local_port = 0;
};

struct http_response {
  int status = 200;
  header_list headers;  ///< Content-Length and Connection are the server's
  std::string body;
  std::string reason;  ///< reason phrase; "" means the standard one
  std::optional<wire_fault> fault;
  std::string redirected_to =
      {};  ///< "host:port" of another server that redirects led the client to; the client sets it
};

/// The values of a query parameter, percent-decoded, in order.
std::vector<std::string> query_values(std::string_view query, std::string_view name);

/// Percent-decodes ('+' stays '+'). Broken escapes stay as they are.
std::string percent_decode(std::string_view text);

/// A text as a part of a path or query: all but letters, digits and -._~ escaped.
std::string percent_encode(std::string_view text);

http_response text_response(int status, std::string body,
                            std::string_view content_type = "text/plain; charset=utf-8");
http_response json_response(int status, std::string body);

}  // namespace mesoscale::net
