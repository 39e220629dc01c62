#include "common/net/message_parser.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>

#include <utility>

namespace mesoscale::net {

namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

std::string text(boost::beast::string_view view) { return std::string(view.data(), view.size()); }

template <bool IsRequest>
class parser final : public message_parser, private http::basic_parser<IsRequest> {
  using base = http::basic_parser<IsRequest>;

 public:
  parser(std::size_t max_header_bytes, bool skip_body, head_receiver on_head, body_receiver on_body)
      : on_head_(std::move(on_head)), on_body_(std::move(on_body)), max_header_bytes_(max_header_bytes) {
    this->eager(true);
    this->header_limit(static_cast<std::uint32_t>(max_header_bytes));
    this->body_limit(boost::none);
    if (skip_body) this->skip(true);
  }

  result<std::size_t> feed(std::string_view bytes) override {
    error_code error;
    const auto taken = this->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    if (error && error != http::error::need_more) return failure_of(error);
    return taken;
  }

  result<void> end_of_stream() override {
    error_code error;
    if (!this->got_some())
      return failure{errc::disconnected, "the peer closed the connection before it answered"};
    if (!this->is_done_()) this->put_eof(error);
    if (error == http::error::partial_message) {
      return failure{errc::disconnected, "the peer closed the connection in the middle of the message"};
    }
    if (error) return failure_of(error);
    return {};
  }

  bool has_head() const override { return this->is_header_done(); }
  bool is_done() const override { return is_done_(); }
  bool keep_alive() const override { return is_done_() && base::keep_alive(); }

 private:
  bool is_done_() const { return base::is_done(); }

  failure failure_of(const error_code& error) const {
    if (refusal_) return *refusal_;
    if (error == http::error::header_limit) {
      return failure{errc::too_large,
                     "the header is over its limit of " + std::to_string(max_header_bytes_) + " bytes"};
    }
    return failure{errc::wrong_shape, "not a valid HTTP message (" + error.message() + ")"};
  }

  /// Whether chunked is the only coding, said once: other codings would have to be undone by us.
  bool is_plainly_chunked() const {
    int codings = 0;
    for (const auto& [name, value] : head_.headers.fields()) {
      if (!boost::beast::iequals(name, "Transfer-Encoding")) continue;
      if (!boost::beast::iequals(value, "chunked")) return false;
      ++codings;
    }
    return codings == 1 && this->chunked();
  }

  /// Keeps what a receiver said while Beast carries any error code out.
  void refuse(failure why, error_code& error) {
    refusal_ = std::move(why);
    error = http::error::bad_value;
  }

  void on_request_impl(http::verb, boost::beast::string_view method, boost::beast::string_view target,
                       int version, error_code&) override {
    head_.method = text(method);
    head_.target = text(target);
    head_.version = version;
  }

  void on_response_impl(int status, boost::beast::string_view reason, int version, error_code&) override {
    head_.status = status;
    head_.reason = text(reason);
    head_.version = version;
  }

  void on_field_impl(http::field, boost::beast::string_view name, boost::beast::string_view value,
                     error_code&) override {
    // Fields behind a chunked body must not pass for fields of the header.
    if (!is_head_done_) head_.headers.add(text(name), text(value));
  }

  void on_header_impl(error_code& error) override {
    is_head_done_ = true;
    if (head_.headers.has("Transfer-Encoding")) {
      if (head_.headers.has("Content-Length")) {
        return refuse(failure{errc::wrong_shape, "both Content-Length and Transfer-Encoding"}, error);
      }
      if (!is_plainly_chunked()) {
        return refuse(failure{errc::wrong_shape, "a Transfer-Encoding other than chunked"}, error);
      }
    } else if (const auto length = this->content_length()) {
      head_.content_length = *length;
    }
    if (auto taken = on_head_(head_); !taken) refuse(taken.error(), error);
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}

  std::size_t on_body_impl(boost::beast::string_view piece, error_code& error) override {
    if (auto taken = on_body_(std::string_view(piece.data(), piece.size())); !taken)
      refuse(taken.error(), error);
    return piece.size();
  }

  void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, error_code&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view piece, error_code& error) override {
    return on_body_impl(piece, error);
  }

  void on_finish_impl(error_code&) override {}

  message_head head_;
  head_receiver on_head_;
  body_receiver on_body_;
  std::size_t max_header_bytes_;
  bool is_head_done_ = false;
  std::optional<failure> refusal_;
};

}  // namespace

std::unique_ptr<message_parser> make_request_parser(std::size_t max_header_bytes,
                                                    message_parser::head_receiver on_head,
                                                    message_parser::body_receiver on_body) {
  return std::make_unique<parser<true>>(max_header_bytes, false, std::move(on_head), std::move(on_body));
}

std::unique_ptr<message_parser> make_response_parser(std::size_t max_header_bytes, bool answers_head,
                                                     message_parser::head_receiver on_head,
                                                     message_parser::body_receiver on_body) {
  return std::make_unique<parser<false>>(max_header_bytes, answers_head, std::move(on_head),
                                         std::move(on_body));
}

}  // namespace mesoscale::net
