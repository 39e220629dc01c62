#include "simulator/marathon_api.hpp"

#include "tests/simulator/marathon_fixture.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace mesoscale::simulator {
namespace {

TEST_F(marathon_api_test, post_creates_an_app_and_answers_with_it) {
  const auto answer = ask("POST", "/v2/apps", R"({"id":"/a/b","cmd":"x","instances":3})");

  EXPECT_EQ(answer.status, 201);
  const json app = json::parse(answer.body);
  EXPECT_EQ(app.at("id"), "/a/b");
  EXPECT_EQ(app.at("deployments").at(0).at("id"), std::string(answer.headers.get("Marathon-Deployment-Id")));
  EXPECT_EQ(answer.headers.get("Location"), "http://127.0.12.1:8080/v2/apps//a/b");
}

TEST_F(marathon_api_test, post_of_an_app_that_is_there_conflicts) {
  create_web(1);

  const auto answer = ask("POST", "/v2/apps", R"({"id":"/demo/web","cmd":"x"})");

  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(json::parse(answer.body).at("message"), "An app with id [/demo/web] already exists.");
}

TEST_F(marathon_api_test, put_scales_and_get_shows_the_new_target_at_once) {
  create_web(2);
  wait(seconds(3));

  const auto answer = ask("PUT", "/v2/apps/demo/web", R"({"instances":4})");

  EXPECT_EQ(answer.status, 200);
  const json body = json::parse(answer.body);
  EXPECT_EQ(body.size(), 2u);
  EXPECT_EQ(answer.headers.get("Marathon-Deployment-Id"), body.at("deploymentId").get<std::string>());
  const json app = get("/v2/apps/demo/web").at("app");
  EXPECT_EQ(app.at("instances"), 4);
  EXPECT_EQ(app.at("tasksRunning"), 2);
  EXPECT_EQ(app.at("tasksStaged"), 2);
  EXPECT_EQ(app.at("versionInfo").at("lastScalingAt"), body.at("version"));
  EXPECT_EQ(app.at("deployments").at(0).at("id"), body.at("deploymentId"));
}

TEST_F(marathon_api_test, an_id_may_be_written_with_one_slash_two_or_escaped) {
  create_web(1);

  for (const char* path :
       {"/v2/apps/demo/web", "/v2/apps//demo/web", "/v2/apps/demo%2Fweb", "/v2/apps/demo/web/"})
    EXPECT_EQ(ask("GET", path).status, 200) << path;
}

TEST_F(marathon_api_test, put_with_a_full_definition_creates) {
  const auto answer = ask(
      "PUT", "/v2/apps/basic-0",
      R"({"id":"basic-0","cmd":"while [ true ] ; do echo 'Hello Marathon' ; sleep 5 ; done","cpus":0.1,"mem":10.0,"instances":2})");

  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(get("/v2/apps/basic-0").at("app").at("instances"), 2);
}

TEST_F(marathon_api_test, put_of_a_count_for_an_unknown_app_is_invalid) {
  const auto answer = ask("PUT", "/v2/apps/nobody", R"({"instances":2})");

  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(json::parse(answer.body).at("message"), "Object is not valid");
}

TEST_F(marathon_api_test, a_locked_app_answers_409_with_the_deployments_that_hold_it) {
  create_web(2);
  const json running = get("/v2/deployments");

  const auto answer = ask("PUT", "/v2/apps/demo/web", R"({"instances":4})");

  EXPECT_EQ(answer.status, 409);
  const json body = json::parse(answer.body);
  EXPECT_EQ(
      body.at("message"),
      "App is locked by one or more deployments. Override with the option '?force=true'. View details at "
      "'/v2/deployments/<DEPLOYMENT_ID>'.");
  EXPECT_EQ(body.at("deployments").at(0).at("id"), running.at(0).at("id"));
}

TEST_F(marathon_api_test, force_overrides_the_lock) {
  create_web(2);

  EXPECT_EQ(ask("PUT", "/v2/apps/demo/web", R"({"instances":4})", "force=true").status, 200);
  EXPECT_EQ(get("/v2/deployments").size(), 1u);
}

TEST_F(marathon_api_test, errors_have_the_status_and_message_that_marathon_gives) {
  create_web(1);
  EXPECT_EQ(ask("GET", "/v2/apps/x").status, 404);
  EXPECT_EQ(get("/v2/apps/x").at("message"), "App '/x' does not exist");
  EXPECT_EQ(ask("PUT", "/v2/apps/demo/web", "{").status, 400);
  EXPECT_EQ(ask("PATCH", "/v2/apps/x", R"({"cmd":"y"})").status, 404);
  EXPECT_EQ(ask("DELETE", "/v2/apps/x").status, 404);
  EXPECT_EQ(ask("DELETE", "/v2/deployments/x").status, 404);
  net::http_request untyped;
  untyped.method = "PUT";
  untyped.path = "/v2/apps/demo/web";
  untyped.body = R"({"instances":2})";
  EXPECT_EQ(api.answer(untyped).status, 415);
}

TEST_F(marathon_api_test, more_than_a_hundred_deployments_are_refused) {
  for (int i = 0; i < 100; ++i)
    ASSERT_EQ(ask("PUT", "/v2/apps/a" + std::to_string(i), R"({"cmd":"x","cpus":100})").status, 201);

  EXPECT_EQ(ask("PUT", "/v2/apps/b", R"({"cmd":"x"})").status, 403);
}

TEST_F(marathon_api_test, the_queue_shows_instances_that_find_no_offer) {
  create_web(30);
  wait(seconds(10));

  const json item = get("/v2/queue").at("queue").at(0);

  EXPECT_EQ(item.at("app").at("id"), "/demo/web");
  EXPECT_EQ(item.at("count"), 6);
  EXPECT_EQ(item.at("delay").at("overdue"), true);
  EXPECT_EQ(item.at("since"), iso_text(start));
  const json reasons = item.at("processedOffersSummary").at("rejectSummaryLastOffers");
  EXPECT_EQ(reasons.at(4).at("reason"), "InsufficientCpus");
  EXPECT_EQ(reasons.at(4).at("declined"), 3);
  EXPECT_EQ(reasons.at(5).at("processed"), 0) << "all three offers were declined before";
}

TEST_F(marathon_api_test, a_rollback_answers_with_its_own_deployment) {
  create_web(2);
  wait(seconds(3));
  const json scaled = json::parse(ask("PUT", "/v2/apps/demo/web", R"({"instances":5})").body);

  const auto answer = ask("DELETE", "/v2/deployments/" + scaled.at("deploymentId").get<std::string>());

  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(json::parse(answer.body).at("deploymentId"), scaled.at("deploymentId"));
  EXPECT_EQ(get("/v2/apps/demo/web").at("app").at("instances"), 2);
}

TEST_F(marathon_api_test, a_forced_cancel_answers_202_and_leaves_the_target) {
  create_web(30);
  const std::string id = get("/v2/deployments").at(0).at("id");

  EXPECT_EQ(ask("DELETE", "/v2/deployments/" + id, "", "force=true").status, 202);
  EXPECT_EQ(get("/v2/apps/demo/web").at("app").at("instances"), 30);
}

TEST_F(marathon_api_test, versions_lists_the_newest_first_and_each_can_be_read) {
  create_web(1);
  wait(seconds(3));
  ask("PUT", "/v2/apps/demo/web", R"({"instances":2})");

  const json versions = get("/v2/apps/demo/web/versions").at("versions");

  ASSERT_EQ(versions.size(), 2u);
  EXPECT_GT(versions.at(0), versions.at(1));
  EXPECT_EQ(get("/v2/apps/demo/web/versions/" + versions.at(1).get<std::string>()).at("instances"), 1);
}

TEST_F(marathon_api_test, a_label_selector_chooses_apps) {
  create_web(1);
  ask("PUT", "/v2/apps/b", R"({"cmd":"x","labels":{"autoscale.enabled":"true"}})");

  const json apps = get("/v2/apps", "label=autoscale.enabled%3D%3Dtrue&embed=apps.counts").at("apps");

  ASSERT_EQ(apps.size(), 1u);
  EXPECT_EQ(apps.at(0).at("id"), "/b");
  EXPECT_FALSE(apps.at(0).contains("tasks"));
}

TEST_F(marathon_api_test, the_small_resources_answer) {
  create_web(2);
  wait(seconds(3));
  EXPECT_EQ(ask("GET", "/ping").body, "pong");
  EXPECT_EQ(get("/v2/leader").at("leader"), "127.0.12.1:8080");
  EXPECT_EQ(get("/v2/info").at("frameworkId"), model.framework_id());
  EXPECT_EQ(get("/v2/tasks").at("tasks").size(), 2u);
  EXPECT_EQ(get("/v2/apps/demo/web/tasks").at("tasks").at(0).at("state"), "TASK_RUNNING");
  EXPECT_EQ(get("/v2/groups").at("groups").at(0).at("apps").at(0).at("id"), "/demo/web");
  EXPECT_EQ(get("/metrics").at("gauges").at("marathon.instances.running.gauge").at("value"), 2);
  EXPECT_EQ(ask("POST", "/v2/apps/demo/web/restart").status, 200);
}

/// The top-level members of the first element, or of the object itself.
std::set<std::string> members(const json& value) {
  std::set<std::string> out;
  for (const auto& [name, member] : (value.is_array() ? value.at(0) : value).items()) out.insert(name);
  return out;
}

TEST_F(marathon_api_test, answers_have_no_member_that_marathons_documentation_does_not_show) {
  const auto documented = [](const char* name) {
    std::ifstream file(std::string(FIXTURES_DIR) + "/marathon/" + name);
    return json::parse(file);
  };
  const auto within = [](const json& ours, const json& theirs) {
    for (const std::string& name : members(ours)) EXPECT_TRUE(members(theirs).contains(name)) << name;
  };
  create_web(30);
  wait(seconds(3));

  within(get("/v2/deployments"), documented("deployments.json"));
  within(get("/v2/info"), documented("info.json"));
  const json queue = get("/v2/queue").at("queue");
  const json documented_queue = documented("queue.json").at("queue").at(1);
  within(queue, documented_queue);
  within(queue.at(0).at("processedOffersSummary"), documented_queue.at("processedOffersSummary"));
  const json scaled = json::parse(ask("PUT", "/v2/apps/demo/web", R"({"instances":31})", "force=true").body);
  EXPECT_EQ(members(scaled), members(documented("deployments_result.json")));
}

TEST_F(marathon_api_test, old_versions_are_forgotten_as_marathon_forgets_them) {
  create_web(1);
  for (int i = 2; i < 80; ++i) ask("PUT", "/v2/apps/demo/web", json{{"instances", i}}.dump(), "force=true");

  EXPECT_EQ(get("/v2/apps/demo/web/versions").at("versions").size(), 50u);
}

}  // namespace
}  // namespace mesoscale::simulator
