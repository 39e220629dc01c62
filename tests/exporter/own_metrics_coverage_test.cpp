// Coverage of Marathon's and Chronos' own metrics: each listed key gives the listed families in each dialect, each statistic is decided
// about, and of whole answers nothing falls to the family of keys that no table knows but what was invented for the test.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "common/core/exposition.hpp"
#include "exporter/collectors/own_metrics_decoder.hpp"
#include "tests/exporter/key_list.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using testing::decision;

testing::page page_of(decoder_factory make, const std::string& body) {
  decode_options options;
  options.instance = "m1:8080";
  const auto answer = decode_body(make, options, body);
  if (!answer.ok()) return {};
  const sample_set* const sets[] = {&answer->samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4));
}

std::set<std::string> names_in(decoder_factory make, const std::string& body) {
  std::set<std::string> names;
  for (const auto& one : page_of(make, body).series) names.insert(one.name);
  return names;
}

bool has_unknown(const std::set<std::string>& names) {
  return std::ranges::any_of(names, [](const std::string& name) { return name.ends_with("_other"); });
}

struct own_metrics_list {
  const char* list;
  decoder_factory make;
};

class keys_of_own_metrics : public ::testing::TestWithParam<own_metrics_list> {};

struct dialect_section {
  const char* name;
  const char* value;
};

// A name does not say in which section of an answer it stands, so it is tried in each.
constexpr dialect_section dropwizard[] = {
    {"gauges", R"({"value":1})"},
    {"counters", R"({"count":1})"},
    {"meters", R"({"count":1,"m1_rate":0.5,"units":"events/second"})"},
    {"timers", R"({"count":1,"min":1,"p50":1,"p99":1,"max":1,"mean":1,"duration_units":"seconds"})"},
    {"histograms", R"({"count":1,"min":1,"p50":1,"p99":1,"max":1,"mean":1})"},
};

#define WINDOW \
  R"({"count":1,"min":1,"p50":1,"p99":1,"max":1,"mean":1,"tags":{},"unit":{"name":"unknown","label":"unknown"}})"
constexpr dialect_section kamon[] = {
    {"gauges", WINDOW},
    {"min-max-counters", WINDOW},
    {"histograms", WINDOW},
    {"counters", R"({"count":1,"tags":{},"unit":{"name":"unknown","label":"unknown"}})"},
};
#undef WINDOW

std::string body_of(const dialect_section& section, const std::string& key) {
  return std::string(R"({"start":"2018-04-05T10:00:00.000Z",")") + section.name + "\":{\"" + key +
         "\":" + section.value + "}}";
}

bool is_exported(const decision& one) { return one.is_exported(); }

TEST_P(keys_of_own_metrics, come_out_as_the_listed_families) {
  const auto list = testing::read_decisions(GetParam().list);
  std::size_t tried = 0;
  for (const std::string& key : testing::read_keys(GetParam().list)) {
    if (!key.starts_with("/metrics ")) continue;
    ++tried;
    const auto found = testing::decisions_about(list, key);
    ASSERT_FALSE(found.empty()) << key << " is not decided about";
    const bool wanted = std::ranges::any_of(found, is_exported);
    std::set<std::string> names;
    bool has_place = false;
    for (const dialect_section& section : dropwizard) {
      auto some = names_in(GetParam().make, body_of(section, key.substr(9)));
      has_place = has_place || (!has_unknown(some) && some.empty() != wanted);
      names.merge(some);
    }
    EXPECT_TRUE(has_place) << key << " is in no section what the list says";
    for (const decision& one : found) {
      if (!one.is_exported()) continue;
      EXPECT_TRUE(names.contains(one.family)) << key << " does not give " << one.family;
    }
    if (wanted) continue;
    EXPECT_EQ(names, std::set<std::string>{}) << key;
  }
  EXPECT_GE(tried, 60u);
}

INSTANTIATE_TEST_SUITE_P(systems, keys_of_own_metrics,
                         ::testing::Values(own_metrics_list{"marathon", make_marathon_metrics_decoder},
                                           own_metrics_list{"chronos", make_chronos_metrics_decoder}),
                         [](const auto& tested) { return std::string(tested.param.list); });

bool is_of_a_window(const std::string& key) {
  // The new names came with Dropwizard, after the windows.
  return key.starts_with("service.") || key.starts_with("org.") || key.starts_with("http.re") ||
         (key.starts_with("jvm.") && key.find(".gauge") == key.npos);
}

