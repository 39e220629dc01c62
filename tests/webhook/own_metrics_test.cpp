// What the webhook tells of itself.
#include "webhook/own_metrics.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <map>

namespace mesoscale::webhook {
namespace {

/// Series of apps by their names.
std::map<std::string, double> shown(const own_metrics& of) {
  std::map<std::string, double> out;
  const sample_set all = of.samples();
  for (const sample& s : all.samples()) {
    const std::string name(s.of->name);
    if (name.starts_with("mesoscale_webhook_app_")) out[name] = s.value;
  }
  return out;
}

TEST(own_metrics, bounds_of_an_app_are_gone_once_no_rule_sets_any) {
  own_metrics metrics;
  metrics.show_app({{"prod", "/web"}, 4, 6, 2, 10});
  EXPECT_EQ(shown(metrics), (std::map<std::string, double>{{"mesoscale_webhook_app_instances_current", 4},
                                                           {"mesoscale_webhook_app_instances_max", 10},
                                                           {"mesoscale_webhook_app_instances_min", 2},
                                                           {"mesoscale_webhook_app_instances_wanted", 6}}));
  metrics.show_app({{"prod", "/web"}, 4, 4, 0, std::numeric_limits<std::int64_t>::max()});
  EXPECT_EQ(shown(metrics), (std::map<std::string, double>{{"mesoscale_webhook_app_instances_current", 4},
                                                           {"mesoscale_webhook_app_instances_wanted", 4}}));
  metrics.show_app({{"prod", "/web"}, 4, 4, 3, 9});
  EXPECT_EQ(shown(metrics).at("mesoscale_webhook_app_instances_max"), 9);
}

}  // namespace
}  // namespace mesoscale::webhook
