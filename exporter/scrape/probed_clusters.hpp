// Which of several Marathons, or Chronoses, tells of its cluster when each is probed alone, as /sd and /probe have it.
// Asks for nothing; knows the configuration and what the probes of the last minutes told. cluster_voice.hpp says who speaks.
//
// What is kept of a silent one is what is told about itself: marathon_up or chronos_up, marathon_proxied, and how its collectors
// fared. A leader that was probed in vain, or not at all for five minutes, silences nobody: then the first one speaks that was
// probed. Just after the start, a configured leader that was not probed yet is taken for well.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "exporter/scrape/cluster_voice.hpp"
#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {

class probed_clusters {
 public:
  /// Takes the samples out of the report of a probe if another of the configured targets tells them.
  void count_once(target_report& report, std::span<const target> configured, net::clock::time_point now);

 private:
  using name = std::pair<target_kind, std::string>;  ///< kind and instance
  struct heard {
    std::optional<cluster_voice> voice;  ///< nothing: the probe was in vain
    net::clock::time_point at;
  };

  void remember(const name& who, const std::optional<cluster_voice>& voice, net::clock::time_point now);
  /// The voice of a configured target beside that of the one who is probed; nothing if it has none.
  std::optional<cluster_voice> voice_beside(const cluster_voice& probed, const name& other,
                                            net::clock::time_point now) const;

  std::map<name, heard> heard_;
  std::optional<net::clock::time_point> began_;  ///< the first probe
};

}  // namespace mesoscale::exporter
