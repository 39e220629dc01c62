#include "exporter/scrape/trimmed_lists.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include "exporter/scrape/target_report.hpp"

namespace mesoscale::exporter {
namespace {

net::clock::time_point beginning_of(const outcome& what) {
  return what.finished - std::chrono::duration_cast<net::clock::duration>(what.took);
}

/// A collector whose answer is a list, what its elements become, and what the snapshot counts them in.
struct list_row {
  std::string_view collector;
  std::string_view element;
  bool master_standing::*is_counted;
};

constexpr list_row lists[] = {
    {"mesos_master_agents", "mesos_agent_info", &master_standing::counts_agents},
    {"mesos_master_frameworks", "mesos_framework_info", &master_standing::counts_frameworks},
};

}  // namespace

outcome_ptr trimmed_lists::judged(outcome_ptr what, const target_report& report, std::size_t i) {
  const auto row = std::ranges::find(lists, report.collectors[i]->name, &list_row::collector);
  if (row == std::end(lists) || what->why || what->absent || !what->was_asked) return what;
  const auto is_element = [row](const sample& one) { return one.of->name == row->element; };
  const auto& samples = what->data.samples;
  const bool is_empty = what->data.agents.empty() && std::ranges::none_of(samples.samples(), is_element);
  const std::pair key{report.of.instance(), report.collectors[i]};
  const outcome* const snapshot = report.main();
  const bool is_counted =
      snapshot != nullptr && snapshot->data.standing && (*snapshot->data.standing).*(row->is_counted);
  if (!is_empty || !is_counted) {
    counted_since_.erase(key);
    return what;
  }
  const auto since = counted_since_.try_emplace(key, snapshot->finished).first->second;
  if (beginning_of(*what) < since) return what;
  return failed_with(
      {errc::http_403, key.first + ": the list is empty, but the snapshot counts what belongs " +
                           "into it: the login may not see it"},
      *what);
}

}  // namespace mesoscale::exporter
