#include "webhook/ui/peer_filter.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

TEST(peer_filter, loopback_is_always_allowed_and_nobody_else_by_default) {
  const auto filter = peer_filter::parse({}).value();
  for (const char* peer : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(filter.allows(peer)) << peer;
  for (const char* peer : {"10.0.0.1", "::ffff:10.0.0.1", "fe80::1", "", "localhost"}) {
    EXPECT_FALSE(filter.allows(peer)) << peer;
  }
}

TEST(peer_filter, a_network_adds_its_addresses) {
  const auto filter = peer_filter::parse({"10.1.0.0/16", "192.0.2.7", "fd00::/8"}).value();
  for (const char* peer : {"10.1.2.3", "::ffff:10.1.0.9", "192.0.2.7", "fd12::1"})
    EXPECT_TRUE(filter.allows(peer)) << peer;
  for (const char* peer : {"10.2.0.1", "192.0.2.8", "2001:db8::1"}) EXPECT_FALSE(filter.allows(peer)) << peer;
  EXPECT_TRUE(peer_filter::parse({"0.0.0.0/0"}).value().allows("203.0.113.9"));
}

TEST(peer_filter, what_is_no_network_is_refused) {
  for (const char* text : {"", "all", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.0/"}) {
    EXPECT_FALSE(peer_filter::parse({text}).ok()) << text;
  }
}

}  // namespace
}  // namespace mesoscale::webhook
