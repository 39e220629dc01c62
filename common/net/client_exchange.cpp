#include "common/net/client_exchange.hpp"

#include "common/net/inflater.hpp"
#include "common/net/message_parser.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace mesoscale::net {

namespace {

constexpr std::size_t max_header_bytes = 32 * 1024;
/// A server that names a length has not sent it yet: no more than this is reserved on its word.
constexpr std::size_t most_reserved = 1 << 20;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

bool is_ours(const std::string& name) {
  static constexpr std::array<std::string_view, 7> names{
      "accept-encoding", "connection", "content-length", "host", "te", "transfer-encoding", "user-agent"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_secret(const std::string& name) {
  return name == "authorization" || name == "cookie" || name == "proxy-authorization";
}

/// A line end inside a value would begin another field.
std::string one_line(std::string_view value) {
  std::string out(value);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  return out;
}

std::string host_field(const url& to) {
  const auto text = to.authority();
  const std::string_view standard = to.scheme == "https" ? ":443" : ":80";
  return text.ends_with(standard) ? text.substr(0, text.size() - standard.size()) : text;
}

/// Collects the body of one answer: decompresses, counts against the limit, passes on.
class answer_collector {
 public:
  explicit answer_collector(const outgoing& request)
      : limit_(request.max_body_bytes),
        body_sink_(request.body_sink),
        is_head_method_(request.is_head_method) {}

  result<void> begin(message_head& head) {
    response_.status = head.status;
    response_.reason = std::move(head.reason);
    response_.headers = std::move(head.headers);
    to_sink_ = body_sink_ && head.status == 200;
    if (is_head_method_) return {};
    const auto coding = lower(response_.headers.get("Content-Encoding"));
    if (coding == "gzip" || coding == "x-gzip") {
      inflater_.emplace([this](std::string_view piece) { return take_plain(piece); });
      return {};
    }
    if (!coding.empty() && coding != "identity") {
      return failure{errc::not_json,
                     "the body is coded as " + coding.substr(0, 40) + ", expected gzip or none"};
    }
    if (head.content_length && *head.content_length > limit_) return too_large();
    if (head.content_length && !to_sink_) {
      response_.body.reserve(std::min<std::size_t>(*head.content_length, most_reserved));
    }
    return {};
  }

  result<void> take(std::string_view piece) { return inflater_ ? inflater_->feed(piece) : take_plain(piece); }
  result<void> finish() const { return inflater_ ? inflater_->finish() : result<void>(); }
  http_response release() { return std::move(response_); }

 private:
  result<void> take_plain(std::string_view piece) {
    if (piece.size() > limit_ - taken_) return too_large();
    taken_ += piece.size();
    if (to_sink_) return body_sink_(piece);
    response_.body.append(piece);
    return {};
  }

  failure too_large() const {
    return failure{errc::too_large, "the body is over its limit of " + std::to_string(limit_) + " bytes"};
  }

  std::size_t limit_;
  std::size_t taken_ = 0;
  std::function<result<void>(std::string_view)> body_sink_;
  bool is_head_method_;
  bool to_sink_ = false;
  http_response response_;
  std::optional<inflater> inflater_;
};

/// Reads until the parser has its whole message.
struct read_end {
  result<void> ended;
  bool began = false;
};

asio::awaitable<read_end> read_message(byte_stream& stream, read_window& window, message_parser& parser,
                                       deadline until) {
  bool began = false;
  while (true) {
    while (!window.unread().empty()) {
      auto taken = parser.feed(window.unread());
      if (!taken) co_return read_end{taken.error(), true};
      window.consume(*taken);
      if (parser.is_done()) co_return read_end{result<void>(), true};
      if (*taken == 0) break;
    }
    if (parser.is_done()) co_return read_end{result<void>(), began};
    const auto [into, size] = window.space();
    if (size == 0)
      co_return read_end{failure{errc::too_large, "a line is longer than the read buffer"}, true};
    const auto got = co_await stream.read_some(asio::buffer(into, size), until);
    began = began || got.bytes > 0;
    window.filled(got.bytes);
    if (got.error == asio::error::eof) co_return read_end{parser.end_of_stream(), began};
    if (got.error) {
      const auto code = classify(got.error, io_phase::talking);
      const std::string where = !began ? "before the answer began" : "in the middle of the answer";
      co_return read_end{failure{code, describe(got.error) + " " + where}, began};
    }
  }
}

}  // namespace

std::string request_head(const client_request& request, const url& to, const std::string& user_agent,
                         const std::string& authorization, bool with_login) {
  std::string head = request.method + " " + to.path + " HTTP/1.1\r\nHost: " + host_field(to) +
                     "\r\nUser-Agent: " + one_line(user_agent) + "\r\nAccept-Encoding: gzip\r\n";
  const bool has_body = !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
                        request.method == "PATCH";
  if (has_body) head += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  const bool uses_login = with_login && !authorization.empty();
  if (uses_login) head += "Authorization: " + one_line(authorization) + "\r\n";
  for (const auto& [name, value] : request.headers.fields()) {
    const auto key = lower(name);
    if (is_ours(key) || (is_secret(key) && !with_login) || (uses_login && key == "authorization")) continue;
    head += one_line(name) + ": " + one_line(value) + "\r\n";
  }
  return head + "\r\n";
}

asio::awaitable<exchange_end> exchange(byte_stream& stream, outgoing request, buffer_pool::lease buffer,
                                       deadline until) {
  const auto wrote = co_await stream.write(request.head, request.body, until);
  if (wrote.error) {
    const auto code = classify(wrote.error, io_phase::talking);
    // A server may answer (413, say) and close before it has read all of a body: the answer says more than the broken pipe.
    if (code != errc::disconnected || request.body.empty()) {
      co_return exchange_end{failure{code, describe(wrote.error) + " while the request was sent"}, false,
                             false};
    }
  }
  read_window window(std::move(buffer));
  while (true) {
    answer_collector collector(request);
    int status = 0;
    auto parser = make_response_parser(
        max_header_bytes, request.is_head_method,
        [&](message_head& head) {
          status = head.status;
          return collector.begin(head);
        },
        [&](std::string_view piece) { return collector.take(piece); });
    auto read = co_await read_message(stream, window, *parser, until);
    if (!read.ended) co_return exchange_end{read.ended.error(), read.began, false};
    // 100 Continue and its like only announce the answer.
    if (status >= 100 && status < 200 && status != 101) continue;
    if (auto complete = collector.finish(); !complete) co_return exchange_end{complete.error(), true, false};
    const bool may_be_kept = parser->keep_alive() && window.unread().empty() && !wrote.error;
    co_return exchange_end{collector.release(), true, may_be_kept};
  }
}

}  // namespace mesoscale::net
