#include "simulator/app_definition.hpp"

#include <gtest/gtest.h>

namespace mesoscale::simulator {
namespace {

TEST(canonical_id, accepts_paths_however_their_slashes_are_written) {
  EXPECT_EQ(canonical_id("prod/web"), "/prod/web");
  EXPECT_EQ(canonical_id("/prod/web"), "/prod/web");
  EXPECT_EQ(canonical_id("//prod//web/"), "/prod/web");
  EXPECT_EQ(canonical_id("basic-0"), "/basic-0");
  EXPECT_EQ(canonical_id("a.b-c"), "/a.b-c");
}

TEST(canonical_id, refuses_what_marathon_does_not_allow) {
  for (const char* text :
       {"", "/", "Prod", "-a", "a-", "a_b", "a//../b", "web/tasks", "web/versions", "web/restart"})
    EXPECT_FALSE(canonical_id(text)) << text;
}

TEST(define_app, fills_in_the_defaults_of_a_full_definition) {
  const json wanted = {{"id", "basic-0"},
                       {"cmd", "while [ true ] ; do echo 'Hello Marathon' ; sleep 5 ; done"},
                       {"cpus", 0.1},
                       {"mem", 10.0},
                       {"instances", 2}};

  const auto made = define_app("/basic-0", wanted, nullptr);

  ASSERT_TRUE(std::holds_alternative<app_definition>(made));
  const auto& app = std::get<app_definition>(made);
  EXPECT_EQ(app.instances, 2);
  EXPECT_EQ(app.cpus, 0.1);
  EXPECT_EQ(app.mem, 10.0);
  EXPECT_EQ(app.full.at("id"), "/basic-0");
  EXPECT_EQ(app.full.at("killSelection"), "YOUNGEST_FIRST");
  EXPECT_EQ(app.full.at("upgradeStrategy").at("minimumHealthCapacity"), 1);
}

TEST(define_app, an_update_keeps_what_it_does_not_name) {
  const auto before = std::get<app_definition>(define_app("/a", {{"cmd", "x"}, {"cpus", 0.5}}, nullptr));

  const auto after = std::get<app_definition>(define_app("/a", {{"instances", 7}}, &before));

  EXPECT_EQ(after.instances, 7);
  EXPECT_EQ(after.cpus, 0.5);
  EXPECT_TRUE(differs_only_in_instances(before, after));
}

TEST(define_app, an_answer_sent_back_changes_nothing) {
  const auto before = std::get<app_definition>(define_app("/a", {{"cmd", "x"}}, nullptr));
  json read = before.full;
  read["tasksRunning"] = 1;
  read["version"] = "2015-09-30T09:09:17.614Z";
  read["deployments"] = json::array();

  const auto after = std::get<app_definition>(define_app("/a", read, &before));

  EXPECT_EQ(before.full, after.full);
}

struct bad_definition {
  const char* name;
  const char* body;
  const char* path;
};

TEST(define_app, refuses_bad_definitions_with_the_path_of_each_mistake) {
  const bad_definition rows[] = {
      {"only a count for an app that is not there", R"({"instances":3})", "/"},
      {"fewer than none", R"({"cmd":"x","instances":-1})", "/instances"},
      {"a count that is text", R"({"cmd":"x","instances":"3"})", "/instances"},
      {"half an instance", R"({"cmd":"x","instances":1.5})", "/instances"},
      {"CPUs below zero", R"({"cmd":"x","cpus":-0.1})", "/cpus"},
      {"a command that is a number", R"({"cmd":5})", "/cmd"},
      {"labels that are a list", R"({"cmd":"x","labels":[]})", "/labels"},
      {"two of a single-instance app",
       R"({"cmd":"x","instances":2,"labels":{"MARATHON_SINGLE_INSTANCE_APP":"true"}})", "/instances"},
      {"a list", R"([1])", "/"},
  };
  for (const auto& row : rows) {
    const auto made = define_app("/a", json::parse(row.body), nullptr);
    ASSERT_TRUE(std::holds_alternative<refusal>(made)) << row.name;
    const auto& no = std::get<refusal>(made);
    EXPECT_EQ(no.status, 422) << row.name;
    EXPECT_EQ(no.body.at("details").at(0).at("path"), row.path) << row.name;
    EXPECT_TRUE(no.body.at("message").is_string()) << row.name;
  }
}

TEST(parse_body, answers_400_to_what_is_no_json) {
  const auto parsed = parse_body("{\"instances\":");

  ASSERT_TRUE(std::holds_alternative<refusal>(parsed));
  EXPECT_EQ(std::get<refusal>(parsed).status, 400);
  EXPECT_EQ(std::get<refusal>(parsed).body.at("message"), "Invalid JSON");
}

}  // namespace
}  // namespace mesoscale::simulator
