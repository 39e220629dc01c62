// Every decoder of Marathon and Chronos against bodies that are not what was asked for.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "common/core/exposition.hpp"
#include "exporter/collectors/chronos_jobs.hpp"
#include "exporter/collectors/chronos_leader.hpp"
#include "exporter/collectors/marathon_apps.hpp"
#include "exporter/collectors/marathon_deployments.hpp"
#include "exporter/collectors/marathon_groups.hpp"
#include "exporter/collectors/marathon_info.hpp"
#include "exporter/collectors/marathon_pods.hpp"
#include "exporter/collectors/marathon_prometheus.hpp"
#include "exporter/collectors/marathon_queue.hpp"
#include "exporter/collectors/marathon_tasks.hpp"
#include "exporter/collectors/own_metrics_decoder.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using nlohmann::json;

struct endpoint {
  const char* name;
  decoder_factory make;
  const char* fixture;
  const char* text;  ///< one that appears in the fixture and becomes a label; "" if there is none
};

class decoder_of_an_endpoint : public ::testing::TestWithParam<endpoint> {
 protected:
  static result<decoded> decode(std::string_view body) {
    decode_options options;
    options.instance = "m1:8080";
    options.app_labels = {"team"};
    return decode_body(GetParam().make, options, body);
  }
  static std::string text_of(const decoded& answer) {
    const sample_set* const sets[] = {&answer.samples};
    return write_exposition(sets, exposition_format::text_0_0_4);
  }
  static std::string good_body() {
    std::string body = testing::read_fixture(GetParam().fixture);
    while (body.ends_with('\n')) body.pop_back();
    return body;
  }
  /// The fixture with its text replaced by another, escaped as JSON wants it.
  static std::string body_with(const std::string& other) {
    const std::string quoted = json(GetParam().text).dump();
    std::string body = good_body();
    const std::string escaped = "\"" + other + "\"";
    for (auto at = body.find(quoted); at != body.npos; at = body.find(quoted, at + escaped.size())) {
      body.replace(at, quoted.size(), escaped);
    }
    return body;
  }
  /// Names of the series, and that the page is well-formed.
  static std::set<std::string> names_of(const decoded& answer) {
    std::set<std::string> names;
    for (const auto& one : testing::read_page(text_of(answer)).series) names.insert(one.name);
    return names;
  }
  static bool has_label_value(const testing::page& page, const std::string& value) {
    for (const auto& one : page.series) {
      for (const auto& [name, text] : one.labels) {
        if (text == value) return true;
      }
    }
    return false;
  }
};

