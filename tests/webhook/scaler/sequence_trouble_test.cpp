// Sequences in which something goes wrong: the store, the program, Marathon, the network, the sender.
#include "common/core/yaml.hpp"
#include "tests/webhook/scaler/sequence.hpp"

#include <sys/resource.h>

#include <csignal>

namespace mesoscale::webhook {
namespace {

TEST_F(sequence, s17_what_could_not_be_stored_is_not_acted_on_and_comes_again) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit tiny{1, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tiny);
  const bool is_stored = w.receive(0, of({F("a", 0)}));
  w.until(10);
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_FALSE(is_stored);
  EXPECT_TRUE(w.effects.empty());
  w.receive(11, of({F("a", 0)}));
  EXPECT_EQ(w.effects, (effects{{11, "/web", 6}}));
}

TEST_F(sequence, s18_killed_before_the_decision_it_is_made_after_the_restart) {
  w.marathon.is_down = true;
  w.receive(0, of({F("a", 0)}));
  w.marathon.is_down = false;
  w.restart();
  w.until(299);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
}

TEST_F(sequence, s19_killed_after_a_put_that_arrived_it_is_not_put_again) {
  w.marathon.faults = {fault::kill_after};
  w.receive(0, of({F("a", 0)}));
  w.until(299);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
  EXPECT_EQ(w.marathon.puts_seen, 1);
  EXPECT_EQ(w.decisions().front().outcome, "accepted");
}

TEST_F(sequence, s20_killed_before_the_put_arrived_it_is_put_once) {
  w.marathon.faults = {fault::kill_before};
  w.receive(0, of({F("a", 0)}));
  w.until(299);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
  EXPECT_EQ(w.marathon.puts_seen, 2);
}

TEST_F(sequence, killed_after_a_put_that_somebody_else_changed_since_it_is_not_put_again) {
  w.marathon.faults = {fault::kill_after};
  w.marathon.on_put = [this](const std::string&, std::int64_t) { w.marathon.apps["/web"].instances = 7; };
  w.receive(0, of({F("a", 0)}));
  w.until(299);
  EXPECT_EQ(w.marathon.puts_seen, 1);
  EXPECT_EQ(w.decisions().front().outcome, "superseded");
}

TEST_F(sequence, s21_a_locked_app_is_scaled_from_its_new_base_when_the_deployment_ends) {
  w.marathon.faults = {fault::locked};
  w.receive(0, of({F("a", 0)}));
  w.marathon.apps["/web"].deployments = {"x"};
  w.until(119);
  EXPECT_TRUE(w.effects.empty());
  EXPECT_EQ(last_reason(), "deploying");
  w.marathon.apps["/web"] = {5, 7, {}};
  w.until(120);
  EXPECT_EQ(w.effects, (effects{{120, "/web", 7}}));
}

TEST_F(sequence, s22_a_put_that_timed_out_but_arrived_is_not_repeated) {
  w.marathon.faults = {fault::lost_after};
  w.receive(0, of({F("a", 0)}));
  w.until(299);
  EXPECT_EQ(w.marathon.puts_seen, 1);
  EXPECT_EQ(w.decisions().front().outcome, "accepted");
}

TEST_F(sequence, s22b_a_put_that_timed_out_and_did_not_arrive_is_repeated) {
  w.marathon.faults = {fault::lost_before};
  w.receive(0, of({F("a", 0)}));
  w.until(2);
  EXPECT_EQ(w.effects.size(), 1u);
  EXPECT_EQ(w.marathon.puts_seen, 2);
}

TEST_F(sequence, s23_without_a_leader_it_is_tried_until_one_is_there) {
  w.marathon.faults = {fault::unavailable, fault::unavailable};
  w.receive(0, of({F("a", 0)}));
  w.until(30);
  ASSERT_EQ(w.effects.size(), 1u);
  EXPECT_EQ(w.effects[0].to, 6);
  EXPECT_EQ(w.marathon.puts_seen, 3);
}

TEST_F(sequence, s24_an_empty_answer_of_an_old_proxy_is_not_believed) {
  w.marathon.faults = {fault::empty_answer};
  w.receive(0, of({F("a", 0)}));
  w.until(5);
  ASSERT_EQ(w.effects.size(), 1u);
  EXPECT_EQ(w.effects[0].to, 6);
}

TEST_F(sequence, s25_an_app_that_is_missing_does_not_keep_the_other_one_back) {
  w.receive(0, of({F("a", 0, "Hot", "/gone"), F("b", 0)}));
  w.until(60);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
  w.marathon.apps["/gone"].instances = 1;
  w.until(100);
  ASSERT_EQ(w.effects.size(), 2u);
  EXPECT_EQ(w.effects[1].app, "/gone");
}

TEST_F(sequence, s26_an_alert_without_a_rule_is_stored_and_counted) {
  EXPECT_TRUE(w.receive(0, of({F("a", 0, "Other")})));
  EXPECT_EQ(w.last_report.unmatched, 1);
  EXPECT_TRUE(w.last_report.woken.empty());
}

TEST_F(sequence, s27_a_body_that_is_no_json_never_becomes_a_notification) {
  const auto parsed = parse_notification("not json");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().code, errc::not_json);
}

