// The client of four-letter words against raw servers on loopback.
#include "common/net/line_client.hpp"

#include "tests/net/loopback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace mesoscale::net {
namespace {

using asio::ip::tcp;
using testing::HasSubstr;

constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

enum class ending { close, reset, hold };

/// Takes one connection, reads four bytes, writes the answer in pieces and ends as told.
class word_server {
 public:
  word_server(asio::io_context& io, std::vector<std::string> pieces, ending how)
      : acceptor_(io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)),
        pieces_(std::move(pieces)),
        how_(how) {
    asio::co_spawn(io, serve(), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
  }

  line_server at() { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }
  const std::string& heard() const { return heard_; }

 private:
  asio::awaitable<void> serve() {
    auto [error, socket] = co_await acceptor_.async_accept(with_error);
    if (error) co_return;
    heard_.resize(4);
    const auto word = asio::buffer(heard_);
    const auto [no_word, bytes] = co_await asio::async_read(socket, word, with_error);
    heard_.resize(bytes);
    if (no_word) co_return;
    for (const std::string& piece : pieces_) {
      const auto text = asio::buffer(piece);
      const auto [broken, written] = co_await asio::async_write(socket, text, with_error);
      if (broken) co_return;
    }
    if (how_ == ending::reset) {
      socket.set_option(asio::socket_base::linger(true, 0));
      socket.close();  // The destructor of a socket would close it politely.
    }
    if (how_ == ending::hold) {
      char more = 0;
      const auto byte = asio::buffer(&more, 1);
      co_await socket.async_read_some(byte, with_error);  // Until the client gives up.
    }
  }

  tcp::acceptor acceptor_;
  std::vector<std::string> pieces_;
  ending how_;
  std::string heard_;
};

class line_client_test : public testing::Test {
 protected:
  result<std::string> ask(line_server to, four_letter_word word,
                          std::chrono::milliseconds limit = std::chrono::seconds(10),
                          line_client_options options = {}) {
    const auto client = make_line_client(net.io.get_executor(), options);
    return net.run(client->ask(std::move(to), word, after(limit)));
  }

  loopback net;
};

TEST_F(line_client_test, an_answer_without_a_line_end_arrives_when_the_server_closes) {
  word_server server(net.io, {"imok"}, ending::close);

  const auto answer = ask(server.at(), four_letter_word::ruok);

  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(*answer, "imok");
  EXPECT_EQ(server.heard(), "ruok");
}

TEST_F(line_client_test, an_answer_in_pieces_arrives_whole) {
  word_server server(net.io, {"zk_version\t3", ".8.0\n", std::string(40'000, 'x'), "\n"}, ending::close);

  const auto answer = ask(server.at(), four_letter_word::mntr);

  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_EQ(*answer, "zk_version\t3.8.0\n" + std::string(40'000, 'x') + "\n");
  EXPECT_EQ(server.heard(), "mntr");
}

TEST_F(line_client_test, a_connection_that_is_held_ends_with_the_deadline) {
  word_server server(net.io, {"zk_version\t3.8.0\n"}, ending::hold);

  const auto answer = ask(server.at(), four_letter_word::srvr, std::chrono::milliseconds(50));

  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::timeout) << answer.error().what;
}

TEST_F(line_client_test, an_answer_over_its_limit_is_refused_and_one_at_the_limit_is_not) {
  word_server fits(net.io, {"12345678"}, ending::close);
  word_server too_long(net.io, {"123456789"}, ending::hold);

  const auto whole =
      ask(fits.at(), four_letter_word::mntr, std::chrono::seconds(10), {.max_answer_bytes = 8});
  const auto refused =
      ask(too_long.at(), four_letter_word::mntr, std::chrono::seconds(10), {.max_answer_bytes = 8});

  ASSERT_TRUE(whole.ok()) << whole.error().what;
  EXPECT_EQ(*whole, "12345678");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, errc::too_large);
  EXPECT_THAT(refused.error().what, HasSubstr("8 bytes"));
}

TEST_F(line_client_test, a_close_without_an_answer_is_no_answer) {
  word_server server(net.io, {}, ending::close);

  const auto answer = ask(server.at(), four_letter_word::mntr);

  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::disconnected) << answer.error().what;
}

TEST_F(line_client_test, a_reset_in_the_middle_is_no_answer) {
  word_server server(net.io, {"zk_version\t3.8.0\n"}, ending::reset);

  const auto answer = ask(server.at(), four_letter_word::mntr);

  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::disconnected) << answer.error().what;
}

TEST_F(line_client_test, a_closed_port_is_a_refused_connection) {
  tcp::acceptor taken(net.io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  const line_server closed{"127.0.0.1", taken.local_endpoint().port()};
  taken.close();

  const auto refused = ask(closed, four_letter_word::srvr);

  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, errc::refused) << refused.error().what;
}

}  // namespace
}  // namespace mesoscale::net
