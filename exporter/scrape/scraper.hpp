// One scrape: all targets, known and discovered, with their collectors, until the deadline.
// Gives samples; the page is written by web/.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "exporter/discovery/discovery.hpp"
#include "exporter/discovery/master_directory.hpp"
#include "exporter/scrape/asker.hpp"
#include "exporter/scrape/compat_counts.hpp"
#include "exporter/scrape/target.hpp"
#include "exporter/scrape/target_directory.hpp"
#include "exporter/scrape/target_report.hpp"

namespace mesoscale::exporter {

class probed_clusters;
class trimmed_lists;

/// What a scrape found. The samples of the outcomes belong to all scrapes that share them.
struct scrape_report {
  std::vector<target_report> targets;
  sample_set status;  ///< up, failures, collectors, discovery
};

struct scrape_plan {
  std::vector<target> fixed;                        ///< masters, Marathon, agents that are always scraped
  std::shared_ptr<const net::access> agent_access;  ///< of discovered agents
  std::string agent_scheme = "http";
  std::set<std::string, std::less<>> disabled_collectors;
  std::size_t concurrency = 64;
  compat_names compat = {};                               ///< old exporters whose names are given too
  std::shared_ptr<master_directory> directory = nullptr;  ///< null: no masters are looked for in ZooKeeper
  std::vector<discovery::master_list> clusters = {};  ///< the masters found there, a list for each cluster
};

class scraper : public std::enable_shared_from_this<scraper> {
 public:
  /// agents: null if agents are not discovered.
  scraper(std::shared_ptr<asker> ask, std::shared_ptr<discovery> agents, scrape_plan plan);
  ~scraper();

  /// Asks all targets of these kinds. A target that hangs is reported as timed out; the others are complete.
  asio::awaitable<std::shared_ptr<const scrape_report>> scrape(std::set<target_kind> kinds,
                                                               net::deadline until);

  /// Asks one target, whichever it is: find_target says whom.
  asio::awaitable<std::shared_ptr<const scrape_report>> probe(target of, net::deadline until);

  /// The targets of a kind, as they are known now; discovery is asked first. Nothing while discovery has not once succeeded.
  asio::awaitable<std::optional<std::vector<listed_target>>> list_targets(target_kind kind,
                                                                          net::deadline until);

  /// The target of the kind that the text names (see find_target in target_directory.hpp). Discovery is asked only when
  /// nobody of that name is known yet. Failure: http_403 for a stranger, no_leader while discovery has not once succeeded.
  asio::awaitable<result<target>> find_target(target_kind kind, std::string text, net::deadline until);

 private:
  /// Those that are configured and the masters found in ZooKeeper, of all kinds; each address of the latter once.
  std::vector<listed_target> named_targets() const;
  result<target> agent_target(const listed_agent& agent) const;
  std::vector<listed_target> targets_of(const std::set<target_kind>& kinds) const;
  std::optional<target> known_target(target_kind kind, const std::string& text) const;
  /// The instances of the masters of each cluster.
  std::vector<std::vector<std::string>> master_clusters() const;
  bool is_discovered(target_kind kind) const;
  /// Whether the targets of the kind are configured, or discovery has once succeeded.
  bool is_known(target_kind kind) const;
  /// Brings discovery of these kinds up to date, as far as the time allows.
  asio::awaitable<void> discover(std::set<target_kind> kinds, net::deadline until);
  asio::awaitable<std::shared_ptr<scrape_report>> ask_all(std::vector<target> targets, net::deadline until,
                                                          bool is_probe = false);
  /// The finished reports as they are told: clusters counted once, and what is said about the targets.
  std::shared_ptr<scrape_report> settled(const scrape_report& asked, bool is_probe);
  asio::awaitable<void> scrape_target(std::shared_ptr<scrape_report> report, std::size_t index,
                                      net::deadline until);
  /// The main collector of a target, and those that its outcome decides about.
  asio::awaitable<void> ask_main(std::shared_ptr<scrape_report> report, std::size_t index,
                                 net::deadline until);
  asio::awaitable<void> ask_others(std::shared_ptr<scrape_report> report, std::size_t index,
                                   net::deadline until);
  asio::awaitable<void> ask_collector(std::shared_ptr<scrape_report> report, std::size_t index, std::size_t i,
                                      net::deadline until);
  void remember_slow(const std::vector<target_report>& reports);

  std::shared_ptr<asker> ask_;
  std::shared_ptr<discovery> agents_;
  scrape_plan plan_;
  compat_counts compat_counts_;
  std::unique_ptr<probed_clusters> probed_;
  std::unique_ptr<trimmed_lists> trimmed_;
  std::set<std::string> slow_;  ///< instances that took all the time when they were last asked
};

}  // namespace mesoscale::exporter
