// Claims about every way in which the same course of alerts may be told, each tried on 10,000 random ones (MESOSCALE_CASES=100000 tries more): real actors and a real
// store in memory, a Marathon made of values. What is compared are the changes that Marathon took, when, and their causes.
#include "tests/webhook/scaler/deliveries.hpp"

#include "common/core/log.hpp"

namespace mesoscale::webhook {
namespace {

constexpr int few = cases / 10;  // A play takes half a millisecond.

/// A line for each change of so many plays would say nothing.
class delivery_property : public testing::Test {
 protected:
  void SetUp() override { log::configure(log::level::error, log::format::logfmt); }
  void TearDown() override { log::configure(log::level::info, log::format::logfmt); }

  /// A name for an app that no play has had.
  std::string fresh() { return "/c" + std::to_string(++plays_) + "x"; }

  int plays_ = 0;
};

struct manner {
  std::vector<int> restarts = {};  ///< seconds
  std::vector<fault> faults = {};
};

/// Tells it all; what comes of it stands in the world.
void tell(world& w, const std::string& app, const course& of, const std::vector<told>& list, manner how) {
  w.marathon.faults.assign(how.faults.begin(), how.faults.end());
  auto restart = how.restarts.begin();
  const auto restart_until = [&](int second) {
    for (; restart != how.restarts.end() && *restart < second; ++restart) w.until(*restart).restart();
  };
  for (std::size_t i = 0; i < list.size();) {
    std::vector<alert_message> alerts;
    const int second = list[i].second;
    restart_until(second);
    // Two of one alert do not stand in one notification.
    const std::size_t first = i;
    const auto is_in = [&](const told& t) {
      return std::any_of(list.begin() + static_cast<std::ptrdiff_t>(first),
                         list.begin() + static_cast<std::ptrdiff_t>(i),
                         [&t](const told& other) { return other.alert == t.alert; });
    };
    for (; i < list.size() && list[i].second == second && !is_in(list[i]); ++i)
      alerts.push_back(message_of(list[i], of, app));
    w.receive(second, webhook::of(alerts));
  }
  restart_until(horizon);
  w.until(horizon + 50);
  for (const effect& e : w.effects) {
    RC_ASSERT(e.to >= 2);
    RC_ASSERT(e.to <= 12);
  }
}

std::vector<deed> play(stage& on, const std::string& app, const course& of, const std::vector<told>& list,
                       const manner& how = {}) {
  world& w = on.open(app, of.instances);
  tell(w, app, of, list, how);
  return deeds_of(w, app);
}

/// What comes of a course that one Alertmanager tells without any trouble. Each is played once.
class undisturbed {
 public:
  static constexpr int courses = 1'000;

  const std::vector<deed>& play_of(int number) {
    std::vector<deed>& out = known_[static_cast<std::size_t>(number)];
    if (!is_known_[static_cast<std::size_t>(number)]) {
      const course of = course_of(number);
      out = play(on_, "/once" + std::to_string(number), of, told_once(of));
      is_known_[static_cast<std::size_t>(number)] = true;
      has_deeds_ += out.empty() ? 0 : 1;
    }
    return out;
  }
  /// Claims about courses of which nothing comes would say nothing.
  bool is_worth_it() const {
    const auto played = std::count(is_known_.begin(), is_known_.end(), true);
    return has_deeds_ > played * 9 / 10;
  }

