#include "common/net/server_session.hpp"

#include "common/core/log.hpp"
#include "common/net/message_parser.hpp"
#include "common/net/response_head.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <exception>
#include <utility>

#include "common/net/lifecycle.hpp"

namespace mesoscale::net {

namespace {

/// After an answer that ends the connection the rest of the request is read for so long: closing with unread bytes makes the
/// kernel send a reset, which may overtake the answer.
constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t linger_bytes = 1 << 20;
constexpr std::size_t most_reserved = 1 << 20;

std::string numeric_text(asio::ip::address address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return address.to_string();
}

bool equals_lower(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](unsigned char a, char b) { return std::tolower(a) == b; });
}

/// Splits a target into path and query; of the absolute form "http://host/path" the path is kept.
void set_target(http_request& request, std::string target) {
  if (target.starts_with("http://") || target.starts_with("https://")) {
    const auto path = target.find_first_of("/?", target.find("//") + 2);
    target = path == std::string::npos ? "/"
             : target[path] == '?'     ? "/" + target.substr(path)
                                       : target.substr(path);
  }
  const auto mark = target.find('?');
  request.path = target.substr(0, mark);
  request.query = mark == std::string::npos ? "" : target.substr(mark + 1);
}

/// HTTP/1.1 wants exactly one Host (RFC 9112, 3.2): two proxies could read two of them differently.
bool has_one_host(const message_head& head) {
  const auto& fields = head.headers.fields();
  const auto hosts = std::count_if(fields.begin(), fields.end(),
                                   [](const auto& f) { return equals_lower(f.first, "host"); });
  return hosts == 1 || (hosts == 0 && head.version == 10);
}

int status_of(const failure& why, bool has_head) {
  if (why.code == errc::too_large) return has_head ? 413 : 431;
  return 400;
}

}  // namespace

session::session(std::shared_ptr<const session_rules> rules, std::unique_ptr<byte_stream> stream)
    : rules_(std::move(rules)), stream_(std::move(stream)), idle_since_(clock::now()) {
  const auto local = stream_->local();
  peer_address_ = numeric_text(stream_->peer().address());
  local_address_ = numeric_text(local.address());
  local_port_ = local.port();
}

void session::begin_idle() {
  is_idle_ = true;
  idle_since_ = clock::now();
}

asio::awaitable<void> session::run() {
  const auto& options = rules_->options;
  auto shaken = co_await stream_->handshake(after(options.request_timeout));
  if (!shaken) {
    log::debug("a client was refused", {{"peer", peer_address_}, {"reason", shaken.error().what}});
    co_return;
  }
  do {
    if (!co_await wait_for_request()) co_return;
    const auto outcome = co_await read_request(after(options.request_timeout));
    if (outcome == read_outcome::gone) co_return;
    if (window_->unread().empty()) window_.reset();
    http_response response;
    if (outcome == read_outcome::refused) {
      keeps_ = false;
      response = text_response(refusal_->status, refusal_->why + "\n");
    } else {
      response = co_await answer();
    }
    if (!co_await write_response(std::move(response))) co_return;
  } while (keeps_);
  co_await linger();
}

/// Waits for the first byte in a small buffer, so that an idle connection costs little. False: the connection has ended.
asio::awaitable<bool> session::wait_for_request() {
  if (window_) co_return true;  // The next request came with the one before.
  if (rules_->is_stopping) co_return false;
  begin_idle();
  std::array<char, 512> first;
  const auto got = co_await stream_->read_some(asio::buffer(first), after(rules_->options.idle_timeout));
  is_idle_ = false;
  if (got.error || got.bytes == 0) co_return false;
  window_.emplace(rules_->buffers->take());
  std::memcpy(window_->space().first, first.data(), got.bytes);
  window_->filled(got.bytes);
  co_return true;
}

