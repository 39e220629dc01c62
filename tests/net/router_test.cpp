#include "common/net/router.hpp"

#include "tests/net/loopback.hpp"

#include <gtest/gtest.h>

namespace mesoscale::net {
namespace {

http_handler named(std::string name) { return answering(text_response(200, std::move(name))); }

class router : public testing::Test {
 protected:
  http_response ask(const std::string& method, const std::string& path) {
    http_request request;
    request.method = method;
    request.path = path;
    return net.run(handle(std::move(request)));
  }

  loopback net;
  http_handler handle = make_router({
      {"GET", "/", named("root")},
      {"GET", "/v2/*", named("prefix")},
      {"GET", "/v2/apps", named("apps")},
      {"POST", "/v2/apps", named("create")},
      {"GET", "/v2/apps/*", named("app")},
      {"DELETE", "/v2/apps/*", named("delete")},
  });
};

TEST_F(router, the_longest_path_wins) {
  EXPECT_EQ(ask("GET", "/").body, "root");
  EXPECT_EQ(ask("GET", "/v2/info").body, "prefix");
  EXPECT_EQ(ask("GET", "/v2/apps").body, "apps");
  EXPECT_EQ(ask("GET", "/v2/apps//demo/web").body, "app");
}

TEST_F(router, the_method_chooses_among_routes_of_one_path) {
  EXPECT_EQ(ask("POST", "/v2/apps").body, "create");
  EXPECT_EQ(ask("DELETE", "/v2/apps/x").body, "delete");
}

TEST_F(router, an_unknown_path_is_404) {
  EXPECT_EQ(ask("GET", "/v3").status, 404);
  EXPECT_EQ(ask("GET", "/v2").status, 404);
  EXPECT_EQ(ask("GET", "").status, 404);
}

TEST_F(router, an_unknown_method_is_405_and_names_the_allowed_ones) {
  const auto answer = ask("PUT", "/v2/apps");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers.get("Allow"), "GET, HEAD, POST");
}

TEST_F(router, a_longer_path_without_the_method_does_not_fall_back_on_a_shorter_one) {
  EXPECT_EQ(ask("POST", "/v2/apps/x").status, 405);
}

TEST_F(router, head_is_answered_by_get) { EXPECT_EQ(ask("HEAD", "/v2/apps").status, 200); }

}  // namespace
}  // namespace mesoscale::net
