#include "common/core/labels.hpp"

#include <gtest/gtest.h>

namespace mesoscale {
namespace {

const label_set cpu_alert{{"alertname", "CpuHigh"}, {"severity", "warning"}};

struct matcher_case {
  std::string text;
  bool matches;
};

TEST(label_matcher, matches_as_alertmanager_does) {
  const std::vector<matcher_case> cases{
      {"alertname=\"CpuHigh\"", true},
      {"alertname=CpuHigh", true},
      {" alertname = \"CpuHigh\" ", true},
      {"alertname=\"Cpu\"", false},
      {"alertname!=\"CpuLow\"", true},
      {"severity=~\"warning|critical\"", true},
      {"severity=~\"warn\"", false},  // anchored at both ends
      {"severity=~\"warn.*\"", true},
      {"severity!~\"warn.*\"", false},
      {"team=\"\"", true},  // an absent label is empty
      {"team!=\"a\"", true},
      {"team=~\".*\"", true},
      {"team=~\".+\"", false},
  };
  for (const matcher_case& c : cases) {
    const auto parsed = parse_matcher(c.text);
    ASSERT_TRUE(parsed.ok()) << c.text << ": " << parsed.error().what;
    EXPECT_EQ(parsed->matches(cpu_alert), c.matches) << c.text;
  }
}

TEST(label_matcher, reads_escapes_in_quotes) {
  EXPECT_EQ(parse_matcher(R"(a="x\"y\\z\n")")->value(), "x\"y\\z\n");
}

TEST(label_matcher, refuses_what_is_no_matcher) {
  for (const std::string text : {"", "a", "=\"x\"", "1a=\"x\"", "a-b=\"x\"", "a=\"x", "a=\"x\"y", "a=x\"",
                                 "a=~\"(\"", "a!\"x\"", "a=\"x\\"}) {
    EXPECT_FALSE(parse_matcher(text).ok()) << text;
  }
}

TEST(label_matcher, matches_all_of_nothing_is_true) { EXPECT_TRUE(matches_all({}, cpu_alert)); }

TEST(label_matcher, matches_all_needs_each) {
  EXPECT_FALSE(
      matches_all({*parse_matcher("alertname=CpuHigh"), *parse_matcher("severity=critical")}, cpu_alert));
}

}  // namespace
}  // namespace mesoscale
