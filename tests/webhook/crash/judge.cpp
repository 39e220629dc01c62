#include "tests/webhook/crash/judge.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace mesoscale::webhook {
namespace {

std::string change_text(std::int64_t from, std::int64_t to) {
  return std::to_string(from) + " to " + std::to_string(to);
}

/// Whether a decision has changed a count for good.
bool has_acted(const seen_decision& d) { return d.outcome == "accepted" && d.verify != "vanished"; }

void check_bounds(const evidence& of, std::vector<std::string>& out) {
  for (const seen_put& put : of.puts) {
    const auto app = of.apps.find(put.app);
    if (app == of.apps.end()) {
      out.push_back(put.app + ": a PUT to an app that no alert names");
    } else if (put.to < app->second.min || put.to > app->second.max) {
      out.push_back(put.app + ": PUT " + std::to_string(put.to) + " is outside of " +
                    std::to_string(app->second.min) + " to " + std::to_string(app->second.max));
    }
  }
}

/// Every change of a count is one accepted decision, in the same order, and the counts join.
void check_changes(const std::string& id, const judged_app& app, const evidence& of,
                   std::vector<std::string>& out) {
  std::vector<std::string> changed, decided;
  std::int64_t count = app.first;
  for (const seen_put& put : of.puts) {
    if (put.app != id || !put.is_effective) continue;
    if (put.from != count)
      out.push_back(id + ": somebody else changed it before " + change_text(put.from, put.to));
    if (put.is_lost) continue;
    count = put.to;
    changed.push_back(change_text(put.from, put.to));
  }
  for (const seen_decision& d : of.decisions) {
    if (d.app == id && has_acted(d)) decided.push_back(change_text(d.from, d.to));
    if (d.app == id && d.outcome == "open") out.push_back(id + ": a change was left open");
  }
  const auto [put, decision] = std::mismatch(changed.begin(), changed.end(), decided.begin(), decided.end());
  if (put != changed.end() || decision != decided.end()) {
    out.push_back(id + ": change " + std::to_string(put - changed.begin() + 1) + " is " +
                  (put == changed.end() ? "none" : *put) + " in Marathon's log and " +
                  (decision == decided.end() ? "none" : *decision) + " in the decisions");
  }
  if (count != app.last)
    out.push_back(id + ": has " + std::to_string(app.last) + ", its PUTs come to " + std::to_string(count));
  if (app.expected_last && app.last != *app.expected_last)
    out.push_back(id + ": has " + std::to_string(app.last) + ", expected " +
                  std::to_string(*app.expected_last));
}

/// A change is the sum of the steps that it names, or less and then at a bound.
void check_amount(const judged_app& app, const seen_decision& d, std::vector<std::string>& out) {
  std::int64_t sum = 0;
  for (const std::string& cause : d.causes) {
    const std::string source = source_of(cause, d.app);
    const auto step = app.steps.find(source.substr(0, source.find('@')));
    if (step == app.steps.end()) return;
    sum += step->second;
  }
  const std::int64_t change = d.to - d.from;
  const bool is_cut =
      (d.to == app.max || d.to == app.min) && std::abs(change) < std::abs(sum) && (change > 0) == (sum > 0);
  if (change != sum && !is_cut)
    out.push_back(d.app + ": " + change_text(d.from, d.to) + " for steps that come to " +
                  std::to_string(sum));
}

void check_causes(const evidence& of, std::vector<std::string>& out) {
  std::set<std::string> acted;
  std::set<std::pair<std::string, std::string>> sources;
  for (const seen_decision& d : of.decisions) {
    const auto app = of.apps.find(d.app);
    if (!has_acted(d) || app == of.apps.end()) continue;
    check_amount(app->second, d, out);
    for (const std::string& cause : d.causes) {
      const std::string source = source_of(cause, d.app);
      if (source.empty()) continue;
      if (!acted.insert(cause).second) out.push_back(cause + " acted twice");
      sources.emplace(d.app, source);
    }
  }
  for (const owed_step& owed : of.owed) {
    if (!sources.contains({owed.app, owed.rule + "@" + owed.alert}))
      out.push_back(owed.app + ": the step of " + owed.rule + "@" + owed.alert + " is lost");
  }
}

/// A decision that does nothing because the count is at a bound says so where it is true.
void check_holds(const evidence& of, std::vector<std::string>& out) {
  for (const seen_decision& d : of.decisions) {
    const auto app = of.apps.find(d.app);
    if (app == of.apps.end()) continue;
    const bool is_wrong = (d.reason == "at_max" && d.from < app->second.max) ||
                          (d.reason == "at_min" && d.from > app->second.min);
    if (is_wrong) out.push_back(d.app + ": held " + d.reason + " at " + std::to_string(d.from));
  }
}

/// A step may be dropped because its alert is over, or by a decision that tells why.
bool is_drop_explained(const seen_step& step, const evidence& of) {
  if (!step.ended.empty() && step.ended <= step.settled) return true;
  static const std::set<std::string> reasons = {"at_max", "at_min", "defer_max"};
  return std::any_of(of.decisions.begin(), of.decisions.end(), [&step](const seen_decision& d) {
    return d.app == step.app && reasons.contains(d.reason) && d.time <= step.settled &&
           step.settled <= d.last_time;
  });
}

/// Every step is spent by exactly the changes that name it, or dropped for a reason; none is left.
void check_steps(const evidence& of, std::vector<std::string>& out) {
  std::set<std::string> acted;
  for (const seen_decision& d : of.decisions) {
    if (has_acted(d)) acted.insert(d.causes.begin(), d.causes.end());
  }
  for (const seen_step& step : of.steps) {
    const bool has = acted.contains(step.cause);
    if (step.what == seen_step::fate::due) out.push_back(step.cause + " is due and nothing comes of it");
    if (step.what == seen_step::fate::spent && !has) out.push_back(step.cause + " is spent without a change");
    if (step.what == seen_step::fate::dropped && has) out.push_back(step.cause + " acted and was dropped");
    if (step.what == seen_step::fate::dropped && !is_drop_explained(step, of))
      out.push_back(step.cause + " was dropped for no reason");
  }
}

}  // namespace

std::string source_of(const std::string& cause, const std::string& app) {
  const auto at = cause.find(":" + app + ":");
  if (at == std::string::npos) return "";
  const std::string rest = cause.substr(at + app.size() + 2);
  const std::string source = rest.substr(0, rest.find(':'));
  return source == "resolved" ? "" : source;
}

std::vector<std::string> judge(const evidence& of) {
  std::vector<std::string> out;
  check_bounds(of, out);
  for (const auto& [id, app] : of.apps) check_changes(id, app, of, out);
  check_causes(of, out);
  check_holds(of, out);
  check_steps(of, out);
  return out;
}

}  // namespace mesoscale::webhook