 private:
  stage on_;
  std::array<std::vector<deed>, courses> known_;
  std::array<bool, courses> is_known_{};
  std::int64_t has_deeds_ = 0;
};

TEST_F(delivery_property, copies_late_ones_other_starts_and_ends_and_another_order_change_nothing) {
  stage on;
  undisturbed once;
  check(
      "a pair tells what one tells",
      [&] {
        const int number = below(undisturbed::courses);
        const course of = course_of(number);
        const auto pair = told_by_a_pair(of);
        const auto got = play(on, fresh(), of, pair);
        if (got != once.play_of(number))
          RC_LOG() << "course " << number << ", told " << testing::PrintToString(pair);
        RC_ASSERT(got == once.play_of(number));
      },
      few);
  EXPECT_TRUE(once.is_worth_it());
}

/// Seconds at which no message waits for its decision, which a start of the program makes at once.
std::vector<int> some_restarts(const std::vector<told>& list) {
  std::vector<int> out;
  for (int left = below(4); left > 0; --left) {
    const int at = 1 + below(horizon - 1);
    const bool is_quiet = std::none_of(list.begin(), list.end(),
                                       [at](const told& t) { return t.second == at || t.second == at - 1; });
    if (is_quiet) out.push_back(at);
  }
  std::sort(out.begin(), out.end());
  return out;
}

TEST_F(delivery_property, restarts_and_kills_at_a_put_make_nothing_twice_and_lose_nothing) {
  stage on;
  undisturbed once;
  check(
      "a restart changes nothing",
      [&] {
        const int number = below(undisturbed::courses);
        const course of = course_of(number);
        const auto list = told_once(of);
        manner how;
        how.restarts = some_restarts(list);
        for (int left = below(4); left > 0; --left)
          how.faults.push_back(std::array{fault::none, fault::kill_before,
                                          fault::kill_after}[static_cast<std::size_t>(below(3))]);
        const auto got = play(on, fresh(), of, list, how);
        if (got != once.play_of(number))
          RC_LOG() << "course " << number << ", restarts " << testing::PrintToString(how.restarts);
        RC_ASSERT(got == once.play_of(number));
      },
      few);
  EXPECT_TRUE(once.is_worth_it());
}

/// The first store only takes in what a pair tells; the second one is given what the first has kept.
TEST_F(delivery_property, what_is_stored_of_notifications_gives_the_same_changes_in_a_new_store) {
  stage first, second;
  undisturbed once;
  check(
      "a replay changes nothing",
      [&] {
        const int number = below(undisturbed::courses);
        const course of = course_of(number);
        const std::string app = fresh();
        world& live = first.open(app, of.instances);
        const std::int64_t before = first.last_notification;
        for (const told& t : told_by_a_pair(of)) {
          const std::vector<alert_message> alerts{message_of(t, of, app)};
          RC_ASSERT(live.store(t.second, webhook::of(alerts), body_of(alerts)));
        }
        world& again = second.open(app, of.instances);
        const auto kept = live.log().notifications(before, 1000).value();
        for (const stored_notification& stored : kept) {
          first.last_notification = stored.id;
          const auto message = parse_notification(stored.body);
          RC_ASSERT(message.ok() && message->skipped.empty());
          again.receive(world::second_of(stored.received), *message, stored.body);
        }
        again.until(horizon + 50);
        RC_ASSERT(deeds_of(again, app) == once.play_of(number));
      },
      few);
  EXPECT_TRUE(once.is_worth_it());
}

TEST_F(delivery_property, a_dry_run_puts_nothing_whatever_happens) {
  std::string dry = delivery_rules;
  dry.replace(dry.find("settle: 1s"), 10, "dry_run: true, settle: 1s");
  stage by_file(dry), by_label;
  int tried = 0, acting = 0;
  check(
      "a dry run puts nothing",
      [&] {
        course of = course_of(below(1'000'000));
        of.instances = below(16);
        const bool is_by_label = coin();
        const std::string app = fresh();
        world& w = (is_by_label ? by_label : by_file).open(app, of.instances);
        if (is_by_label) w.marathon.apps[app].labels = {{"autoscale.dry_run", "true"}};
        const int puts = w.marathon.puts_seen;
        tell(w, app, of, told_by_a_pair(of), {});
        RC_ASSERT(w.marathon.puts_seen == puts);
        RC_ASSERT(w.marathon.apps[app].instances == of.instances);
        const auto made = w.log().decisions(app, 1000).value();
        const bool would_act = std::any_of(made.begin(), made.end(), [](const decision_record& r) {
          return r.action == name_of(action::dry_run) && r.to != r.from;
        });
        acting += would_act ? 1 : 0;
        ++tried;
      },
      few);
  EXPECT_GT(acting, tried / 2);  // Else it would be the rules that ask for nothing.
}

}  // namespace
}  // namespace mesoscale::webhook
