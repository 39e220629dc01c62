#include "common/net/password_check.hpp"

#include "common/net/offload.hpp"
#include "tests/net/loopback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace mesoscale::net {
namespace {

using testing::Each;
using user_hashes = std::map<std::string, std::string, std::less<>>;

// Test vectors of crypt_blowfish (public domain): the hash and its password.
const std::string cheap_hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
const std::string cheap_password = "U*U";
const std::string second_hash = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK";
const std::string second_password = "U*U*";
// Costly enough for others to come in between; its password is not known here.
const std::string costly_hash = "$2y$08$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

const user_hashes users = {{"alice", cheap_hash}, {"bob", second_hash}};

class password_checks : public testing::Test {
 protected:
  password_verdict ask(password_check& checks, const std::string& user, const std::string& password,
                       const user_hashes& known = users) {
    return net.run(checks.check(user, password, known));
  }

  loopback net;
};

TEST(matches_bcrypt, agrees_with_published_vectors) {
  EXPECT_TRUE(matches_bcrypt(cheap_password, cheap_hash));
  EXPECT_TRUE(matches_bcrypt(second_password, second_hash));
  EXPECT_TRUE(matches_bcrypt("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"));
  EXPECT_FALSE(matches_bcrypt(second_password, cheap_hash));
  EXPECT_FALSE(matches_bcrypt("", cheap_hash));
}

TEST(matches_bcrypt, a_zero_byte_does_not_end_the_password) {
  EXPECT_FALSE(matches_bcrypt(cheap_password + std::string("\0x", 2), cheap_hash));
}

TEST(matches_bcrypt, what_is_no_bcrypt_hash_matches_nothing) {
  // The last two are hashes of that password indeed, of the kinds DES and MD5, as crypt(3) makes them.
  for (const auto* text : {"", "U*U", "*0", "abCY/CHNnliwA", "$1$abcdefgh$MgWcALXH6GdKt4lgu3JCA/"}) {
    EXPECT_FALSE(matches_bcrypt(cheap_password, text)) << text;
  }
}

TEST_F(password_checks, tell_right_from_wrong_and_from_unknown) {
  password_check checks;
  EXPECT_EQ(ask(checks, "alice", cheap_password), password_verdict::right);
  EXPECT_EQ(ask(checks, "bob", second_password), password_verdict::right);
  EXPECT_EQ(ask(checks, "alice", second_password), password_verdict::wrong);
  EXPECT_EQ(ask(checks, "alice", ""), password_verdict::wrong);
  EXPECT_EQ(ask(checks, "carol", cheap_password), password_verdict::wrong);
  EXPECT_EQ(ask(checks, "", ""), password_verdict::wrong);
}

TEST_F(password_checks, a_success_is_remembered_and_needs_no_thread_the_second_time) {
  password_check checks;
  ASSERT_EQ(ask(checks, "alice", cheap_password), password_verdict::right);
  checks.finish();
  EXPECT_EQ(ask(checks, "alice", cheap_password), password_verdict::right);
  EXPECT_NE(ask(checks, "alice", second_password), password_verdict::right);
  EXPECT_NE(ask(checks, "bob", cheap_password), password_verdict::right);
}

TEST_F(password_checks, a_failure_is_not_remembered_as_a_success) {
  password_check checks;
  ASSERT_EQ(ask(checks, "alice", "wrong"), password_verdict::wrong);
  EXPECT_EQ(ask(checks, "alice", "wrong"), password_verdict::wrong);
}

TEST_F(password_checks, a_success_is_forgotten_when_the_hash_changes) {
  password_check checks;
  ASSERT_EQ(ask(checks, "alice", cheap_password), password_verdict::right);
  EXPECT_EQ(ask(checks, "alice", cheap_password, {{"alice", second_hash}}), password_verdict::wrong);
  EXPECT_EQ(ask(checks, "alice", cheap_password, {}), password_verdict::wrong);
}

TEST_F(password_checks, the_oldest_success_makes_room_for_the_newest) {
  password_check checks({.threads = 1, .max_waiting = 32, .max_remembered = 1});
  ASSERT_EQ(ask(checks, "alice", cheap_password), password_verdict::right);
  ASSERT_EQ(ask(checks, "bob", second_password), password_verdict::right);
  checks.finish();
  EXPECT_NE(ask(checks, "alice", cheap_password), password_verdict::right);
  EXPECT_EQ(ask(checks, "bob", second_password), password_verdict::right);
}

asio::awaitable<void> note(password_check& checks, std::string password, user_hashes known,
                           std::vector<password_verdict>& verdicts) {
  auto checking = checks.check("alice", std::move(password), std::move(known));
  const auto verdict = co_await std::move(checking);
  verdicts.push_back(verdict);
}

TEST_F(password_checks, more_than_may_wait_are_told_so_at_once) {
  password_check checks({.threads = 1, .max_waiting = 4, .max_remembered = 8});
  std::vector<password_verdict> verdicts;
  for (int i = 0; i < 6; ++i) {
    asio::co_spawn(net.io, note(checks, "wrong", {{"alice", costly_hash}}, verdicts),
                   [](std::exception_ptr) {});
  }
  net.run_until([&] { return verdicts.size() == 6; });
  const std::vector<password_verdict> first(verdicts.begin(), verdicts.begin() + 2);
  const std::vector<password_verdict> rest(verdicts.begin() + 2, verdicts.end());
  EXPECT_THAT(first, Each(password_verdict::busy));
  EXPECT_THAT(rest, Each(password_verdict::wrong));
  EXPECT_EQ(ask(checks, "alice", cheap_password), password_verdict::right)
      << "room again after they have ended";
}

asio::awaitable<void> take_turns(int turns, bool& is_done) {
  for (int i = 0; i < turns; ++i) co_await asio::post(asio::use_awaitable);
  is_done = true;
}

TEST_F(password_checks, wrong_passwords_do_not_hold_up_others) {
  password_check checks;
  std::vector<password_verdict> verdicts;
  bool is_quick_done = false;
  for (int i = 0; i < 20; ++i) {
    asio::co_spawn(net.io, note(checks, "wrong " + std::to_string(i), {{"alice", costly_hash}}, verdicts),
                   [](std::exception_ptr) {});
  }
  asio::co_spawn(net.io, take_turns(50, is_quick_done), [](std::exception_ptr) {});

  net.run_until([&] { return is_quick_done; });

  // On the io thread the 20 would have come first, all of them.
  EXPECT_LT(verdicts.size(), 20u);
  net.run_until([&] { return verdicts.size() == 20; });
  EXPECT_THAT(verdicts, Each(password_verdict::wrong));
}

TEST_F(password_checks, ending_refuses_what_waits) {
  password_check checks;
  std::vector<password_verdict> verdicts;
  for (int i = 0; i < 20; ++i) {
    asio::co_spawn(net.io, note(checks, cheap_password, users, verdicts), [](std::exception_ptr) {});
  }
  while (net.io.poll_one() > 0 && verdicts.empty()) {
  }
  checks.finish();
  net.run_until([&] { return verdicts.size() == 20; });
  EXPECT_EQ(ask(checks, "bob", second_password), password_verdict::busy);
}

}  // namespace
}  // namespace mesoscale::net
