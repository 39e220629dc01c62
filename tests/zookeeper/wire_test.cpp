#include "common/zookeeper/wire.hpp"

#include <gtest/gtest.h>

namespace mesoscale {
namespace {

using namespace std::string_literals;

// As ZooKeeper's Java client sends it: what stands in zookeeper.jute, by hand.
TEST(wire, writes_a_request_for_a_session) {
  wire_session session;
  session.timeout_ms = 4000;

  EXPECT_EQ(connect_request(session),
            "\0\0\0\x2c"
            "\0\0\0\0"
            "\0\0\0\0\0\0\0\0"
            "\0\0\x0f\xa0"
            "\0\0\0\0\0\0\0\0"
            "\0\0\0\x10"s +
                std::string(16, '\0'));
}

TEST(wire, writes_a_ping_and_an_end) {
  EXPECT_EQ(ping_request(), "\0\0\0\x08\xff\xff\xff\xfe\0\0\0\x0b"s);
  EXPECT_EQ(close_request(7), "\0\0\0\x08\0\0\0\x07\xff\xff\xff\xf5"s);
}

TEST(wire, writes_a_node_that_vanishes_with_its_session) {
  EXPECT_EQ(create_request(1, "/a", "x", wire_node::ephemeral_sequential),
            "\0\0\0\x32"
            "\0\0\0\x01\0\0\0\x01"
            "\0\0\0\x02/a"
            "\0\0\0\x01x"
            "\0\0\0\x01\0\0\0\x1f\0\0\0\x05world\0\0\0\x06"
            "anyone"
            "\0\0\0\x03"s);
}

TEST(wire, reads_a_session) {
  const auto session = read_connect_response("\0\0\0\0\0\0\x03\xe8\x01\0\0\0\0\0\0\x02\0\0\0\x02pw"s);

  ASSERT_TRUE(session);
  EXPECT_EQ(session->timeout_ms, 1000);
  EXPECT_EQ(session->id, 0x0100000000000002);
  EXPECT_EQ(session->password, "pw");
}

TEST(wire, reads_no_session_from_zeros_or_from_half_an_answer) {
  EXPECT_FALSE(read_connect_response("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"s));
  EXPECT_FALSE(read_connect_response("\0\0\0\0\0\0\x03\xe8\x01"s));
  EXPECT_FALSE(read_connect_response("\0\0\0\0\0\0\x03\xe8\x01\0\0\0\0\0\0\x02\0\0\0\x09pw"s));
}

TEST(wire, reads_the_code_of_an_answer) {
  EXPECT_EQ(read_code("\0\0\0\x01\0\0\0\0\0\0\0\x05\0\0\0\0"s), 0);
  EXPECT_EQ(read_code("\0\0\0\x01\0\0\0\0\0\0\0\x05\xff\xff\xff\x92"s), wire_node_exists);
  EXPECT_FALSE(read_code("\0\0"s));
}

}  // namespace
}  // namespace mesoscale
