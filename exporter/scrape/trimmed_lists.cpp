#include "exporter/scrape/trimmed_lists.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "exporter/scrape/scraper.hpp"

namespace mesoscale::exporter {
namespace {

net::clock::time_point beginning_of(const outcome& what) {
  return what.finished - std::chrono::duration_cast<net::clock::duration>(what.took);
}

/// The snapshot of the report's master; null if there is none that tells.
const outcome* snapshot_of(const target_report& report) {
  const outcome* const main = report.outcomes.front().get();
  const bool tells =
      report.collectors.front()->is_main && main != nullptr && !main->why && main->data.standing;
  return tells ? main : nullptr;
}

/// A collector whose answer is a list, what its elements become, and what the snapshot counts them in.
struct list_row {
  std::string_view collector;
  std::string_view element;
  std::string_view counted;
};

constexpr list_row lists[] = {
    {"mesos_master_agents", "mesos_agent_info", "mesos_master_agents"},
    {"mesos_master_frameworks", "mesos_framework_info", "mesos_master_frameworks"},
};

}  // namespace

bool counts_active(const decoded& snapshot, std::string_view family) {
  return std::ranges::any_of(snapshot.samples.samples(), [&](const sample& one) {
    const bool is_active = snapshot.samples.labels_of(one).find("state=\"active\"") != std::string_view::npos;
    return one.of->name == family && is_active && one.value > 0;
  });
}

outcome_ptr trimmed_lists::judged(outcome_ptr what, const target_report& report, std::size_t i) {
  const auto row = std::ranges::find(lists, report.collectors[i]->name, &list_row::collector);
  if (row == std::end(lists) || what->why || what->absent || !what->was_asked) return what;
  const auto is_element = [row](const sample& one) { return one.of->name == row->element; };
  const auto& samples = what->data.samples;
  const bool is_empty = what->data.agents.empty() && std::ranges::none_of(samples.samples(), is_element);
  const std::pair key{report.of.instance(), report.collectors[i]};
  const outcome* const snapshot = snapshot_of(report);
  if (snapshot == nullptr || !is_empty || !counts_active(snapshot->data, row->counted)) {
    counted_since_.erase(key);
    return what;
  }
  const auto since = counted_since_.try_emplace(key, snapshot->finished).first->second;
  if (beginning_of(*what) < since) return what;
  auto made = std::make_shared<outcome>();
  made->why = failure{errc::http_403,
                      key.first + ": the list is empty, but the snapshot counts what belongs into it: " +
                          "the login may not see it"};
  made->took = what->took;
  made->finished = what->finished;
  return made;
}

}  // namespace mesoscale::exporter
