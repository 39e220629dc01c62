// Which of several Marathons, or Chronoses, tells of its cluster when each is probed alone, as /sd and /probe have it.
// Asks for nothing; knows the configuration and what earlier probes told.
//
// A target that passes its leader's answer on is silent when the leader is a configured URL, or another configured one has said in
// the last minutes that it is that leader (it may be configured by another name than it calls itself). When none of them leads,
// the first in the order of configuration that was lately probed speaks. What is kept of a silent one is what is told about itself:
// marathon_up or chronos_up, marathon_proxied, and how its collectors fared.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>

#include "exporter/scrape/marathon_cluster.hpp"
#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {

class probed_clusters {
 public:
  /// Takes the samples out of the report of a probe if another of the configured targets tells them.
  void count_once(target_report& report, std::span<const target> configured, net::clock::time_point now);

 private:
  using cluster_name = std::pair<target_kind, std::string>;
  struct heard {
    bool is_leader = false;
    net::clock::time_point at;
  };

  void remember(const target_report& report, const cluster_voice& voice, net::clock::time_point now);
  /// Whether another configured target is the one to tell of the cluster.
  bool has_other_speaker(const target_report& report, const std::string& leader,
                         std::span<const target> configured) const;

  std::map<cluster_name, std::map<std::string, heard>> heard_;  ///< by leader, then by instance
};

}  // namespace mesoscale::exporter
