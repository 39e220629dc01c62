#include "webhook/marathon/version.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

TEST(marathon_version, patch_is_there_from_1_4_on) {
  for (const char* version : {"1.4.0", "1.4.0-RC1", "1.11.24", "2.0"})
    EXPECT_TRUE(has_patch(version)) << version;
  for (const char* version : {"1.3.13", "1.1.1", "0.8.1", "0.15.3", "", "1", "1.", "x.4", "unknown"})
    EXPECT_FALSE(has_patch(version)) << version;
}

TEST(marathon_version, is_that_of_the_answer_or_nothing) {
  net::http_response response;
  response.status = 200;
  response.body = R"({"name":"marathon","version":"1.4.7","elected":true})";
  EXPECT_EQ(read_version(response), "1.4.7");
  for (const char* body : {"", "[]", "{}", R"({"version":14})", "<html>"}) {
    response.body = body;
    EXPECT_EQ(read_version(response), std::nullopt) << body;
  }
  response.status = 503;
  response.body = R"({"version":"1.4.7"})";
  EXPECT_EQ(read_version(response), std::nullopt);
}

}  // namespace
}  // namespace mesoscale::webhook
