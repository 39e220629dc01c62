#include "webhook/marathon/progress.hpp"

#include "common/core/yaml.hpp"
#include "webhook/marathon/event_stream.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

net::http_response body_of(const std::string& name) {
  net::http_response out;
  out.body = read_file(std::string(FIXTURES_DIR) + "/marathon/" + name).value();
  return out;
}

net::http_response text(const std::string& body, int status = 200) {
  net::http_response out;
  out.status = status;
  out.body = body;
  return out;
}

TEST(progress, a_scaling_of_one_app_is_told_from_everything_else) {
  // Steps as arrays of actions: Marathon 0.8.
  const auto old = classify_deployments(body_of("gomarathon-v2_deployments.json"));
  ASSERT_TRUE(old.is_known);
  const std::string id = "867ed450-f6a8-4d33-9b0e-e11c5513990b";
  EXPECT_EQ(kind_of({id}, old, id, true), deployment_kind::own_scale);
  EXPECT_EQ(kind_of({id}, old, id, false), deployment_kind::other_scale);
  EXPECT_EQ(kind_of({id}, old, "another", true), deployment_kind::other_scale);
  EXPECT_EQ(kind_of({id, "unlisted"}, old, id, true), deployment_kind::config);
  EXPECT_EQ(kind_of({}, old, id, true), deployment_kind::none);
}

TEST(progress, pods_starts_and_several_apps_are_configurations) {
  const auto pods = classify_deployments(body_of("deployments.json"));
  const std::string id = "97c136bf-5a28-4821-9d94-480d9fbb01c8";
  EXPECT_EQ(kind_of({id}, pods, id, true), deployment_kind::config);
  const auto starts = classify_deployments(body_of("deployments-three-deployments-dcosui.json"));
  const std::string kafka = "b4f69082-6f96-4c92-a778-37bf61c59686";
  EXPECT_EQ(kind_of({kafka}, starts, kafka, true), deployment_kind::config);
  const auto two = classify_deployments(text(
      R"([{"id":"d","affectedApps":["/a","/b"],"steps":[{"actions":[{"action":"ScaleApplication","app":"/a"}]}]}])"));
  EXPECT_EQ(kind_of({"d"}, two, "d", true), deployment_kind::config);
  const auto none = classify_deployments(text(R"([{"id":"d","affectedApps":["/a"],"steps":[]}])"));
  EXPECT_EQ(kind_of({"d"}, none, "d", true), deployment_kind::config);
}

TEST(progress, a_list_that_cannot_be_read_is_not_an_empty_one) {
  for (const auto& answer : {text("<html>"), text("{}"), text("null"), text("[]", 503)}) {
    const auto read = classify_deployments(answer);
    EXPECT_FALSE(read.is_known);
    EXPECT_EQ(kind_of({"d"}, read, "d", true), deployment_kind::running);
    EXPECT_FALSE(classify_queue(answer).is_known);
  }
}

TEST(progress, the_queue_says_what_waits_and_why) {
  const auto queue = classify_queue(body_of("offers-queue-dcosui.json"));
  ASSERT_TRUE(queue.is_known);
  const queue_entry* const sleep = queue.find("/sleep");
  ASSERT_NE(sleep, nullptr);
  EXPECT_EQ(sleep->count, 2);
  EXPECT_TRUE(sleep->is_overdue);
  EXPECT_EQ(sleep->backoff_left_s, 0);
  EXPECT_EQ(sleep->reasons, "InsufficientCpus 75, InsufficientMemory 15, InsufficientDisk 10");
  EXPECT_EQ(queue.find("/other"), nullptr);
}

TEST(event_stream, events_are_cut_where_they_end_wherever_the_pieces_end) {
  const std::string stream =
      ": comment\r\nevent: deployment_success\r\ndata: {\"id\":\"x\"}\r\n\r\ndata: plain\n\nevent:a\ndata: "
      "1\ndata: 2\n\n\n";
  for (std::size_t size : {std::size_t(1), std::size_t(3), stream.size()}) {
    event_parser parser;
    std::vector<std::string> found;
    for (std::size_t at = 0; at < stream.size(); at += size) {
      for (auto& name : parser.feed(std::string_view(stream).substr(at, size))) found.push_back(name);
    }
    EXPECT_EQ(found, (std::vector<std::string>{"deployment_success", "message", "a"})) << size;
  }
}

TEST(event_stream, an_event_that_is_not_complete_is_none) {
  event_parser parser;
  EXPECT_TRUE(parser.feed("event: deployment_success\ndata: {}\n").empty());
}

TEST(event_stream, the_end_of_a_deployment_is_progress_and_an_api_post_is_not) {
  EXPECT_TRUE(is_about_progress("deployment_success"));
  EXPECT_TRUE(is_about_progress("deployment_failed"));
  EXPECT_FALSE(is_about_progress("api_post_event"));
  EXPECT_FALSE(is_about_progress("event_stream_attached"));
}

}  // namespace
}  // namespace mesoscale::webhook