asio::awaitable<session::read_outcome> session::read_request(deadline until) {
  const auto& options = rules_->options;
  request_ = http_request();
  method_.clear();
  refusal_.reset();
  bool expects_continue = false;
  const auto on_head = [&](message_head& head) -> result<void> {
    method_ = head.method;
    is_version_1_0_ = head.version == 10;
    const auto expected = head.headers.get("Expect");
    if (!has_one_host(head)) return failure{errc::wrong_shape, "expected one Host field"};
    if (!expected.empty() && !equals_lower(expected, "100-continue")) {
      refusal_ = refusal{417, "expected 100-continue in Expect"};
      return failure{errc::wrong_shape, ""};
    }
    expects_continue = !expected.empty() && !is_version_1_0_;
    const auto length = head.content_length.value_or(0);
    if (length > options.max_body_bytes) return failure{errc::too_large, "the body is over the limit"};
    request_.body.reserve(std::min<std::size_t>(length, most_reserved));
    request_.method = head.method;
    set_target(request_, std::move(head.target));
    request_.headers = std::move(head.headers);
    return {};
  };
  const auto on_body = [&](std::string_view piece) -> result<void> {
    if (piece.size() > options.max_body_bytes - request_.body.size()) {
      return failure{errc::too_large, "the body is over the limit"};
    }
    request_.body.append(piece);
    return {};
  };
  const auto header_limit = std::min(options.max_header_bytes, buffer_pool::buffer_bytes);
  const auto parser = make_request_parser(header_limit, on_head, on_body);
  while (true) {
    while (!window_->unread().empty() && !parser->is_done()) {
      auto taken = parser->feed(window_->unread());
      if (!taken) {
        if (!refusal_) refusal_ = refusal{status_of(taken.error(), parser->has_head()), taken.error().what};
        co_return read_outcome::refused;
      }
      window_->consume(*taken);
      if (*taken == 0) break;
    }
    if (parser->is_done()) break;
    if (parser->has_head() && std::exchange(expects_continue, false)) {
      const auto told = co_await stream_->write("HTTP/1.1 100 Continue\r\n\r\n", "", until);
      if (told.error) co_return read_outcome::gone;
    }
    const auto [into, size] = window_->space();
    if (size == 0) {
      refusal_ = refusal{400, "a line is longer than the read buffer"};
      co_return read_outcome::refused;
    }
    const auto got = co_await stream_->read_some(asio::buffer(into, size), until);
    if (got.error) co_return read_outcome::gone;
    window_->filled(got.bytes);
  }
  keeps_ = parser->keep_alive();
  co_return read_outcome::request;
}

asio::awaitable<http_response> session::answer() {
  request_.peer_address = peer_address_;
  request_.local_address = local_address_;
  request_.local_port = local_port_;
  const auto path = request_.path;
  std::string reason;
  try {
    auto handling = rules_->handle(std::exchange(request_, http_request()));
    co_return co_await std::move(handling);
  } catch (const std::exception& e) {
    reason = e.what();
  } catch (...) {
    reason = "unknown exception";
  }
  log::error("a handler failed", {{"method", method_}, {"path", path}, {"reason", reason}});
  co_return text_response(500, "internal error\n");
}

/// False: the connection has ended.
asio::awaitable<bool> session::write_response(http_response response) {
  if (rules_->is_stopping) keeps_ = false;
  const auto kept = is_version_1_0_ ? connection_word::keep_alive_1_0 : connection_word::none;
  auto head = response_head(response, keeps_ ? kept : connection_word::close);
  const bool with_body = method_ != "HEAD" && may_have_body(response.status);
  if (response.fault) {
    if (with_body) head += response.body;
    co_await write_with_fault(std::move(head), *response.fault);
    co_return false;
  }
  const std::string_view body = with_body ? std::string_view(response.body) : std::string_view();
  const auto wrote = co_await stream_->write(head, body, after(rules_->options.request_timeout));
  co_return !wrote.error;
}

asio::awaitable<void> session::write_with_fault(std::string wire, wire_fault fault) {
  wire.resize(std::min(wire.size(), fault.stop_after_bytes));
  const auto step = fault.drip_bytes == 0 ? wire.size() : fault.drip_bytes;
  for (std::size_t at = 0; at < wire.size(); at += step) {
    if (at > 0 && fault.drip_interval.count() > 0) co_await pause_for(fault.drip_interval);
    const auto piece = std::string_view(wire).substr(at, step);
    const auto wrote = co_await stream_->write(piece, "", after(rules_->options.request_timeout));
    if (wrote.error || rules_->is_stopping) co_return;
  }
  if (fault.then == wire_fault::ending::reset) stream_->reset();
  if (fault.then == wire_fault::ending::close) co_await linger();
  if (fault.then == wire_fault::ending::hang) co_await hang();
}

/// Says nothing more until the client gives up or the server stops.
asio::awaitable<void> session::hang() {
  begin_idle();
  std::array<char, 512> ignored;
  while (!rules_->is_stopping) {
    const auto got = co_await stream_->read_some(asio::buffer(ignored), deadline::max());
    if (got.error) co_return;
  }
}

asio::awaitable<void> session::linger() {
  begin_idle();
  const auto until = after(linger_time);
  co_await stream_->finish(until);
  std::array<char, 4096> ignored;
  for (std::size_t left = linger_bytes; left > 0 && !rules_->is_stopping;) {
    const auto got = co_await stream_->read_some(asio::buffer(ignored), until);
    if (got.error) co_return;
    left -= std::min(left, got.bytes);
  }
}

}  // namespace mesoscale::net
