// What really happens to a few alerts of one app, the ways in which Alertmanagers may tell it, and a webhook that is told. Times are
// seconds of world. Nothing here knows what must come of it: the properties compare tellings with each other.
#pragma once

#include "tests/webhook/property.hpp"
#include "tests/webhook/scaler/sequence.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace mesoscale::webhook {

inline constexpr int horizon = 200;
inline constexpr int reopen_grace = 30;

/// The decisions of an instant are made a second later. Looks without a reason would make their times depend on who else was heard.
inline constexpr const char* delivery_rules = R"(version: 1
global: {settle: 1s, tick: 24h, reopen_grace: 30s}
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  defaults:
    marathon: prod
    app: {label: marathon_app}
    min_instances: 2
    max_instances: 12
    unconfirmed_repeats: 1000
    behavior: {scaleUp: {cooldown: 20s}, scaleDown: {cooldown: 25s, stabilizationWindowSeconds: 0}}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], repeat_every: 60s, scale: {direction: up, by: 2}, on_resolved: step_back}
  - {rule: warm, matchers: ['alertname="Warm"'], repeat_every: 0, scale: {direction: up, percent: 30}}
  - {rule: cold, matchers: ['alertname="Cold"'], repeat_every: 50s, scale: {direction: down, by: 1}}
  - {rule: flood, matchers: ['alertname="Flood"'], scale: {to: 9}}
)";

/// One alert in one notification.
struct told {
  int second = 0;
  int alert = 0;
  bool is_firing = true;
  int starts = 0;
  int ends = 0;
  friend bool operator==(const told&, const told&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const told& t) {
  out << "t" << t.second << (t.is_firing ? " F(" : " R(") << t.alert << "," << t.starts;
  return t.is_firing ? out << ")" : out << "," << t.ends << ")";
}

/// An alert fires from `starts` to `ends`; the next time not before `quiet`.
struct episode {
  int alert = 0;
  int earliest = 0;  ///< a start that a peer may tell
  int starts = 0;
  int ends = 0;        ///< horizon: it does not end
  int latest_end = 0;  ///< an end that a peer may tell
};

struct course {
  std::int64_t instances = 4;
  std::vector<int> names;  ///< of each alert, which of the rules it speaks to
  std::vector<episode> episodes;
};

/// The course of that number: one to three alerts with one or two episodes each. A number stands for a course so that what comes of
/// it is played once and compared with many tellings. Alerts begin in even seconds and end in odd ones: whether a rule that one
/// alert leaves in the second in which another comes was active throughout depends on which is told first.
inline course course_of(int number) {
  std::minstd_rand random(static_cast<unsigned>(number) + 1);
  const auto up_to = [&random](int end) {
    return static_cast<int>(random() / 16U % static_cast<unsigned>(end));
  };
  course out;
  out.instances = 2 + up_to(11);
  const int alerts = 1 + (up_to(2) == 0 ? 0 : up_to(3));
  for (int alert = 0; alert < alerts; ++alert) {
    out.names.push_back(up_to(4));
    int quiet = -30, at = 2 * up_to(15);
    for (int left = 1 + up_to(2); left > 0; --left) {
      episode one{alert, quiet + 1, at, at + 1 + 2 * up_to(30), 0};
      const int pause = 3 + 2 * up_to(20);
      if (left == 1 && up_to(3) == 0) one.ends = horizon;
      one.latest_end = one.ends + up_to(std::min(pause, 4) - 1);
      quiet = one.latest_end;
      at = one.ends + pause;
      out.episodes.push_back(one);
    }
  }
  return out;
}

/// What one Alertmanager without any trouble tells, in the order of time.
inline std::vector<told> told_once(const course& of) {
  std::vector<told> out;
  for (const episode& e : of.episodes) {
    out.push_back({e.starts, e.alert, true, e.starts, 0});
    if (e.ends < horizon) out.push_back({e.ends, e.alert, false, e.starts, e.ends});
  }
  std::stable_sort(out.begin(), out.end(), [](const told& a, const told& b) { return a.second < b.second; });
  return out;
}

/// The same with all that a pair may add: copies, also late ones, whose start is earlier or whose end is later, and the messages of
/// one second in any order. A firing copy comes less than reopen_grace after the end; that of an end at any time after it.
inline std::vector<told> told_by_a_pair(const course& of) {
  std::vector<told> out = told_once(of);
  for (const episode& e : of.episodes) {
    const int last = std::min(horizon - 1, e.ends + reopen_grace - 1);
    for (int copies = below(3); copies > 0; --copies) {
      const int start = *rc::gen::inRange(e.earliest, e.starts + 1);
      out.push_back({*rc::gen::inRange(e.starts, last + 1), e.alert, true, start, 0});
    }
    for (int copies = e.ends < horizon ? below(3) : 0; copies > 0; --copies) {
      const int end = *rc::gen::inRange(e.ends, e.latest_end + 1);
      out.push_back({*rc::gen::inRange(e.ends, horizon), e.alert, false, e.starts, end});
    }
  }
  std::vector<std::pair<int, told>> mixed;
  for (const told& t : out) mixed.emplace_back(below(100), t);
  std::stable_sort(mixed.begin(), mixed.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.second, a.first) < std::pair(b.second.second, b.first);
  });
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = mixed[i].second;
  return out;
}

