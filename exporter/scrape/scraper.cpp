#include "exporter/scrape/scraper.hpp"

#include <algorithm>
#include <utility>

#include "common/net/gather.hpp"
#include "exporter/scrape/cluster_voice.hpp"
#include "exporter/scrape/empty_queues.hpp"
#include "exporter/scrape/judgement.hpp"
#include "exporter/scrape/mesos_cluster.hpp"
#include "exporter/scrape/probed_clusters.hpp"
#include "exporter/scrape/status.hpp"
#include "exporter/scrape/trimmed_lists.hpp"

namespace mesoscale::exporter {
namespace {

/// Whether this collector is one for this target, and asks for something.
bool fits(const collector& what, const target& of) {
  return what.kind == of.kind && what.make_decoder != nullptr &&
         what.word.has_value() == (of.base.scheme == "tcp");
}

target_report empty_report(target of, const std::set<std::string, std::less<>>& disabled) {
  target_report report{std::move(of), {}, {}, false};
  for (const collector& one : all_collectors()) {
    if (fits(one, report.of) && !disabled.contains(one.name)) report.collectors.push_back(&one);
  }
  std::ranges::stable_sort(report.collectors, std::ranges::greater{}, &collector::is_main);
  report.outcomes.resize(report.collectors.size());
  return report;
}

/// How long one of them may keep the next waiting. What takes longer is noticed half as much later: even if all before it hang, the
/// last one is asked in the first half of the time. A quarter of the time where there are places enough.
net::clock::duration patience_for(std::size_t targets, std::size_t at_once, net::clock::duration time) {
  const std::size_t places = std::max<std::size_t>(at_once, 1);
  const std::size_t rounds = (targets + places - 1) / places;
  return time / std::max<std::size_t>(4, 3 * rounds);
}

/// Only right after the start, before ZooKeeper has answered for the first time; the other targets wait with it.
constexpr std::chrono::milliseconds longest_wait_for_zookeeper{2000};

}  // namespace

scraper::scraper(std::shared_ptr<asker> ask, std::shared_ptr<discovery> agents, scrape_plan plan)
    : ask_(std::move(ask)),
      agents_(std::move(agents)),
      plan_(std::move(plan)),
      probed_(std::make_unique<probed_clusters>()),
      trimmed_(std::make_unique<trimmed_lists>()) {}

scraper::~scraper() = default;

asio::awaitable<std::shared_ptr<const scrape_report>> scraper::scrape(std::set<target_kind> kinds,
                                                                      net::deadline until) {
  const auto alive = shared_from_this();
  // What hangs in discovery may cost half of the time: the targets that are known need the other half.
  const auto now = net::clock::now();
  co_await discover(kinds, now + (until - now) / 2);
  std::vector<target> targets;
  for (listed_target& one : targets_of(kinds)) targets.push_back(std::move(one.of));
  auto settled = co_await ask_all(std::move(targets), until);
  if (agents_ && kinds.contains(target_kind::mesos_agent))
    add_discovery_status(agents_->is_up(), agents_->agents().size(), settled->status);
  if (plan_.directory && kinds.contains(target_kind::mesos_master))
    add_cluster_status(plan_.directory->states(), settled->status);
  co_return settled;
}

asio::awaitable<void> scraper::discover(std::set<target_kind> kinds, net::deadline until) {
  const auto alive = shared_from_this();
  const bool wants_agents = agents_ && kinds.contains(target_kind::mesos_agent);
  if (plan_.directory && (wants_agents || kinds.contains(target_kind::mesos_master)))
    co_await plan_.directory->settled(std::min(until, net::after(longest_wait_for_zookeeper)));
  if (wants_agents) co_await agents_->refresh(until);
}

asio::awaitable<std::shared_ptr<const scrape_report>> scraper::probe(target of, net::deadline until) {
  const auto alive = shared_from_this();
  std::vector<target> targets{std::move(of)};
  co_return co_await ask_all(std::move(targets), until, true);
}

asio::awaitable<std::shared_ptr<scrape_report>> scraper::ask_all(std::vector<target> targets,
                                                                 net::deadline until, bool is_probe) {
  const auto alive = shared_from_this();
  std::ranges::stable_partition(targets,
                                [this](const target& one) { return !slow_.contains(one.instance()); });
  const auto report = std::make_shared<scrape_report>();
  for (target& one : targets)
    report->targets.push_back(empty_report(std::move(one), plan_.disabled_collectors));
  std::vector<net::work> pieces;
  for (std::size_t i = 0; i < report->targets.size(); ++i) {
    pieces.push_back([self = alive, report, i, until] { return self->scrape_target(report, i, until); });
  }
  const auto patience = patience_for(pieces.size(), plan_.concurrency, until - net::clock::now());
  co_await net::gather_until(std::move(pieces), plan_.concurrency, until, patience);
  co_return settled(*report, is_probe);
}

// Stragglers still write to their report, so the page is made from a copy; the samples in it are shared.
std::shared_ptr<scrape_report> scraper::settled(const scrape_report& asked, bool is_probe) {
  auto made = std::make_shared<scrape_report>();
  made->targets = asked.targets;
  remember_slow(made->targets);
  tell_leaders(made->targets, master_clusters(), made->status);
  count_clusters_once(made->targets, made->status);
  if (is_probe) {
    for (target_report& one : made->targets) probed_->count_once(one, plan_.fixed, net::clock::now());
  }
  add_empty_queues(made->targets, made->status);
  add_target_status(made->targets, made->status);
  compat_counts_.add(made->targets, plan_.compat, made->status);
  return made;
}

std::vector<std::vector<std::string>> scraper::master_clusters() const {
  std::vector<std::vector<std::string>> clusters(1);
  for (const target& one : plan_.fixed) {
    if (one.kind == target_kind::mesos_master) clusters.front().push_back(one.instance());
  }
  for (const discovery::master_list& masters : plan_.clusters) {
    clusters.emplace_back();
    for (const target& one : masters()) clusters.back().push_back(one.instance());
  }
  return clusters;
}

bool scraper::is_discovered(target_kind kind) const {
  if (kind == target_kind::mesos_master) return plan_.directory != nullptr;
  return agents_ && kind == target_kind::mesos_agent;
}

bool scraper::is_known(target_kind kind) const {
  if (!is_discovered(kind)) return true;
  if (kind == target_kind::mesos_agent) return agents_->agents().is_known();
  // That ZooKeeper answers is not enough: a path that does not exist, or nobody there yet, must not become an empty list.
  const auto clusters = plan_.directory->states();
  const auto answered = [](const cluster_state& one) { return one.last_success.has_value(); };
  const bool has_fixed = std::ranges::any_of(
      plan_.fixed, [](const target& one) { return one.kind == target_kind::mesos_master; });
  return std::ranges::all_of(clusters, answered) &&
         (has_fixed || std::ranges::any_of(clusters, &cluster_state::was_seen));
}

std::vector<listed_target> scraper::named_targets() const {
  std::vector<listed_target> targets;
  std::set<std::string> taken;
  for (const target& one : plan_.fixed) {
    taken.insert(one.instance());
    targets.push_back({one, nullptr});
  }
  for (const discovery::master_list& masters : plan_.clusters) {
    for (target& one : masters()) {
      if (taken.insert(one.instance()).second) targets.push_back({std::move(one), nullptr});
    }
  }
  return targets;
}

result<target> scraper::agent_target(const listed_agent& agent) const {
  auto base = parse_url(plan_.agent_scheme + "://" + agent.address);
  if (!base) return base.error();
  return target{target_kind::mesos_agent, std::move(base).value(), plan_.agent_access};
}

std::vector<listed_target> scraper::targets_of(const std::set<target_kind>& kinds) const {
  std::vector<listed_target> targets = named_targets();
  std::set<std::string> taken;
  for (const listed_target& one : targets) taken.insert(one.of.instance());
  std::erase_if(targets, [&](const listed_target& one) { return !kinds.contains(one.of.kind); });
  if (!agents_ || !kinds.contains(target_kind::mesos_agent)) return targets;
  for (const auto& [id, agent] : agents_->agents().agents()) {
    auto found = agent_target(agent);
    if (found && taken.insert(found->instance()).second)
      targets.push_back({std::move(found).value(), &agent});
  }
  return targets;
}

// Thousands of agents may each be probed once per interval: an agent is looked up, not searched for.
std::optional<target> scraper::known_target(target_kind kind, const std::string& text) const {
  const auto address = instance_in(text);
  if (!address) return std::nullopt;
  std::vector<listed_target> candidates = named_targets();
  const bool is_named = std::ranges::any_of(
      candidates, [&](const listed_target& one) { return one.of.instance() == *address; });
  std::erase_if(candidates, [&](const listed_target& one) { return one.of.kind != kind; });
  if (!is_named && agents_ && kind == target_kind::mesos_agent) {
    const listed_agent* agent = agents_->agents().find(*address);
    if (agent != nullptr)
      if (auto found = agent_target(*agent)) candidates.push_back({std::move(found).value(), agent});
  }
  const listed_target* found = exporter::find_target(candidates, text);
  return found == nullptr ? std::nullopt : std::optional(found->of);
}

asio::awaitable<std::optional<std::vector<listed_target>>> scraper::list_targets(target_kind kind,
                                                                                 net::deadline until) {
  const auto alive = shared_from_this();
  const std::set<target_kind> kinds{kind};
  co_await discover(kinds, until);
  if (!is_known(kind)) co_return std::nullopt;
  co_return targets_of(kinds);
}

asio::awaitable<result<target>> scraper::find_target(target_kind kind, std::string text,
                                                     net::deadline until) {
  const auto alive = shared_from_this();
  const std::set<target_kind> kinds{kind};
  auto found = known_target(kind, text);
  if (!found && is_discovered(kind)) {
    // The target may have come since; a stranger costs the masters no more than one question per interval of discovery.
    const auto now = net::clock::now();
    co_await discover(kinds, now + (until - now) / 2);
    found = known_target(kind, text);
    if (!found && !is_known(kind)) {
      co_return failure{errc::no_leader, "discovery has not once succeeded yet"};
    }
  }
  if (!found) {
    co_return failure{errc::http_403,
                      "the target is neither configured nor discovered as " + std::string(module_name(kind))};
  }
  co_return std::move(*found);
}

// Targets that hang hold a place for a while. Were they asked first again, the healthy ones behind them would wait again.
void scraper::remember_slow(const std::vector<target_report>& reports) {
  // Agents that left while they hung would stay forever.
  if (slow_.size() > 20'000) slow_.clear();
  for (const target_report& one : reports) {
    if (!one.was_started || one.outcomes.empty()) continue;
    const outcome_ptr& main = one.outcomes.front();
    const bool is_slow = !main || (main->why && main->why->code == errc::timeout);
    if (is_slow) {
      slow_.insert(one.of.instance());
    } else {
      slow_.erase(one.of.instance());
    }
  }
}

// The main collector goes first: it says whether the target is there at all. When it takes more than a third of the time, which is
// noticed before half of it has gone, the others are asked beside it.
asio::awaitable<void> scraper::scrape_target(std::shared_ptr<scrape_report> report, std::size_t index,
                                             net::deadline until) {
  const auto alive = shared_from_this();
  target_report& mine = report->targets[index];
  mine.was_started = true;
  if (mine.collectors.empty()) co_return;
  std::vector<net::work> parts;
  parts.push_back([alive, report, index, until] { return alive->ask_main(report, index, until); });
  parts.push_back([alive, report, index, until] { return alive->ask_others(report, index, until); });
  const auto patience = (until - net::clock::now()) / 3;
  co_await net::gather_until(std::move(parts), 1, until, patience);
}

asio::awaitable<void> scraper::ask_main(std::shared_ptr<scrape_report> report, std::size_t index,
                                        net::deadline until) {
  const auto alive = shared_from_this();
  const target_report& mine = report->targets[index];
  for (std::size_t i = 0; i < mine.collectors.size(); ++i) {
    if (goes_first(*mine.collectors[i])) co_await ask_collector(report, index, i, until);
  }
}

// They are asked one at a time, on one connection; the next one does not wait for ever for one that hangs.
asio::awaitable<void> scraper::ask_others(std::shared_ptr<scrape_report> report, std::size_t index,
                                          net::deadline until) {
  const auto alive = shared_from_this();
  const target_report& mine = report->targets[index];
  std::vector<net::work> others;
  for (std::size_t i = 0; i < mine.collectors.size(); ++i) {
    if (goes_first(*mine.collectors[i])) continue;
    others.push_back(
        [alive, report, index, i, until] { return alive->ask_collector(report, index, i, until); });
  }
  if (others.empty()) co_return;
  const auto patience = (until - net::clock::now()) / (2 * others.size());
  co_await net::gather_until(std::move(others), 1, until, patience);
}

asio::awaitable<void> scraper::ask_collector(std::shared_ptr<scrape_report> report, std::size_t index,
                                             std::size_t i, net::deadline until) {
  const auto alive = shared_from_this();
  target_report& mine = report->targets[index];
  const bool is_main = mine.collectors[i]->is_main;
  if (!is_main) mine.outcomes[i] = judged_without_asking(mine, i);
  if (!mine.outcomes[i]) {
    auto answer = co_await ask_->ask(mine.of, mine.collectors[i], until);
    if (!is_main) answer = trimmed_->judged(judged(std::move(answer), mine, i), mine, i);
    mine.outcomes[i] = std::move(answer);
  }
}

}  // namespace mesoscale::exporter
