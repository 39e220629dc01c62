#include "common/core/registry_samples.hpp"

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

namespace mesoscale {
namespace {

metric_type type_of(prometheus::MetricType type) {
  switch (type) {
    case prometheus::MetricType::Counter:
      return metric_type::counter;
    case prometheus::MetricType::Gauge:
      return metric_type::gauge;
    case prometheus::MetricType::Summary:
      return metric_type::summary;
    case prometheus::MetricType::Histogram:
      return metric_type::histogram;
    default:
      return metric_type::unknown;
  }
}

void add_metric(sample_set& set, const family& of, const prometheus::ClientMetric& metric) {
  std::vector<label> labels;
  for (const auto& l : metric.label) labels.push_back({l.name, l.value});
  switch (of.type) {
    case metric_type::counter:
      set.add(of, labels, metric.counter.value);
      return;
    case metric_type::gauge:
      set.add(of, labels, metric.gauge.value);
      return;
    case metric_type::unknown:
      set.add(of, labels, metric.untyped.value);
      return;
    case metric_type::summary:
      for (const auto& q : metric.summary.quantile) set.add_quantile(of, labels, q.quantile, q.value);
      set.add_part(of, labels, sample_part::sum, metric.summary.sample_sum);
      set.add_part(of, labels, sample_part::count, static_cast<double>(metric.summary.sample_count));
      return;
    case metric_type::histogram:
      for (const auto& b : metric.histogram.bucket) {
        set.add_part(of, labels, sample_part::bucket, static_cast<double>(b.cumulative_count), b.upper_bound);
      }
      set.add_part(of, labels, sample_part::sum, metric.histogram.sample_sum);
      set.add_part(of, labels, sample_part::count, static_cast<double>(metric.histogram.sample_count));
      return;
  }
}

}  // namespace

sample_set registry_samples(const std::vector<prometheus::MetricFamily>& families) {
  sample_set set;
  for (const auto& f : families) {
    const family& of = set.own(f.name, type_of(f.type), f.help);
    for (const auto& metric : f.metric) add_metric(set, of, metric);
  }
  return set;
}

sample_set registry_samples(const prometheus::Collectable& registry) {
  return registry_samples(registry.Collect());
}

}  // namespace mesoscale