TEST_F(sequence, s28_version_3_is_accepted) {
  w.marathon.apps["/web/shop"].instances = 4;
  const auto body = read_file(std::string(FIXTURES_DIR) + "/alertmanager/version3.json").value();
  w.receive(0, parse_notification(body).value());
  w.until(299);
  EXPECT_EQ(w.effects, (effects{{0, "/web/shop", 6}}));
}

TEST_F(sequence, s29_a_truncated_notification_does_not_scale_down) {
  notification cut = of({F("a", 0, "Cold")});
  cut.truncated_alerts = 5;
  w.receive(0, cut);
  EXPECT_TRUE(w.effects.empty());
  EXPECT_EQ(last_reason(), "truncated");
  w.receive(5, of({F("a", 0, "Cold")}));
  EXPECT_EQ(w.effects, (effects{{5, "/web", 3}}));
}

TEST_F(sequence, s31_an_alert_that_expires_drops_its_veto_and_scales_nothing) {
  w.receive(0, of({F("a", 0)}));
  const int ttl = static_cast<int>(w.rules().global.effective_alert_ttl().count() / 1000);
  w.until(ttl - 10);
  const auto before = w.effects;
  ASSERT_TRUE(w.log().sweep(w.rules(), world::at(ttl), false).ok());
  w.until(ttl + 400);
  EXPECT_EQ(w.effects, before);
  w.receive(ttl + 401, of({F("z", ttl + 400, "Cold")}));
  EXPECT_EQ(w.effects.size(), before.size() + 1);
}

TEST_F(sequence, a_lost_end_does_not_walk_an_app_to_its_maximum) {
  w.marathon.apps["/web"].instances = 1;
  w.receive(0, of({F("a", 0)}));
  w.until(1199);
  EXPECT_EQ(w.effects.size(), 4u);
  w.until(3000);
  EXPECT_EQ(w.effects.size(), 4u);
  EXPECT_EQ(last_reason(), "unconfirmed");
  w.receive(3001, of({F("a", 0)}));
  EXPECT_EQ(w.effects.size(), 5u);
}

TEST_F(sequence, up_beats_down_and_the_step_down_stays_pending) {
  w.receive(0, of({F("a", 0), F("z", 0, "Cold")}));
  w.receive(60, of({R("a", 0, 50)}));
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}}));
  w.until(300);
  EXPECT_EQ(w.effects, (effects{{0, "/web", 6}, {300, "/web", 5}}));
}

TEST_F(sequence, a_marathon_that_is_down_is_asked_again_and_nothing_is_lost) {
  w.marathon.is_down = true;
  w.receive(0, of({F("a", 0)}));
  w.until(500);
  EXPECT_EQ(last_reason(), "marathon_unavailable");
  w.marathon.is_down = false;
  w.until(600);
  ASSERT_EQ(w.effects.size(), 1u);
  EXPECT_EQ(w.effects[0].to, 6);
}

TEST_F(sequence, a_suspended_app_is_left_alone) {
  w.marathon.apps["/web"].instances = 0;
  w.receive(0, of({F("a", 0)}));
  w.until(1000);
  EXPECT_TRUE(w.effects.empty());
  EXPECT_EQ(last_reason(), "suspended");
}

TEST_F(sequence, a_count_over_the_maximum_is_repaired_while_an_alert_is_open) {
  w.receive(0, of({F("a", 0)}));
  w.marathon.apps["/web"] = {15, 9, {}};
  w.marathon.apps["/web"].last_scaling = world::at(10);
  w.until(609);
  EXPECT_EQ(last_reason(), "manual_hold")
      << "also somebody who goes over the bounds by hand is left alone for a while";
  w.until(610);
  EXPECT_EQ(w.effects.back(), (effect{610, "/web", 10}));
  EXPECT_EQ(w.decisions().at(1).causes, (std::vector<std::string>{"prod:/web:above_max:v9"}));
  EXPECT_EQ(last_reason(), "at_max") << "the step that was due meanwhile";
}

TEST_F(sequence, a_change_that_marathon_rejects_is_not_tried_again_until_the_app_changes) {
  w.marathon.faults = {fault::rejected};
  w.receive(0, of({F("a", 0)}));
  w.until(200);
  EXPECT_EQ(w.marathon.puts_seen, 1);
  EXPECT_EQ(last_reason(), "rejected");
  ++w.marathon.apps["/web"].version;
  w.until(240);
  EXPECT_EQ(w.marathon.puts_seen, 2);
}

}  // namespace
}  // namespace mesoscale::webhook
