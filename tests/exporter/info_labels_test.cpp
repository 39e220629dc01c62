#include "exporter/collectors/info_labels.hpp"

#include <gmock/gmock.h>

namespace mesoscale::exporter {
namespace {

using ::testing::ElementsAre;

TEST(info_label_names, are_names_that_prometheus_allows) {
  EXPECT_THAT(info_label_names({{"9lives", ""}, {"HAPROXY_0_VHOST", ""}, {"a.b-c/d", ""}, {"", ""}}, {}),
              ElementsAre("_", "_9lives", "HAPROXY_0_VHOST", "a_b_c_d"));
}

TEST(info_label_names, do_not_meet) {
  EXPECT_THAT(info_label_names({{"a-b", ""}, {"a.b", ""}, {"a_b", ""}}, {}),
              ElementsAre("a_b", "label_a_b", "label_a_b_2"));
  EXPECT_THAT(info_label_names({{"__name__", ""}, {"instance", ""}}, {"instance"}),
              ElementsAre("label___name__", "label_instance"));
}

}  // namespace
}  // namespace mesoscale::exporter
