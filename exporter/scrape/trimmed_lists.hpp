// Tells a list that leaves out what the login may not see from that of an empty cluster.
// Asks for nothing; remembers since when a master's snapshots count what its lists do not have.
//
// A master leaves out of /state-summary the frameworks that a login may not see, and answers 200; its snapshot counts them all the
// same. Agents are left out by authorizers and proxies that are not Mesos' own. The snapshot and the list are asked for one after
// the other, and the list may be an answer that was shared with discovery before the snapshot. So an empty list is a trimmed one
// if it was asked for after a snapshot that counts some, and none was without any since: what comes in between is in the
// list then, and a new leader counts nothing before it is back.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "exporter/scrape/target.hpp"

namespace mesoscale::exporter {

struct target_report;

class trimmed_lists {
 public:
  /// What the answer to collector i is worth; http_403 in place of a list that was trimmed.
  outcome_ptr judged(outcome_ptr what, const target_report& report, std::size_t i);

 private:
  /// Since when the snapshots of a master count something, by master and collector; only while the list is empty.
  std::map<std::pair<std::string, const collector*>, net::clock::time_point> counted_since_;
};

}  // namespace mesoscale::exporter