TEST(keys_of_windows, come_out_as_the_listed_families) {
  const auto list = testing::read_decisions("marathon");
  std::size_t tried = 0;
  for (const std::string& line : testing::read_keys("marathon")) {
    const std::string key = line.starts_with("/metrics ") ? line.substr(9) : "";
    if (!is_of_a_window(key)) continue;
    ++tried;
    std::set<std::string> names;
    for (const dialect_section& section : kamon) {
      names.merge(names_in(make_marathon_metrics_decoder, body_of(section, key)));
    }
    const auto found = testing::decisions_about(list, line);
    if (std::ranges::none_of(found, is_exported)) {
      EXPECT_EQ(names, std::set<std::string>{}) << key;
      continue;
    }
    // The count of a window is no total.
    const auto counted = names_in(make_marathon_metrics_decoder, body_of(kamon[3], key));
    EXPECT_EQ(counted, std::set<std::string>{"marathon_window_events"}) << key;
    EXPECT_TRUE(names.contains("marathon_window_mean")) << key;
    for (const decision& one : found) {
      if (!one.is_exported() || one.key.ends_with(" (count)")) continue;
      EXPECT_TRUE(names.contains(one.family)) << key << " does not give " << one.family;
    }
  }
  EXPECT_GE(tried, 100u);
}

TEST_P(keys_of_own_metrics, have_each_statistic_decided_about) {
  const auto list = testing::read_decisions(GetParam().list);
  for (const std::string stat : {"mean", "stddev", "m1_rate", "m5_rate", "m15_rate", "mean_rate"}) {
    const std::string row = "/metrics <timer, meter or histogram>." + stat;
    const auto decided = std::ranges::find(list, row, &decision::key);
    ASSERT_NE(decided, list.end()) << row;
    EXPECT_FALSE(decided->is_exported()) << row;

    const auto page = page_of(
        GetParam().make,
        R"({"timers":{"org.eclipse.jetty.servlet.ServletContextHandler.dispatches":{"count":1,"max":2,")" +
            stat + "\":7}}}");

    EXPECT_EQ(page.series.size(), 2u) << stat;
    for (const auto& one : page.series) EXPECT_NE(one.value, 7) << stat;
  }
}

struct whole_answer {
  const char* file;
  decoder_factory make;
  std::set<std::string> unknown;  ///< keys that were invented for the test
};

class own_metrics_of : public ::testing::TestWithParam<whole_answer> {};

TEST_P(own_metrics_of, a_version_leave_only_invented_names_unknown) {
  const auto page = page_of(GetParam().make, testing::read_fixture(GetParam().file));

  std::set<std::string> unknown;
  for (const auto& one : page.series) {
    if (one.name.ends_with("_other")) unknown.insert(one.labels.at("key"));
  }
  EXPECT_EQ(unknown, GetParam().unknown);
  EXPECT_GT(page.series.size(), unknown.size());
}

INSTANTIATE_TEST_SUITE_P(
    all, own_metrics_of,
    ::testing::Values(
        whole_answer{"marathon/0_8_1/metrics.json", make_marathon_metrics_decoder, {}},
        whole_answer{"marathon/1_4/metrics.json", make_marathon_metrics_decoder, {}},
        whole_answer{"marathon/1_6/metrics.json", make_marathon_metrics_decoder, {}},
        whole_answer{
            "marathon/1_11/metrics.json", make_marathon_metrics_decoder, {"marathon.some-new-thing.counter"}},
        whole_answer{
            "marathon/generated_metrics_old.json", make_marathon_metrics_decoder, {"an.invented.name"}},
        whole_answer{
            "marathon/generated_metrics_kamon.json", make_marathon_metrics_decoder, {"an.invented.name"}},
        whole_answer{
            "marathon/generated_metrics_new.json", make_marathon_metrics_decoder, {"an.invented.name"}},
        whole_answer{"chronos/2_3/metrics.json", make_chronos_metrics_decoder, {}},
        whole_answer{"chronos/3_0/metrics.json", make_chronos_metrics_decoder, {}},
        whole_answer{"chronos/generated_metrics.json", make_chronos_metrics_decoder, {"an.invented.name"}}),
    [](const auto& tested) {
      std::string name = tested.param.file;
      std::ranges::replace_if(
          name, [](char c) { return c == '/' || c == '.'; }, '_');
      return name;
    });

}  // namespace
}  // namespace mesoscale::exporter
