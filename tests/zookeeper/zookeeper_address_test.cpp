#include "common/zookeeper/zookeeper_address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(zookeeper_address, reads_servers_and_path) {
  const auto address = parse_zookeeper_address("zk://zk1.example.org:2181,10.0.0.2:2182/mesos");
  ASSERT_TRUE(address) << address.error().what;
  EXPECT_THAT(address->servers, ElementsAre("zk1.example.org:2181", "10.0.0.2:2182"));
  EXPECT_EQ(address->path, "/mesos");
  EXPECT_EQ(address->hosts(), "zk1.example.org:2181,10.0.0.2:2182");
  EXPECT_EQ(address->text(), "zk://zk1.example.org:2181,10.0.0.2:2182/mesos");
}

TEST(zookeeper_address, the_port_is_2181_where_none_is_given) {
  EXPECT_EQ(parse_zookeeper_address("zk://a,b:1/x")->hosts(), "a:2181,b:1");
}

TEST(zookeeper_address, slashes_at_the_end_of_the_path_do_not_count) {
  EXPECT_EQ(parse_zookeeper_address("zk://a/mesos/prod//")->path, "/mesos/prod");
}

TEST(zookeeper_address, refuses_what_is_none_and_says_what_is_expected) {
  for (const auto* text :
       {"", "http://a:5050/", "zk:/a/mesos", "zk://a", "zk://a/", "zk://a//", "zk:///mesos", "zk://a,/mesos",
        "zk://a:0/mesos", "zk://a:65536/mesos", "zk://a:b/mesos", "zk://a:1:2/mesos", "zk://a b/mesos",
        "zk://a/me sos", "zk://a/mesos//x"}) {
    const auto address = parse_zookeeper_address(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().code, errc::invalid);
    EXPECT_THAT(address.error().what, HasSubstr("expected zk://host:port,host:port/path"));
  }
}

TEST(zookeeper_address, refuses_user_and_password_without_quoting_them) {
  const auto address = parse_zookeeper_address("zk://mesos:hunter2@a:2181/mesos");
  ASSERT_FALSE(address);
  EXPECT_THAT(address.error().what, HasSubstr("user or password"));
  EXPECT_THAT(address.error().what, Not(HasSubstr("hunter2")));
}

TEST(zookeeper_address, is_told_by_its_scheme) {
  EXPECT_TRUE(is_zookeeper_address("zk://a/mesos"));
  EXPECT_FALSE(is_zookeeper_address("http://zk:2181/mesos"));
}

}  // namespace
}  // namespace mesoscale
