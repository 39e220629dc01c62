#include "common/core/metrics.hpp"

#include <gtest/gtest.h>

namespace mesoscale {
namespace {

std::string rendered(std::string_view value) {
  std::string out;
  append_label(out, "l", value);
  return out;
}

TEST(metrics, label_values_are_escaped) { EXPECT_EQ(rendered("a\"b\\c\nd\te"), "l=\"a\\\"b\\\\c\\nd\te\""); }

TEST(metrics, valid_utf8_stays_as_it_is) { EXPECT_EQ(rendered("größe-日本-😀"), "l=\"größe-日本-😀\""); }

TEST(metrics, bytes_that_are_not_utf8_become_replacement_characters) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(rendered("a\xFFz"), "l=\"a" + r + "z\"");
  EXPECT_EQ(rendered("\xC3"), "l=\"" + r + "\"");                          // cut off
  EXPECT_EQ(rendered("\xC0\xAF"), "l=\"" + r + r + "\"");                  // overlong '/'
  EXPECT_EQ(rendered("\xED\xA0\x80"), "l=\"" + r + r + r + "\"");          // a surrogate
  EXPECT_EQ(rendered("\xF5\x80\x80\x80"), "l=\"" + r + r + r + r + "\"");  // beyond U+10FFFF
}

TEST(metrics, common_labels_stand_before_the_own_ones) {
  constexpr family up{"mesos_up", metric_type::gauge, "Up."};
  sample_set set{{"instance", "h:1"}};
  set.add(up, {}, 1);
  set.add(up, {{"a", "b"}}, 0);
  EXPECT_EQ(set.labels_of(set.samples()[0]), "instance=\"h:1\"");
  EXPECT_EQ(set.labels_of(set.samples()[1]), "instance=\"h:1\",a=\"b\"");
}

TEST(metrics, owned_families_survive_a_move_of_the_set) {
  sample_set set;
  set.add(set.own("a_short_name", metric_type::gauge, "Help."), {}, 1);
  for (int i = 0; i < 100; ++i) set.own("f" + std::to_string(i), metric_type::gauge, "h");
  const sample_set moved = std::move(set);
  EXPECT_EQ(moved.samples()[0].of->name, "a_short_name");
}

}  // namespace
}  // namespace mesoscale