/// A change that Marathon took, and why. Activations are numbered from the app's first one.
struct deed {
  int second = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::vector<std::string> causes;
  friend bool operator==(const deed&, const deed&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const deed& d) {
  out << "t" << d.second << " " << d.from << " -> " << d.to;
  for (const std::string& cause : d.causes) out << " " << cause;
  return out;
}

/// Webhooks with a store in memory, each of which serves many plays: every play has an app of its own.
class stage {
 public:
  explicit stage(const std::string& rules = delivery_rules) : rules_(rules) {}

  /// An app of that name with that many instances, known to no alert. The name is an id that was not used before.
  world& open(const std::string& app, std::int64_t instances) {
    constexpr int plays_each = 150;  // A store that grows is slow, a new one is slower.
    if (!world_ || ++plays_ >= plays_each) {
      world_ = std::make_unique<world>(rules_, 0, world::kept::in_memory);
      plays_ = 0;
      last_notification = 0;
    }
    world_->forget_actors();
    world_->marathon.apps.clear();
    world_->marathon.faults.clear();
    world_->marathon.apps[app].instances = instances;
    return *world_;
  }

  std::int64_t last_notification = 0;  ///< in the store, that a play has read

 private:
  std::string rules_;
  std::unique_ptr<world> world_;
  int plays_ = 0;
};

inline alert_message message_of(const told& t, const course& of, const std::string& app) {
  static constexpr std::array names{"Hot", "Warm", "Cold", "Flood"};
  const char* const name = names[static_cast<std::size_t>(of.names[static_cast<std::size_t>(t.alert)])];
  alert_message out = message(t.is_firing, app + std::to_string(t.alert), t.starts, name, app);
  out.labels["instance"] = std::to_string(t.alert);
  if (!t.is_firing) out.ends_at = world::at(t.ends);
  return out;
}

/// A notification as Alertmanager writes it.
inline std::string body_of(const std::vector<alert_message>& alerts) {
  using nlohmann::json;
  json list = json::array();
  for (const alert_message& a : alerts) {
    list.push_back({{"status", a.firing ? "firing" : "resolved"},
                    {"labels", a.labels},
                    {"annotations", json::object()},
                    {"startsAt", format_time(a.starts_at)},
                    {"endsAt", a.ends_at ? format_time(*a.ends_at) : "0001-01-01T00:00:00Z"},
                    {"fingerprint", a.fingerprint}});
  }
  return json{{"version", "4"},      {"groupKey", "g"},      {"receiver", "scale"},
              {"externalURL", "am"}, {"truncatedAlerts", 0}, {"alerts", std::move(list)}}
      .dump();
}

/// "prod:/c17x:hot:12:0" is the step 0 of the activation 12 of hot. Activations are numbered for each rule, since those of several
/// begin in one second in any order. Of what is no step the number or the version says nothing that two plays share.
inline void number_activations(std::vector<deed>& deeds, const std::string& app) {
  std::map<std::string, std::map<std::string, std::size_t>> known;
  for (deed& d : deeds) {
    for (std::string& cause : d.causes) {
      const std::string rest = cause.substr(std::string("prod:").size() + app.size() + 1);
      const auto first = rest.find(':'), second = rest.rfind(':');
      const std::string rule = rest.substr(0, first);
      cause = rule;
      if (first >= second) continue;
      auto& of_rule = known[rule];
      const auto number =
          of_rule.emplace(rest.substr(first + 1, second - first - 1), of_rule.size()).first->second;
      cause += ":" + std::to_string(number) + rest.substr(second);
    }
    std::sort(d.causes.begin(), d.causes.end());
  }
}

/// What Marathon took, in the order of time.
inline std::vector<deed> deeds_of(world& w, const std::string& app) {
  std::vector<deed> out;
  const auto made = w.log().decisions(app, 1000).value();
  for (const decision_record& r : made) {
    if (r.outcome != "accepted") continue;
    out.push_back({world::second_of(r.time), r.from, r.to, r.causes});
  }
  std::reverse(out.begin(), out.end());
  number_activations(out, app);
  return out;
}

}  // namespace mesoscale::webhook
