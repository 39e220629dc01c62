#include "exporter/scrape/cluster_voice.hpp"

#include <memory>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "exporter/scrape/target_report.hpp"
#include "exporter/tables/scrape_families.hpp"

namespace mesoscale::exporter {
namespace {

/// What the answers of a target say about its leader. Headers and redirects are those of the first answer that has any.
struct traces {
  std::string by_header;
  std::string by_collector;
  std::string by_redirect;
  bool has_via = false;
};

/// "host:port" of a URL or of what is that already, as instances are written.
std::string authority_of(const std::string& named) {
  if (named.empty()) return named;
  const bool is_url = named.find("://") != named.npos;
  const auto parsed = parse_url(is_url ? named : "http://" + named);
  return parsed.ok() ? parsed->authority() : named;
}

/// Nothing if no collector succeeded.
std::optional<traces> traces_in(const target_report& report) {
  std::optional<traces> found;
  for (std::size_t i = 0; i < report.collectors.size(); ++i) {
    const outcome* const what = report.brought(i);
    if (what == nullptr) continue;
    if (!found) found.emplace();
    if (found->by_header.empty() && !found->has_via) {
      found->by_header = authority_of(what->leader);
      found->has_via = what->is_proxied;
    }
    if (found->by_redirect.empty()) found->by_redirect = what->redirected_to;
    if (!what->data.leader.empty()) found->by_collector = authority_of(what->data.leader);
  }
  return found;
}

/// Whether another Marathon's answer was passed on; nothing if that cannot be told.
std::optional<bool> is_proxied(const cluster_voice& voice, bool has_via) {
  if (has_via) return true;
  if (voice.is_leader) return false;
  return std::nullopt;
}

cluster_voice voice_by(const traces& found, const target_report& report) {
  cluster_voice voice{report.of.kind, {}, false, report.main() != nullptr};
  const std::string instance = report.of.instance();
  if (!found.by_header.empty()) {
    voice.leader = found.by_header;
    voice.is_leader = !found.has_via;
    return voice;
  }
  if (!found.by_collector.empty()) {
    voice.leader = found.by_collector;
  } else if (!found.by_redirect.empty()) {
    voice.leader = found.by_redirect;
  } else if (!found.has_via) {
    voice.leader = instance;
  }
  voice.is_leader = !found.has_via && voice.leader == instance;
  return voice;
}

/// The same outcome for a report whose samples another target tells: outcomes are shared with other scrapes.
outcome_ptr without_samples(const outcome& full) {
  auto made = std::make_shared<outcome>();
  made->why = full.why;
  made->was_asked = full.was_asked;
  made->data.counts = full.data.counts;
  made->took = full.took;
  made->response_bytes = full.response_bytes;
  made->finished = full.finished;
  return made;
}

}  // namespace

bool may_pass_on(target_kind kind) { return kind == target_kind::marathon || kind == target_kind::chronos; }

std::optional<cluster_voice> voice_of(const target_report& report) {
  if (!may_pass_on(report.of.kind)) return std::nullopt;
  const auto found = traces_in(report);
  if (!found) return std::nullopt;
  return voice_by(*found, report);
}

bool speaks(std::span<const cluster_voice> voices, std::size_t i) {
  const cluster_voice& mine = voices[i];
  const auto rank = [](const cluster_voice& one) { return std::tuple(one.has_main, one.is_leader); };
  for (std::size_t j = 0; j < voices.size(); ++j) {
    const cluster_voice& other = voices[j];
    if (j == i || other.kind != mine.kind) continue;
    if (mine.leader.empty() && other.is_leader) return false;
    if (other.leader != mine.leader) continue;
    if (rank(other) > rank(mine) || (rank(other) == rank(mine) && j < i)) return false;
  }
  return true;
}

void take_samples_out(target_report& report) {
  for (outcome_ptr& what : report.outcomes) {
    if (what) what = without_samples(*what);
  }
}

void count_clusters_once(std::span<target_report> targets, sample_set& status) {
  std::vector<cluster_voice> voices;
  std::vector<target_report*> speakers;
  for (target_report& report : targets) {
    if (!may_pass_on(report.of.kind)) continue;
    const auto found = traces_in(report);
    if (!found) continue;
    voices.push_back(voice_by(*found, report));
    speakers.push_back(&report);
    const auto proxied = is_proxied(voices.back(), found->has_via);
    if (!proxied || report.of.kind != target_kind::marathon) continue;
    status.add(marathon_proxied_family, {{"instance", report.of.instance()}}, *proxied ? 1 : 0);
  }
  for (std::size_t i = 0; i < voices.size(); ++i) {
    if (!speaks(voices, i)) take_samples_out(*speakers[i]);
  }
}

}  // namespace mesoscale::exporter
