// A thousand kills at random instants while alerts fire, repeat and resolve and Marathon fails in all its ways. The judge is
// Marathon's own log of PUTs beside the decisions and the steps in the store. MESOSCALE_KILLS sets the number, MESOSCALE_SEED repeats
// a run, MESOSCALE_STORE=plain or drop_unsynced takes one store only; otherwise they take turns.
#include "tests/webhook/crash/alert_source.hpp"
#include "tests/webhook/crash/judge.hpp"
#include "tests/webhook/crash/stored_steps.hpp"
#include "tests/webhook/live/loop.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <thread>

namespace mesoscale::webhook {
namespace {

using std::chrono::milliseconds;

constexpr int kills_between_looks = 50;
constexpr int kills_between_losses = 100;

constexpr const char* rule_text = R"(version: 1
global: {settle: 5ms, deployment_poll: 10ms, retry_backoff: 10ms, tick: 100ms, verify_poll: 10ms, hard_max_instances: 100000}
marathons: [{name: main, urls: ["MARATHON", "FOLLOWER"]}]
groups:
- name: storm
  defaults:
    marathon: main
    app: {label: marathon_app}
    min_instances: 2
    behavior: {scaleUp: {cooldown: 0s}, scaleDown: {cooldown: 0s, stabilizationWindowSeconds: 0}}
  rules:
  - {rule: once, matchers: ['alertname="Once"'], scale: {direction: up, by: 1}, max_instances: 100000, per: alert, repeat_every: 0}
  - {rule: surge, matchers: ['alertname="Surge"'], scale: {direction: up, by: 2}, max_instances: 13, repeat_every: 30ms}
  - {rule: calm, matchers: ['alertname="Calm"'], scale: {direction: down, by: 1}, max_instances: 13, repeat_every: 30ms}
  - {rule: flash, matchers: ['alertname="Flash"'], scale: {direction: up, by: 3}, max_instances: 6, repeat_every: 0, on_resolved: step_back}
)";

/// What Marathon does to a few of the requests that come next. Afterwards it is well again. No PUT is only late: one that arrives
/// after its program was killed and the app was read is a limit that docs/webhook.md names.
const std::vector<json>& faults() {
  static const std::vector<json> all = {
      {{"kind", "refuse"}},
      {{"kind", "status"},
       {"status", 503},
       {"message", "Could not determine the current leader"},
       {"remaining", 4}},
      {{"kind", "status"}, {"status", 502}, {"remaining", 2}},
      {{"kind", "status"}, {"status", 503}, {"method", "PUT"}, {"processed", true}, {"remaining", 2}},
      {{"kind", "status"}, {"status", 409}, {"method", "PUT"}, {"remaining", 2}},
      {{"kind", "status"}, {"status", 429}, {"method", "PUT"}, {"remaining", 2}},
      {{"kind", "reset"}, {"remaining", 2}},
      {{"kind", "reset"}, {"method", "PUT"}, {"processed", true}, {"remaining", 2}},
      {{"kind", "hang"}, {"method", "PUT"}, {"remaining", 1}},
      {{"kind", "hang"}, {"method", "PUT"}, {"processed", true}, {"remaining", 1}},
      {{"kind", "hang"}, {"method", "GET"}, {"path", "/v2/apps"}, {"remaining", 1}},
      {{"kind", "empty_body"}, {"method", "PUT"}, {"remaining", 2}},
      {{"kind", "truncated"}, {"method", "PUT"}, {"remaining", 2}},
      {{"kind", "html"}, {"method", "GET"}, {"remaining", 2}},
      {{"kind", "delay"}, {"method", "GET"}, {"delay_ms", 40}, {"remaining", 6}},
  };
  return all;
}

json app(const char* id, int instances) {
  return {{"id", id}, {"cmd", "sleep 100"}, {"cpus", 0.001}, {"mem", 1}, {"instances", instances}};
}

std::string text_from(const char* name) {
  const char* const text = std::getenv(name);
  return text ? text : "";
}

int number_from(const char* name, int otherwise) {
  const std::string text = text_from(name);
  return text.empty() ? otherwise : std::atoi(text.c_str());
}

class kill_storm {
 public:
  explicit kill_storm(unsigned seed)
      : random_(seed),
        alerts_(seed + 1),
        l_(json::array({app("/storm/once", 2), app("/storm/swing", 5), app("/storm/back", 4)}), "5ms", 1) {
    l_.write_rules(rule_text);
  }