TEST_P(decoder_of_an_endpoint, fails_on_what_is_not_its_answer) {
  for (const char* body : {"<html><body>502 Bad Gateway</body></html>", "null", "{}", "7", "\"text\"",
                           R"({"message":"There is no leader"})", "[[]", "{\"apps\":"}) {
    const auto answer = decode(body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_TRUE(answer.error().code == errc::not_json || answer.error().code == errc::wrong_shape) << body;
  }
}

TEST_P(decoder_of_an_endpoint, fails_on_a_body_that_is_cut_off_anywhere) {
  const std::string body = good_body();
  ASSERT_TRUE(decode(body).ok());
  for (std::size_t size = 0; size < body.size(); ++size) {
    EXPECT_FALSE(decode(std::string_view(body).substr(0, size)).ok()) << size;
  }
}

TEST_P(decoder_of_an_endpoint, reads_the_same_from_pieces_of_a_byte) {
  const std::string body = good_body();
  decode_options options;
  options.instance = "m1:8080";
  options.app_labels = {"team"};
  const auto decoder = GetParam().make(options);
  for (const char c : body) ASSERT_TRUE(decoder->feed(std::string_view(&c, 1)).ok());
  const auto pieces = decoder->finish();

  ASSERT_TRUE(pieces.ok());
  EXPECT_EQ(text_of(pieces.value()), text_of(decode(body).value()));
}

TEST_P(decoder_of_an_endpoint, refuses_deep_nesting) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(decode(deep).error().code, errc::not_json);
  std::string objects;
  for (int i = 0; i < 10'000; ++i) objects += R"({"groups":[)";
  EXPECT_EQ(decode(objects).error().code, errc::not_json);
}

// Each value of the fixture in turn becomes one of another type.
TEST_P(decoder_of_an_endpoint, makes_nothing_up_of_a_wrong_type) {
  const json good = json::parse(good_body());
  const json values = good.flatten();
  const std::set<std::string> names = names_of(decode(good.dump()).value());
  const json wrong[] = {nullptr, "text", true, -1e308, json::array({1, "x"}), {{"a", 1}}};
  for (const auto& [pointer, value] : values.items()) {
    for (const json& other : wrong) {
      json broken = good;
      broken[json::json_pointer(pointer)] = other;
      const auto answer = decode(broken.dump());
      if (!answer.ok()) {
        EXPECT_EQ(answer.error().code, errc::wrong_shape) << pointer;
        continue;
      }
      for (const std::string& name : names_of(answer.value())) {
        EXPECT_TRUE(names.contains(name)) << name << " of " << pointer << " " << other;
      }
    }
  }
}

TEST_P(decoder_of_an_endpoint, keeps_odd_texts_whole_in_labels) {
  if (*GetParam().text == '\0') GTEST_SKIP() << "no text of this answer becomes a label";
  const std::string long_text(10'240, 'x');
  const std::pair<std::string, std::string> texts[] = {
      {R"(a\"b\\c\nd)", "a\"b\\c\nd"}, {R"({x=\"1\"} 7)", "{x=\"1\"} 7"}, {long_text, long_text}};
  for (const auto& [escaped, plain] : texts) {
    const auto answer = decode(body_with(escaped));
    ASSERT_TRUE(answer.ok()) << plain;
    EXPECT_TRUE(has_label_value(testing::read_page(text_of(answer.value())), plain)) << plain.substr(0, 20);
  }
}

TEST_P(decoder_of_an_endpoint, replaces_bytes_that_are_not_utf_8) {
  if (*GetParam().text == '\0') GTEST_SKIP() << "no text of this answer becomes a label";
  const auto answer = decode(body_with("a\xff\xfe\xc3"));

  ASSERT_TRUE(answer.ok());
  const std::string text = text_of(answer.value());
  EXPECT_NO_THROW(json(text).dump()) << "the page is not UTF-8";
  EXPECT_NE(text.find("a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"), text.npos);
}

TEST_P(decoder_of_an_endpoint, cuts_a_family_at_its_limit_and_counts) {
  decode_options options;
  options.instance = "m1:8080";
  options.max_series = 1;
  const auto answer = decode_body(GetParam().make, options, good_body());

  ASSERT_TRUE(answer.ok());
  std::map<std::string, int> series;
  for (const sample& one : answer->samples.samples()) ++series[std::string(one.of->name)];
  for (const auto& [name, count] : series) EXPECT_EQ(count, 1) << name;
}

INSTANTIATE_TEST_SUITE_P(
    all, decoder_of_an_endpoint,
    ::testing::Values(
        endpoint{"apps", make_app_decoder, "marathon/1_11/apps.json", "/shop/web"},
        endpoint{"old_apps", make_app_decoder, "marathon/0_8_1/apps.json", "/shop/web"},
        endpoint{"groups", make_group_decoder, "marathon/1_11/groups.json", "/shop"},
        endpoint{"info", make_info_decoder, "marathon/1_11/info.json", "1.11.24"},
        endpoint{"leader", make_leader_decoder, "marathon/1_11/leader.json", "m1.example.com:8080"},
        endpoint{"queue", make_queue_decoder, "marathon/1_11/queue.json", "/shop/web"},
        endpoint{"tasks", make_task_decoder, "marathon/1_6/tasks.json", "/shop/web"},
        endpoint{"metrics", make_marathon_metrics_decoder, "marathon/1_4/metrics.json",
                 "service.mesosphere.marathon.core.launchqueue.impl.ReviveOffersActor.count"},
        endpoint{"kamon", make_marathon_metrics_decoder, "marathon/1_6/metrics.json", "http.responses.size"}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    lists, decoder_of_an_endpoint,
    ::testing::Values(
        endpoint{"deployments", make_deployment_decoder, "marathon/1_11/deployments.json", "/shop/web"},
        endpoint{"old_deployments", make_deployment_decoder, "marathon/0_8_1/deployments.json",
                 "/batch/nightly"},
        endpoint{"pods", make_pod_decoder, "marathon/1_11/pods.json", "/shop/cache"},
        endpoint{"chronos_jobs", make_chronos_job_decoder, "chronos/3_0/jobs.json", "etl.daily-0"},
        endpoint{"chronos_leader", make_chronos_leader_decoder, "chronos/3_0/leader.json",
                 "c1.example.com:4400"},
        endpoint{"chronos_metrics", make_chronos_metrics_decoder, "chronos/3_0/metrics.json",
                 "org.eclipse.jetty.servlet.ServletContextHandler.active-requests"}),
    [](const auto& tested) { return tested.param.name; });

TEST(graph_decoder, fails_on_what_is_no_graph) {
  for (const char* body : {"<html></html>", "{}", "node", "node,", "node,a", "node,a,b", "null"}) {
    const auto answer = decode_body(make_chronos_graph_decoder, {}, body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().code, errc::wrong_shape) << body;
  }
}

TEST(prometheus_decoder, fails_on_what_is_no_page) {
  for (const char* body : {"<html>\n<body>", "{}", "null", "", "# TYPE x gauge\n"}) {
    const auto answer = decode_body(make_marathon_prometheus_decoder, {}, body);
    ASSERT_FALSE(answer.ok()) << body;
    EXPECT_EQ(answer.error().code, errc::wrong_shape) << body;
  }
}

}  // namespace
}  // namespace mesoscale::exporter
