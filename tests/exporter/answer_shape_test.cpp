#include "exporter/collectors/answer_shape.hpp"

#include <gtest/gtest.h>

#include "exporter/tables/mesos_container.hpp"

namespace mesoscale::exporter {
namespace {

json_kinds kinds_at(const answer_shape& of, std::initializer_list<std::string_view> path) {
  auto at = answer_shape::root;
  for (const std::string_view step : path) at = of.below(at, step);
  return of.kinds(at);
}

TEST(answer_shape, knows_that_places_stand_in_objects_and_lists) {
  const answer_shape shape({{"apps/[]/labels/*", json_kinds::text}, {"apps/[]/id", json_kinds::text}});

  EXPECT_EQ(kinds_at(shape, {"apps"}), json_kinds::list);
  EXPECT_EQ(kinds_at(shape, {"apps", "[]"}), json_kinds::object);
  EXPECT_EQ(kinds_at(shape, {"apps", "[]", "labels", "team"}), json_kinds::text);
  EXPECT_EQ(kinds_at(shape, {"apps", "[]", "other"}), json_kinds::any);
  EXPECT_EQ(kinds_at(shape, {"other", "[]", "id"}), json_kinds::any);
}

TEST(answer_shape, has_what_any_key_has_in_a_key_of_its_own) {
  const answer_shape shape({{"*/samples", json_kinds::number},
                            {"rate/max", json_kinds::truth},
                            {"window", json_kinds::number},
                            {"odd/samples", json_kinds::text}});

  EXPECT_EQ(kinds_at(shape, {"rate", "samples"}), json_kinds::number);
  EXPECT_EQ(kinds_at(shape, {"rate", "max"}), json_kinds::truth);
  EXPECT_EQ(kinds_at(shape, {"window"}), json_kinds::number);
  EXPECT_EQ(kinds_at(shape, {"odd", "samples"}), json_kinds::number | json_kinds::text);
  EXPECT_EQ(kinds_at(shape, {"other", "max"}), json_kinds::any);
}

TEST(answer_shape, takes_the_rows_of_a_table_where_nothing_is_named) {
  const answer_shape shape({{"x/cpus_limit", json_kinds::any}}, {{mesos_container_table(), "", "x/"}});

  EXPECT_EQ(kinds_at(shape, {"x", "mem_rss_bytes"}), json_kinds::number);
  EXPECT_EQ(kinds_at(shape, {"x", "cpus_limit"}), json_kinds::any);
  EXPECT_EQ(kinds_at(shape, {"x", "perf", "cycles"}), json_kinds::number);
}

TEST(answer_shape, can_stand_in_itself) {
  answer_shape shape({{"id", json_kinds::text}});
  shape.repeat_in("groups");

  EXPECT_EQ(kinds_at(shape, {"groups"}), json_kinds::list);
  EXPECT_EQ(kinds_at(shape, {"groups", "[]"}), json_kinds::object);
  EXPECT_EQ(kinds_at(shape, {"groups", "[]", "groups", "[]", "id"}), json_kinds::text);
}

}  // namespace
}  // namespace mesoscale::exporter
