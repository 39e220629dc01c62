#include "common/net/response_head.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace mesoscale::net {

namespace {

struct reason_row {
  int status;
  std::string_view phrase;
};

constexpr std::array reasons{
    reason_row{100, "Continue"},
    reason_row{200, "OK"},
    reason_row{201, "Created"},
    reason_row{202, "Accepted"},
    reason_row{204, "No Content"},
    reason_row{301, "Moved Permanently"},
    reason_row{302, "Found"},
    reason_row{303, "See Other"},
    reason_row{304, "Not Modified"},
    reason_row{307, "Temporary Redirect"},
    reason_row{308, "Permanent Redirect"},
    reason_row{400, "Bad Request"},
    reason_row{401, "Unauthorized"},
    reason_row{403, "Forbidden"},
    reason_row{404, "Not Found"},
    reason_row{405, "Method Not Allowed"},
    reason_row{406, "Not Acceptable"},
    reason_row{408, "Request Timeout"},
    reason_row{409, "Conflict"},
    reason_row{411, "Length Required"},
    reason_row{412, "Precondition Failed"},
    reason_row{413, "Content Too Large"},
    reason_row{415, "Unsupported Media Type"},
    reason_row{417, "Expectation Failed"},
    reason_row{422, "Unprocessable Content"},
    reason_row{429, "Too Many Requests"},
    reason_row{431, "Request Header Fields Too Large"},
    reason_row{500, "Internal Server Error"},
    reason_row{501, "Not Implemented"},
    reason_row{502, "Bad Gateway"},
    reason_row{503, "Service Unavailable"},
    reason_row{504, "Gateway Timeout"},
};
static_assert(std::is_sorted(reasons.begin(), reasons.end(),
                             [](const reason_row& a, const reason_row& b) { return a.status < b.status; }));

/// A line end inside a value would begin another field, or end the head.
void append_line(std::string& head, std::string_view name, std::string_view value) {
  const auto clean = [](char c) { return c == '\r' || c == '\n' || c == '\0' ? ' ' : c; };
  std::transform(name.begin(), name.end(), std::back_inserter(head), clean);
  head += ": ";
  std::transform(value.begin(), value.end(), std::back_inserter(head), clean);
  head += "\r\n";
}

std::string date_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return std::string(text.data(), size);
}

}  // namespace

std::string_view standard_reason(int status) {
  const auto found = std::find_if(reasons.begin(), reasons.end(),
                                  [&](const reason_row& row) { return row.status == status; });
  return found == reasons.end() ? "Status" : found->phrase;
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string response_head(const http_response& response, connection_word connection) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head += response.reason.empty() ? standard_reason(response.status) : std::string_view(response.reason);
  std::replace_if(
      head.begin(), head.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  head += "\r\n";
  static const header_list ours{{"Content-Length", ""}, {"Connection", ""}, {"Transfer-Encoding", ""}};
  header_list own;
  if (may_have_body(response.status)) own.set("Content-Length", std::to_string(response.body.size()));
  if (connection == connection_word::close) own.set("Connection", "close");
  if (connection == connection_word::keep_alive_1_0) own.set("Connection", "keep-alive");
  if (!response.headers.has("Date")) own.set("Date", date_now());
  for (const auto& [name, value] : response.headers.fields()) {
    if (!ours.has(name)) append_line(head, name, value);
  }
  for (const auto& [name, value] : own.fields()) append_line(head, name, value);
  return head + "\r\n";
}

}  // namespace mesoscale::net
