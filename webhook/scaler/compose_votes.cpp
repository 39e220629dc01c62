// Which steps, activations and resolutions stand behind the votes of a decision.
#include "webhook/scaler/compose.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

/// Null for a rule that says nothing or is paused: its steps stay due, and its resolutions stay to be done.
const signal* find_signal(const decision_inputs& inputs, const std::string& rule) {
  for (const signal& s : inputs.signals) {
    if (s.rule == rule && !s.is_paused) return &s;
  }
  return nullptr;
}

bool names(const std::vector<pending_resolution>& resolutions, const std::string& rule) {
  return std::any_of(resolutions.begin(), resolutions.end(),
                     [&rule](const pending_resolution& p) { return p.rule == rule; });
}

/// The activity whose vote is the one that combine() took: the largest of its direction, of equal ones the first by name.
const rule_activity* winner(const app_view& view, const decision_inputs& inputs, direction toward) {
  const rule_activity* best = nullptr;
  std::int64_t best_count = 0;
  for (const rule_activity& activity : view.active) {
    const signal* const s = find_signal(inputs, activity.rule);
    if (!s || direction_now(*s, inputs.current) != toward) continue;
    const vote v = vote_of(*s, inputs.current);
    if (v.what != vote::kind::up && v.what != vote::kind::down) continue;
    const bool is_better =
        !best || v.count > best_count || (v.count == best_count && activity.rule < best->rule);
    if (!is_better) continue;
    best = &activity;
    best_count = v.count;
  }
  return best;
}

}  // namespace

direction direction_now(const signal& s, std::int64_t current) {
  const direction fixed = direction_of(s.how);
  if (fixed != direction::none) return fixed;
  const vote v = vote_of(s, current);
  return v.what == vote::kind::up     ? direction::up
         : v.what == vote::kind::down ? direction::down
                                      : direction::none;
}

std::vector<pulse> due_pulses(const app_view& view, const decision_inputs& inputs, direction toward) {
  std::vector<pulse> out;
  for (const rule_activity& activity : view.active) {
    const signal* const s = find_signal(inputs, activity.rule);
    if (!s || direction_now(*s, inputs.current) != toward) continue;
    out.insert(out.end(), activity.due.begin(), activity.due.end());
  }
  return out;
}

std::vector<pulse> idle_pulses(const app_view& view, const decision_inputs& inputs) {
  std::vector<pulse> out;
  for (const rule_activity& activity : view.active) {
    const signal* const s = find_signal(inputs, activity.rule);
    if (!s || needs_pulses(s->how) || direction_now(*s, inputs.current) != direction::none) continue;
    out.insert(out.end(), activity.due.begin(), activity.due.end());
  }
  return out;
}

std::vector<std::int64_t> resolutions_toward(const app_view& view, const decision_inputs& inputs,
                                             direction toward) {
  std::vector<std::int64_t> ids;
  for (const pending_resolution& pending : view.resolutions) {
    const signal* const s = find_signal(inputs, pending.rule);
    const bool is_hold = pending.what == pending_resolution::kind::hold;
    if (is_hold || !s || direction_now(*s, inputs.current) != toward) continue;
    ids.insert(ids.end(), pending.ids.begin(), pending.ids.end());
  }
  return ids;
}

std::vector<std::pair<std::int64_t, std::int64_t>> shares_of(const app_view& view,
                                                             const decision_inputs& inputs, direction toward,
                                                             std::int64_t to) {
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  const rule_activity* const from = winner(view, inputs, toward);
  if (!from) return out;
  std::vector<std::int64_t> parts;
  for (const pulse& p : from->due) parts.push_back(p.activation);
  if (parts.empty()) parts = from->activations;
  const auto count = static_cast<std::int64_t>(parts.size());
  std::int64_t left = to - inputs.current;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t part = left / (count - i);
    left -= part;
    const std::int64_t activation = parts[static_cast<std::size_t>(i)];
    const auto same =
        std::find_if(out.begin(), out.end(), [&](const auto& o) { return o.first == activation; });
    if (same != out.end()) {
      same->second += part;
    } else {
      out.emplace_back(activation, part);
    }
  }
  return out;
}

bool follows_values(const app_view& view, const rule_file& rules) {
  return std::any_of(view.active.begin(), view.active.end(), [&rules](const rule_activity& activity) {
    const rule* const r = rules.find_rule(activity.rule);
    return r && !needs_pulses(r->scale);
  });
}

std::string voting_rules(const app_view& view, const decision_inputs& inputs, direction toward) {
  std::string text;
  const auto add = [&text](const std::string& name) { text += (text.empty() ? "" : ",") + name; };
  for (const rule_activity& activity : view.active) {
    const signal* const s = find_signal(inputs, activity.rule);
    if (!s || (activity.due.empty() && needs_pulses(s->how))) continue;
    if (toward != direction::none && direction_now(*s, inputs.current) != toward) continue;
    add(activity.rule);
  }
  for (const signal& s : inputs.signals) {
    if (s.is_paused || !names(view.resolutions, s.rule)) continue;
    if (toward == direction::none || direction_now(s, inputs.current) == toward) add(s.rule);
  }
  return text;
}

}  // namespace mesoscale::webhook
