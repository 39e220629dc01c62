#include "common/core/registry_samples.hpp"

#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "common/core/exposition.hpp"

namespace mesoscale {
namespace {

TEST(registry_samples, own_metrics_join_the_page_with_types_and_help) {
  prometheus::Registry registry;
  prometheus::BuildCounter()
      .Name("asked_total")
      .Help("Asked.")
      .Register(registry)
      .Add({{"code", "200"}})
      .Increment(2);
  prometheus::BuildGauge().Name("open").Help("Open.").Register(registry).Add({}).Set(0.5);
  auto& took = prometheus::BuildHistogram()
                   .Name("took_seconds")
                   .Help("Took.")
                   .Register(registry)
                   .Add({}, prometheus::Histogram::BucketBoundaries{0.1, 1});
  took.Observe(0.5);
  const sample_set set = registry_samples(registry);
  const std::vector<const sample_set*> sets{&set};
  EXPECT_EQ(write_exposition(sets, exposition_format::text_0_0_4),
            "# HELP asked_total Asked.\n# TYPE asked_total counter\nasked_total{code=\"200\"} 2\n"
            "# HELP open Open.\n# TYPE open gauge\nopen 0.5\n"
            "# HELP took_seconds Took.\n# TYPE took_seconds histogram\n"
            "took_seconds_bucket{le=\"0.1\"} 0\ntook_seconds_bucket{le=\"1\"} "
            "1\ntook_seconds_bucket{le=\"+Inf\"} 1\n"
            "took_seconds_sum 0.5\ntook_seconds_count 1\n");
}

}  // namespace
}  // namespace mesoscale
