// Brings the own metrics of a program (a prometheus::Registry) onto the page.
#pragma once

#include <vector>

#include "common/core/metrics.hpp"

namespace prometheus {
class Collectable;
struct MetricFamily;
}  // namespace prometheus

namespace mesoscale {

/// Everything that the registry holds now, as samples without an instance label.
sample_set registry_samples(const prometheus::Collectable& registry);

/// The same for families that were collected already.
sample_set registry_samples(const std::vector<prometheus::MetricFamily>& families);

}  // namespace mesoscale
