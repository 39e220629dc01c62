#include "webhook/marathon/progress.hpp"

#include "webhook/json_members.hpp"

#include <algorithm>
#include <map>

namespace mesoscale::webhook {
namespace {

using nlohmann::json;

constexpr std::size_t most_reasons = 3;

std::string why_not(const net::http_response& response) {
  return response.status == 200 ? "found an answer of another shape"
                                : "HTTP " + std::to_string(response.status);
}

/// False when a step is not understood.
bool scales_only(const json& steps) {
  if (!steps.is_array() || steps.empty()) return false;
  bool has_action = false;
  for (const json& step : steps) {
    const json& actions = step.is_array() ? step : member(step, "actions");
    if (!actions.is_array()) return false;
    for (const json& action : actions) {
      has_action = true;
      const std::string name = text_of(action, "action");
      if ((name.empty() ? text_of(action, "type") : name) != "ScaleApplication") return false;
    }
  }
  return has_action;
}

deployment_reading read_deployment(const json& from) {
  deployment_reading out;
  out.id = text_of(from, "id");
  for (const char* key : {"affectedApps", "affectedPods"}) {
    const json& affected = member(from, key);
    if (!affected.is_array()) continue;
    for (const json& id : affected) {
      if (id.is_string()) out.affected.push_back(id.get<std::string>());
    }
  }
  out.only_scales = scales_only(member(from, "steps"));
  return out;
}

std::string reasons_of(const json& summary) {
  std::vector<std::pair<std::int64_t, std::string>> declined;
  for (const char* key : {"rejectSummaryLastOffers", "rejectSummaryLaunchAttempt"}) {
    const json& list = member(summary, key);
    if (!list.is_array()) continue;
    for (const json& row : list) {
      const std::int64_t count = number_of(row, "declined");
      if (count > 0) declined.emplace_back(-count, text_of(row, "reason"));
    }
    if (!declined.empty()) break;
  }
  std::sort(declined.begin(), declined.end());
  std::string text;
  for (std::size_t i = 0; i < declined.size() && i < most_reasons; ++i) {
    text += (i == 0 ? "" : ", ") + declined[i].second + " " + std::to_string(-declined[i].first);
  }
  return text;
}

queue_entry read_entry(const json& from) {
  queue_entry out;
  out.app = text_of(member(from, "app"), "id");
  if (out.app.empty()) out.app = text_of(member(from, "pod"), "id");
  out.count = number_of(from, "count");
  const json& delay = member(from, "delay");
  const json& overdue = member(delay, "overdue");
  out.is_overdue = overdue.is_boolean() && overdue.get<bool>();
  out.backoff_left_s = number_of(delay, "timeLeftSeconds");
  out.reasons = reasons_of(member(from, "processedOffersSummary"));
  return out;
}

}  // namespace

const queue_entry* queue_answer::find(const std::string& app) const {
  const auto it =
      std::find_if(list.begin(), list.end(), [&app](const queue_entry& e) { return e.app == app; });
  return it == list.end() ? nullptr : &*it;
}

deployments_answer classify_deployments(const net::http_response& response) {
  const json body = json::parse(response.body, nullptr, false);
  deployments_answer out;
  out.is_known = response.status == 200 && body.is_array();
  if (!out.is_known) return out;
  for (const json& one : body) out.list.push_back(read_deployment(one));
  return out;
}

queue_answer classify_queue(const net::http_response& response) {
  const json body = json::parse(response.body, nullptr, false);
  const json& list = member(body, "queue");
  queue_answer out;
  out.is_known = response.status == 200 && list.is_array();
  if (!out.is_known) {
    out.why = why_not(response);
    return out;
  }
  for (const json& one : list) out.list.push_back(read_entry(one));
  return out;
}

deployment_kind kind_of(const std::vector<std::string>& running, const deployments_answer& answer,
                        const std::string& own_id, bool is_own_target) {
  if (running.empty()) return deployment_kind::none;
  if (!answer.is_known) return deployment_kind::running;
  for (const std::string& id : running) {
    const auto it = std::find_if(answer.list.begin(), answer.list.end(),
                                 [&id](const deployment_reading& d) { return d.id == id; });
    const bool scales_one_app = it != answer.list.end() && it->only_scales && it->affected.size() == 1;
    if (!scales_one_app) return deployment_kind::config;
  }
  const bool is_own = running.size() == 1 && !own_id.empty() && running.front() == own_id && is_own_target;
  return is_own ? deployment_kind::own_scale : deployment_kind::other_scale;
}

}  // namespace mesoscale::webhook
