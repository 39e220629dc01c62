#include "common/net/line_client.hpp"

#include "common/net/connection_pool.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <array>
#include <utility>

namespace mesoscale::net {

namespace {

using answer_result = result<std::string>;

/// Reads to the end of the stream.
asio::awaitable<answer_result> read_answer(byte_stream& stream, std::size_t limit, deadline until) {
  std::string answer;
  std::array<char, 16 * 1024> piece;
  while (true) {
    const auto into = asio::buffer(piece);
    const auto got = co_await stream.read_some(into, until);
    if (got.bytes > limit - answer.size()) {
      co_return failure{errc::too_large,
                        "the answer is over its limit of " + std::to_string(limit) + " bytes"};
    }
    answer.append(piece.data(), got.bytes);
    if (got.error == asio::error::eof && !answer.empty()) co_return answer;
    if (got.error) {
      const std::string where = answer.empty() ? " before the answer began" : " in the middle of the answer";
      co_return failure{classify(got.error, io_phase::talking), describe(got.error) + where};
    }
  }
}

class real_line_client final : public line_client {
 public:
  real_line_client(asio::any_io_executor executor, line_client_options options)
      : options_(options), connections_(executor, 0, std::chrono::milliseconds(0)) {}

  asio::awaitable<answer_result> ask(line_server to, four_letter_word word, deadline until) override {
    url server;
    server.scheme = "http";  // Stands for "without TLS".
    server.host = std::move(to.host);
    server.port = to.port;
    tls_client_options no_tls;
    auto opened = co_await connections_.open(std::move(server), std::move(no_tls), until);
    if (!opened) co_return opened.error();
    const auto stream = std::move(*opened);
    const std::string_view text = word_text(word);
    const std::string_view nothing_more;
    const auto wrote = co_await stream->write(text, nothing_more, until);
    if (wrote.error) {
      const auto code = classify(wrote.error, io_phase::talking);
      co_return failure{code, describe(wrote.error) + " while the word was sent"};
    }
    co_return co_await read_answer(*stream, options_.max_answer_bytes, until);
  }

 private:
  line_client_options options_;
  connection_pool connections_;
};

}  // namespace

std::shared_ptr<line_client> make_line_client(asio::any_io_executor executor, line_client_options options) {
  return std::make_shared<real_line_client>(std::move(executor), options);
}

}  // namespace mesoscale::net
