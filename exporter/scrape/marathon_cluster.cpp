#include "exporter/scrape/marathon_cluster.hpp"

#include <map>
#include <optional>
#include <string_view>

#include "exporter/collectors/marathon_queue.hpp"
#include "exporter/tables/scrape_families.hpp"

namespace mesoscale::exporter {
namespace {

/// What the main collector brought; null if it brought nothing.
const outcome* main_answer(const target_report& report) {
  if (report.of.kind != target_kind::marathon) return nullptr;
  for (std::size_t i = 0; i < report.collectors.size(); ++i) {
    const outcome* const what = report.outcomes[i].get();
    if (report.collectors[i]->is_main) return what != nullptr && !what->why ? what : nullptr;
  }
  return nullptr;
}

const outcome* answer_of(const target_report& report, std::string_view collector_name) {
  for (std::size_t i = 0; i < report.collectors.size(); ++i) {
    const outcome* const what = report.outcomes[i].get();
    if (report.collectors[i]->name == collector_name) return what != nullptr && !what->why ? what : nullptr;
  }
  return nullptr;
}

}  // namespace

std::optional<cluster_voice> marathon_voice(const target_report& report) {
  const outcome* const answer = main_answer(report);
  if (answer == nullptr || answer->leader.empty()) return std::nullopt;
  const auto leader = parse_url(answer->leader);
  return cluster_voice{leader.ok() ? leader->authority() : answer->leader, !answer->is_proxied};
}

void take_samples_out(target_report& report) {
  for (outcome_ptr& what : report.outcomes) {
    if (what) what = without_samples(*what);
  }
}

outcome_ptr without_samples(const outcome& full) {
  auto made = std::make_shared<outcome>();
  made->why = full.why;
  made->was_asked = full.was_asked;
  made->data.counts = full.data.counts;
  made->took = full.took;
  made->response_bytes = full.response_bytes;
  made->leader = full.leader;
  made->is_proxied = full.is_proxied;
  made->finished = full.finished;
  return made;
}

void count_clusters_once(std::span<target_report> targets, sample_set& status) {
  std::map<std::string_view, const target_report*> speakers;
  for (const target_report& report : targets) {
    const outcome* const answer = main_answer(report);
    if (answer == nullptr) continue;
    status.add(marathon_proxied_family, {{"instance", report.of.instance()}}, answer->is_proxied ? 1 : 0);
    if (answer->leader.empty()) continue;
    const auto [at, is_first] = speakers.emplace(answer->leader, &report);
    if (!is_first && !answer->is_proxied && main_answer(*at->second)->is_proxied) at->second = &report;
  }
  for (target_report& report : targets) {
    const outcome* const answer = main_answer(report);
    if (answer == nullptr || answer->leader.empty() || speakers[answer->leader] == &report) continue;
    take_samples_out(report);
  }
}

void add_empty_queues(std::span<const target_report> targets, sample_set& status) {
  for (const target_report& report : targets) {
    const outcome* const apps = answer_of(report, "marathon_apps");
    const outcome* const queue = answer_of(report, "marathon_queue");
    if (apps == nullptr || queue == nullptr) continue;
    add_apps_not_queued(apps->data, queue->data, report.of.instance(), status);
  }
}

}  // namespace mesoscale::exporter