  /// False when the program ended otherwise than by the kill.
  bool kill_once(int number) {
    break_marathon();
    alerts_.allow_another();
    l_.start_webhook({"", vfs(), {}});
    if (number % kills_between_looks == 0) look();
    std::atomic<bool> is_killed = false;
    const auto span = std::chrono::microseconds(std::uniform_int_distribution<int>(0, 130'000)(random_));
    std::thread killer([&] {
      std::this_thread::sleep_for(span);
      l_.webhook().signal(SIGKILL);
      is_killed = true;
    });
    while (!is_killed) {
      post();
      std::this_thread::sleep_for(milliseconds(2));
    }
    killer.join();
    const auto ended = l_.webhook().wait(std::chrono::seconds(20));
    return ended && WIFSIGNALED(*ended) && WTERMSIG(*ended) == SIGKILL;
  }

  /// Killed when it knows of a change that it has made, or is just about to: then Marathon loses that change. False when nothing of
  /// the kind could be done.
  bool kill_and_lose() {
    clear_faults();
    alerts_.allow_another();
    const std::size_t before = l_.effective_puts().size();
    l_.start_webhook({random_() % 2 == 0 ? "answer_stored" : "put_answered", vfs(), {}});
    const bool is_over = comes_true([this] {
      if (l_.webhook().is_running()) post();
      return !l_.webhook().is_running();
    });
    const auto puts = l_.effective_puts();
    if (!is_over || puts.size() == before) return is_over;
    lost_.insert(puts.back().at("seq").get<std::int64_t>());
    const std::string of = puts.back().at("app");
    return ask("POST", l_.control_url() + "/control/forget", json{{"app", of}}.dump()).status == 200;
  }
  bool is_to_lose(int number) const {
#ifdef MESOSCALE_FAILPOINTS
    return number % kills_between_losses == kills_between_losses / 2;
#else
    return number < 0;
#endif
  }
  std::size_t lost() const { return lost_.size(); }

  /// All alerts resolve but those that must act; what the judge says when everything has come to rest.
  std::vector<std::string> finish() {
    clear_faults();
    if (!l_.start_and_wait({"", vfs(), {}})) return {"the program does not start"};
    comes_true([this] {
      if (alerts_.has_to_finish()) post();
      return !alerts_.has_to_finish();
    });
    std::vector<std::string> found;
    comes_true([&] {
      found = judge(collect());
      return found.empty();
    });
    return found;
  }

  /// The same with what the store has, once nothing runs any more.
  std::vector<std::string> judge_all() {
    seen_ = collect();
    l_.webhook().signal(SIGTERM);
    if (!l_.webhook().wait(std::chrono::seconds(20))) return {"the program does not end"};
    seen_.steps = stored_steps(l_.folder() + "/state.db");
    return judge(seen_);
  }
  const evidence& seen() const { return seen_; }
  std::string output() const { return l_.output(); }

 private:
  evidence collect() const {
    evidence e;
    const auto owed = static_cast<std::int64_t>(alerts_.owed().size());
    e.apps["/storm/once"] = {2, 100'000, 2, l_.instances("/storm/once"), {{"once", 1}}, 2 + owed};
    e.apps["/storm/swing"] = {2,           13, 5, l_.instances("/storm/swing"), {{"surge", 2}, {"calm", -1}},
                              std::nullopt};
    e.apps["/storm/back"] = {2, 6, 4, l_.instances("/storm/back"), {{"flash", 3}}, 4};
    for (const json& put : l_.puts()) {
      if (put.at("method") != "PUT" || put.at("to").is_null()) continue;
      const std::int64_t to = put.at("to");
      e.puts.push_back({put.at("app"), put.at("from").is_null() ? to : put.at("from").get<std::int64_t>(), to,
                        put.at("effective"), lost_.contains(put.at("seq").get<std::int64_t>())});
    }
    for (const auto& [id, unused] : e.apps) {
      for (const json& d : decisions(id))
        e.decisions.push_back({id, d.at("from"), d.at("to"), d.at("outcome"), d.at("causes"), d.at("verify"),
                               d.at("reason"), d.at("time"), d.at("last_time")});
    }
    e.owed = alerts_.owed();
    return e;
  }
  std::vector<json> decisions(const std::string& of) const {
    const json answer = ask("GET", l_.webhook_url() + "/api/v1/decisions?limit=10000&app=" + of).parsed();
    if (!answer.is_object() || !answer.contains("data")) return {};
    std::vector<json> list = answer["data"]["decisions"];
    std::reverse(list.begin(), list.end());
    return list;
  }
  void post() {
    alerts_.post([this](const std::string& body) { return l_.notify(body).status == 200; });
  }
  void clear_faults() const { ask("DELETE", l_.control_url() + "/control/faults"); }
  void break_marathon() {
    if (random_() % 100 < 40) clear_faults();
    if (random_() % 100 < 40) l_.set_fault(faults().at(random_() % faults().size()));
    if (random_() % 100 < 5)
      ask("POST", l_.control_url() + "/control/lock",
          json{{"app", "/storm/swing"}, {"seconds", 0.05}}.dump());
  }
  /// Alerts that have acted for good may resolve, so that not all of them stay open to the end.
  void look() {
    comes_true([this] { return ask("GET", l_.webhook_url() + "/-/ready").status == 200; });
    std::vector<std::string> fresh;
    for (const json& d : decisions("/storm/once")) {
      if (d.at("verify") != "reached" && d.at("verify") != "superseded") continue;
      for (const std::string cause : d.at("causes")) {
        const std::string alert = source_of(cause, "/storm/once").substr(5);
        if (acted_.insert(alert).second) fresh.push_back(alert);
      }
    }
    alerts_.note_acted(fresh);
  }
  /// The second store loses, when the program is killed, what was not synced: each takes its turn on the same file.
  std::string vfs() {
#ifdef MESOSCALE_FAILPOINTS
    static const std::string only = text_from("MESOSCALE_STORE");
    const bool turn = random_() % 2 == 0;
    if (!only.empty()) return only == "plain" ? "" : only;
    return turn ? "" : "drop_unsynced";
#else
    return "";
#endif
  }

  std::mt19937 random_;
  alert_source alerts_;
  loop l_;
  evidence seen_;
  std::set<std::string> acted_;
  std::set<std::int64_t> lost_;  ///< PUTs, by their number in Marathon's log
};

void tell(int kills, std::size_t lost, const evidence& e) {
  using fate = seen_step::fate;
  const auto effective =
      std::count_if(e.puts.begin(), e.puts.end(), [](const seen_put& p) { return p.is_effective; });
  const auto count = [&e](fate what) {
    return std::count_if(e.steps.begin(), e.steps.end(),
                         [what](const seen_step& s) { return s.what == what; });
  };
  std::cout << kills << " kills, " << e.puts.size() << " PUTs, " << effective
            << " changes of which Marathon lost " << lost << "; steps: " << count(fate::spent) << " acted, "
            << count(fate::dropped) << " dropped for a reason, " << count(fate::due) << " left; "
            << e.owed.size() << " alerts that had to act\n";
}

TEST(random_kills, a_thousand_among_faults_lose_nothing_and_double_nothing) {
  const auto seed =
      static_cast<unsigned>(number_from("MESOSCALE_SEED", static_cast<int>(std::random_device()() >> 1)));
  const int kills = number_from("MESOSCALE_KILLS", 1000);
  std::cout << "seed " << seed << " (MESOSCALE_SEED repeats it)\n";
  RecordProperty("seed", std::to_string(seed));
  kill_storm storm(seed);
  for (int i = 1; i <= kills; ++i) {
    const bool is_killed = storm.is_to_lose(i) ? storm.kill_and_lose() : storm.kill_once(i);
    ASSERT_TRUE(is_killed) << i << "\n" << storm.output();
  }
  EXPECT_THAT(storm.finish(), testing::IsEmpty());
  EXPECT_THAT(storm.judge_all(), testing::IsEmpty());
  tell(kills, storm.lost(), storm.seen());
}

}  // namespace
}  // namespace mesoscale::webhook
