// What the masters of a scrape say together: whether one of them leads, and whether the leader has read its registry.
// Works on finished reports; asks for nothing.
//
//   elected 1, registry read       its lists are the cluster, also when they are empty
//   elected 1, registry not read   no quorum, or just elected: the lists would be empty, and fail as not_serving
//   elected 0, another has 1       a standby: its lists are not asked for, and no failure
//   elected 0 everywhere           the leader is dead, or none is elected: the lists fail as no_leader
//   no snapshot                    the lists are asked for; an empty one would mean nothing, and fails as the snapshot did
//   a snapshot that does not tell  the lists are asked for; a redirect says that this is a standby
#pragma once

#include <span>
#include <string>
#include <vector>

#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {

/// Adds mesos_master_registry_recovered for leaders, and gives the lists of standbys their reason when no master of their
/// cluster leads. clusters: the instances of the masters of each; one of which not all were asked is not judged.
void tell_leaders(std::span<target_report> targets, std::span<const std::vector<std::string>> clusters,
                  sample_set& status);

}  // namespace mesoscale::exporter
