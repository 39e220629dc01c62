#include "webhook/marathon/answer.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

using kind = put_answer::kind;

net::http_response answer(int status, std::string body) {
  net::http_response out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

// The texts are those of Marathon's sources: Exception.scala, MarathonExceptionMapper.scala, LeaderProxyFilter.scala.
TEST(answer, classify_put_knows_each_answer_of_marathon) {
  struct row {
    const char* name;
    int status;
    const char* body;
    kind expected;
  };
  const row table[] = {
      {"accepted", 200, R"({"version":"2015-03-01T10:00:00.000Z","deploymentId":"83b215a6"})",
       kind::accepted},
      {"empty body of the 0.8.1 proxy", 200, "", kind::unconfirmed},
      {"no deployment id", 200, R"({"version":"2015-03-01T10:00:00.000Z"})", kind::unconfirmed},
      {"created by mistake", 201, R"({"id":"/x","version":"v","deploymentId":"d"})", kind::created},
      {"standby", 302, "", kind::redirected},
      {"rejected", 400, R"({"message":"Invalid JSON","details":"x"})", kind::rejected},
      {"no login", 401, R"({"message":"Invalid username or password."})", kind::unauthorized},
      {"too many", 403, R"({"message":"Max number (100) of running deployments is achieved. Wait"})",
       kind::too_many_deployments},
      {"not allowed", 403, R"({"message":"Not Authorized to perform this action!"})", kind::forbidden},
      {"gone", 404, R"({"message":"App '/x' does not exist"})", kind::gone},
      {"locked", 409,
       R"({"message":"App is locked by one or more deployments.","deployments":[{"id":"97c136bf"}]})",
       kind::locked},
      {"concurrent", 409, R"({"message":"Conflicting change"})", kind::conflict},
      {"single instance", 422,
       R"({"message":"Object is not valid","details":[{"path":"/instances","errors":["x"]}]})",
       kind::rejected},
      {"no app of that id, 1.11", 422,
       R"({"message":"Object is not valid","details":[{"path":"/","errors":["AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'."]}]})",
       kind::gone},
      {"busy", 429, "", kind::unknown},
      {"queue full", 500, R"({"message":"java.util.concurrent.RejectedExecutionException"})", kind::unknown},
      {"no leader 1.11", 502, "Could not determine the current leader", kind::unknown},
      {"no leader 0.9", 503, "<html>Could not determine the current leader</html>", kind::unknown},
      {"timeout 0.8.1", 504, "", kind::unknown},
  };
  for (const row& r : table)
    EXPECT_EQ(name_of(classify_put(answer(r.status, r.body)).what), std::string(name_of(r.expected)))
        << r.name;
}

TEST(answer, a_put_that_cannot_have_been_sent_is_told_apart_from_one_that_may_have_arrived) {
  for (const errc code : {errc::refused, errc::unreachable, errc::resolve, errc::connect, errc::tls}) {
    EXPECT_EQ(put_failure({code, "x"}).what, kind::not_sent) << reason_name(code);
  }
  for (const errc code :
       {errc::timeout, errc::disconnected, errc::not_json, errc::too_large, errc::cancelled}) {
    EXPECT_EQ(put_failure({code, "x"}).what, kind::unknown) << reason_name(code);
  }
}

TEST(answer, classify_read_takes_the_target_count_and_the_deployments) {
  const auto got = classify_read(answer(200, R"({"app":{"id":"/x","instances":4,"tasksRunning":3,
    "version":"2015-03-01T10:00:00.000Z","deployments":[{"id":"97c136bf"}]}})"));
  ASSERT_EQ(got.what, read_answer::kind::present);
  EXPECT_EQ(got.app.instances, 4);
  EXPECT_EQ(got.app.tasks_running, 3);
  EXPECT_EQ(got.app.version, "2015-03-01T10:00:00.000Z");
  EXPECT_EQ(got.app.deployments, (std::vector<std::string>{"97c136bf"}));
}

TEST(answer, classify_read_takes_the_time_of_the_last_scaling_where_marathon_has_it) {
  const auto got = classify_read(answer(
      200,
      R"({"app":{"id":"/x","instances":4,"versionInfo":{"lastScalingAt":"2017-03-01T10:00:00.000Z"}}})"));
  ASSERT_TRUE(got.app.last_scaling.has_value());
  EXPECT_EQ(format_time(*got.app.last_scaling), "2017-03-01T10:00:00.000Z");
  EXPECT_FALSE(classify_read(answer(200, R"({"app":{"id":"/x","instances":4}})")).app.last_scaling);
}

TEST(answer, classify_read_never_takes_a_broken_answer_for_zero_instances) {
  using read = read_answer::kind;
  for (const char* body : {"", "{}", "null", "[]", "<html>", R"({"app":{}})", R"({"app":{"instances":"4"}})",
                           R"({"app":{"instances":null}})", R"({"app":{"instances":4)"}) {
    EXPECT_EQ(classify_read(answer(200, body)).what, read::unavailable) << body;
  }
  EXPECT_EQ(classify_read(answer(503, "{}")).what, read::unavailable);
  EXPECT_EQ(classify_read(answer(404, R"({"message":"App '/x' does not exist"})")).what, read::missing);
  EXPECT_EQ(classify_read(answer(404, "<html>404</html>")).what, read::unavailable);
}

}  // namespace
}  // namespace mesoscale::webhook
