#include "common/net/reload_request.hpp"

#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

int status_for(const char* method, const char* peer, bool is_authenticating) {
  http_request request;
  request.method = method;
  request.peer_address = peer;
  const auto refused = refuse_reload(request, is_authenticating);
  return refused ? refused->status : 0;
}

TEST(reload_request, is_let_through_from_loopback) {
  EXPECT_EQ(status_for("POST", "127.0.0.1", false), 0);
  EXPECT_EQ(status_for("PUT", "::1", false), 0);
}

TEST(reload_request, of_a_stranger_needs_a_program_that_authenticates) {
  EXPECT_EQ(status_for("POST", "10.0.0.1", false), 403);
  EXPECT_EQ(status_for("POST", "", false), 403);
  EXPECT_EQ(status_for("POST", "10.0.0.1", true), 0);
}

TEST(reload_request, is_refused_with_405_for_a_get) { EXPECT_EQ(status_for("GET", "127.0.0.1", true), 405); }

TEST(reload_request, that_failed_is_answered_with_500_and_the_mistakes) {
  const auto response = reload_response(failure{errc::invalid, "f.yml:3:1: found x, expected y"});

  EXPECT_EQ(response.status, 500);
  EXPECT_NE(response.body.find("f.yml:3:1: found x, expected y"), std::string::npos);
  EXPECT_EQ(reload_response(result<void>()).status, 200);
}

}  // namespace
}  // namespace mesoscale::net
