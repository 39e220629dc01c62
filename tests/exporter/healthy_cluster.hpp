// A healthy cluster for integration tests: two masters, two discovered agents and Marathon, answering with real captures.
#pragma once

#include "tests/exporter/fake_cluster.hpp"

namespace mesoscale::exporter::testing {

struct healthy_cluster {
  fake_cluster cluster;
  daemon& leader = cluster.add_master("leader");
  daemon& standby = cluster.add_master("standby");
  daemon& agent1 = cluster.add_agent("agent1");
  daemon& agent2 = cluster.add_agent("agent2");
  daemon& marathon = cluster.add_marathon();

  healthy_cluster();

  /// Fails the test unless the page has everything of these five.
  void expect_complete(const page& whole) const;
};

/// Fails the test if a series stands on the page twice.
void expect_no_series_twice(const page& whole);

}  // namespace mesoscale::exporter::testing
