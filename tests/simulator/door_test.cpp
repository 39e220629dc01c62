#include "simulator/door.hpp"

#include "common/core/base64.hpp"
#include "common/net/json_web_token.hpp"
#include "simulator/json.hpp"
#include "tests/net/certificates.hpp"
#include "tests/net/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace mesoscale::simulator {
namespace {

using std::chrono::seconds;

struct at_the_door : ::testing::Test {
  net::temporary_folder folder;
  std::string key = net::make_private_key("RSA-2048");
  daemon_name master{daemon_name::kind::master, "127.0.10.1:5050"};
  daemon_name marathon{daemon_name::kind::marathon, "127.0.12.1:8080"};
  instant now = instant(seconds(1'700'000'000));

  door_options dcos() {
    door_options options;
    options.dcos_uid = "mesoscale";
    options.dcos_public_key_file = folder.write("public.pem", net::public_key_of(key));
    options.token_lifetime = seconds(10);
    return options;
  }

  net::http_request request(const std::string& path, const std::string& authorization = "") const {
    net::http_request out;
    out.method = "GET";
    out.path = path;
    if (!authorization.empty()) out.headers.set("Authorization", authorization);
    return out;
  }

  net::http_request login(const std::string& uid, const std::string& signed_by, seconds good_for) const {
    const json claims = {{"uid", uid}, {"exp", 1'700'000'000 + good_for.count()}};
    net::http_request out = request("/acs/api/v1/auth/login");
    out.method = "POST";
    out.body = json{{"uid", uid}, {"token", *net::sign_rs256(claims.dump(), signed_by)}}.dump();
    return out;
  }
};

TEST_F(at_the_door, everybody_enters_when_nothing_is_configured) {
  door open{door_options{}};

  EXPECT_TRUE(open.admits(master, request("/state"), now));
}

TEST_F(at_the_door, a_password_opens_and_a_wrong_one_does_not) {
  door_options options;
  options.basic_user = "u";
  options.basic_password_file = folder.write("password", "p\n");
  door guarded(options);

  EXPECT_TRUE(guarded.admits(master, request("/state", "Basic " + encode_base64("u:p")), now));
  EXPECT_FALSE(guarded.admits(master, request("/state", "Basic " + encode_base64("u:q")), now));
  EXPECT_FALSE(guarded.admits(master, request("/state", "Basic " + encode_base64("v:p")), now));
  EXPECT_FALSE(guarded.admits(marathon, request("/v2/apps"), now));
  EXPECT_EQ(guarded.counts().refused, 3u);
}

TEST_F(at_the_door, a_rotated_token_opens_at_once) {
  door_options options;
  options.bearer_file = folder.write("token", "old\n");
  door guarded(options);

  folder.write("token", "new\n");

  EXPECT_TRUE(guarded.admits(marathon, request("/v2/apps", "Bearer new"), now));
  EXPECT_FALSE(guarded.admits(marathon, request("/v2/apps", "Bearer old"), now));
}

TEST_F(at_the_door, an_empty_secret_opens_for_nobody) {
  door_options options;
  options.bearer_file = folder.write("token", "");
  door guarded(options);

  EXPECT_FALSE(guarded.admits(marathon, request("/v2/apps", "Bearer "), now));
}

TEST_F(at_the_door, mesos_tells_its_health_to_everybody) {
  door guarded(dcos());

  EXPECT_TRUE(guarded.admits(master, request("/health"), now));
  EXPECT_FALSE(guarded.admits(master, request("/metrics/snapshot"), now));
}

TEST_F(at_the_door, the_login_gives_a_token_that_opens_until_it_expires) {
  door guarded(dcos());
  const auto asked = login("mesoscale", key, seconds(300));
  ASSERT_TRUE(guarded.is_login(master, asked));
  EXPECT_FALSE(guarded.is_login(marathon, asked));

  const auto answer = guarded.log_in(asked, now);

  ASSERT_EQ(answer.status, 200);
  const std::string token = json::parse(answer.body).at("token");
  EXPECT_EQ(net::token_expiry(token), std::chrono::system_clock::time_point(seconds(1'700'000'010)));
  EXPECT_TRUE(guarded.admits(marathon, request("/v2/apps", "token=" + token), now + seconds(9)));
  EXPECT_FALSE(guarded.admits(marathon, request("/v2/apps", "token=" + token), now + seconds(10)));
  EXPECT_FALSE(guarded.admits(marathon, request("/v2/apps", "token=x"), now));
}

TEST_F(at_the_door, the_login_refuses_what_it_cannot_trust) {
  door guarded(dcos());
  const std::string another = net::make_private_key("RSA-2048");
  net::http_request broken = login("mesoscale", key, seconds(300));
  broken.body = R"({"uid": "mesoscale", "token": "a.b.c"})";

  EXPECT_EQ(guarded.log_in(login("mesoscale", another, seconds(300)), now).status, 401);
  EXPECT_EQ(guarded.log_in(login("somebody", key, seconds(300)), now).status, 401);
  EXPECT_EQ(guarded.log_in(login("mesoscale", key, seconds(-1)), now).status, 401);
  EXPECT_EQ(guarded.log_in(broken, now).status, 401);
  EXPECT_EQ(guarded.counts().refused_logins, 4u);
  EXPECT_EQ(guarded.counts().logins, 0u);
}

}  // namespace
}  // namespace mesoscale::simulator
