// The real program against the simulated Marathon: the answers to a PUT that need two servers, a login, or an app that goes away.
#include "tests/webhook/live/loop.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace mesoscale::webhook {
namespace {

std::string rules_for(const std::string& marathon, const std::string& group = "") {
  return R"(version: 1
global: {settle: 20ms, deployment_poll: 50ms, retry_backoff: 50ms, tick: 300ms, verify_poll: 50ms}
marathons: [{name: main, )" +
         marathon + R"(}]
groups:
- name: g
  verify_timeout: 500ms
)" + group +
         R"(  defaults: {marathon: main, app: {label: marathon_app}, min_instances: 1, max_instances: 10, repeat_every: 0}
  rules:
  - {rule: hot, matchers: ['alertname="Hot"'], scale: {direction: up, by: 2}, behavior: {scaleUp: {cooldown: 0s}}}
)";
}

const std::string one_server = "urls: [\"MARATHON\"]";

json of_put(json fault) {
  fault["path"] = "/v2/apps/demo/web";
  fault["method"] = "PUT";
  if (!fault.contains("remaining")) fault["remaining"] = 1;
  return fault;
}

std::string address_of(const std::string& url) { return url.substr(7); }

void write_to(const std::string& file, const std::string& text) { std::ofstream(file) << text; }

/// Listens and never answers; a test asks whether somebody came.
class stranger {
 public:
  stranger() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(socket_, 8);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ::ntohs(address.sin_port);
  }
  ~stranger() { ::close(socket_); }
  stranger(const stranger&) = delete;
  stranger& operator=(const stranger&) = delete;
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  bool was_visited() const {
    const int came = ::accept(socket_, nullptr, nullptr);
    if (came >= 0) ::close(came);
    return came >= 0;
  }

 private:
  int socket_;
  int port_ = 0;
};

struct put_answers : testing::Test {
  void start(loop& l, const std::string& rules) {
    l.write_rules(rules);
    ASSERT_TRUE(l.start_and_wait()) << l.output();
  }
  void fire(loop& l) { l.notify(notification_of({firing("Hot", "/demo/web", "a")})); }
  void expect_one_change(loop& l) {
    ASSERT_TRUE(l.comes("/demo/web", "verify", "reached")) << l.output();
    EXPECT_EQ(l.effective_puts().size(), 1U);
    EXPECT_EQ(l.instances("/demo/web"), 6);
  }
  const json web = json::array({small_app("/demo/web", 4)});
};

TEST_F(put_answers, a_201_is_an_alarm_and_found_out_by_reading) {
  loop l(web);
  start(l, rules_for(one_server));
  l.set_fault(of_put({{"kind", "status"}, {"status", 201}, {"processed", true}}));
  fire(l);
  expect_one_change(l);
  EXPECT_NE(ask("GET", l.webhook_url() + "/metrics").body.find(R"(outcome="created")"), std::string::npos);
  EXPECT_NE(l.output().find("has created an app"), std::string::npos);
}

TEST_F(put_answers, an_app_that_goes_between_the_reading_and_the_put_is_gone_and_not_rejected) {
  loop l(web);
  start(l, rules_for(one_server));
  l.set_fault(of_put({{"kind", "delay"}, {"delay_ms", 700}}));
  fire(l);
  ASSERT_TRUE(comes_true([&] { return l.faults_left() == 0; }));
  ASSERT_EQ(ask("DELETE", l.marathon_url() + "/v2/apps/demo/web").status, 200);
  ASSERT_TRUE(l.comes("/demo/web", "outcome", "gone")) << l.output();
  EXPECT_EQ(l.count_decisions("/demo/web", "outcome", "rejected"), 0U);
  ASSERT_TRUE(l.comes("/demo/web", "reason", "no_such_app")) << l.output();
}

TEST_F(put_answers, a_deployment_that_begins_between_the_reading_and_the_put_is_waited_for) {
  loop l(web);
  start(l, rules_for(one_server));
  l.set_fault(of_put({{"kind", "delay"}, {"delay_ms", 700}}));
  fire(l);
  ASSERT_TRUE(comes_true([&] { return l.faults_left() == 0; }));
  ASSERT_EQ(ask("POST", l.control_url() + "/control/lock", R"({"app":"/demo/web","seconds":1.5})").status,
            200);
  ASSERT_TRUE(l.comes("/demo/web", "outcome", "locked")) << l.output();
  ASSERT_TRUE(l.comes("/demo/web", "reason", "deploying")) << l.output();
  const auto all = l.decisions();
  const auto waits =
      std::find_if(all.begin(), all.end(), [](const json& d) { return d.at("reason") == "deploying"; });
  EXPECT_TRUE(waits->at("detail").get<std::string>().starts_with("config ")) << *waits;
  expect_one_change(l);
  for (const json& put : l.put_requests()) EXPECT_EQ(put.at("force"), false) << put;
}

TEST_F(put_answers, a_400_or_422_is_told_with_marathons_details_and_not_repeated) {
  json single = small_app("/demo/web", 1);
  single["labels"] = {{"MARATHON_SINGLE_INSTANCE_APP", "true"}};
  loop l(json::array({single}));
  start(l, rules_for(one_server));
  fire(l);
  ASSERT_TRUE(l.comes("/demo/web", "outcome", "rejected")) << l.output();
  EXPECT_TRUE(l.comes("/demo/web", "detail",
                      "Object is not valid: /instances Single instance app may only have one instance"))
      << json(l.decisions()).dump(2);
  ASSERT_TRUE(l.comes("/demo/web", "reason", "rejected")) << l.output();
  EXPECT_EQ(l.put_requests().size(), 1U);
}

TEST_F(put_answers, a_403_for_too_many_deployments_is_tried_again_after_seconds) {
  loop l(web);
  start(l, rules_for(one_server));
  l.set_fault(of_put({{"kind", "status"},
                      {"status", 403},
                      {"message", "Max number (100) of running deployments is achieved."}}));
  fire(l);
  const auto begin = std::chrono::steady_clock::now();
  expect_one_change(l);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(4500));
  EXPECT_EQ(l.count_decisions("/demo/web", "outcome", "too_many_deployments"), 1U);
}

TEST_F(put_answers, a_put_without_an_answer_in_time_is_found_out_by_reading) {
  loop l(web);
  start(l, rules_for(one_server));
  l.set_fault(of_put({{"kind", "hang"}, {"processed", true}}));
  fire(l);
  expect_one_change(l);
  EXPECT_EQ(l.put_requests().size(), 1U);
}

TEST_F(put_answers, a_redirect_to_a_server_of_the_file_keeps_method_and_body) {
  loop l(web, "20ms", 1);
  start(l, rules_for("urls: [\"FOLLOWER\", \"MARATHON\"]"));
  json standby = of_put({{"kind", "status"}, {"status", 307}, {"remaining", -1}});
  standby["target"] = address_of(l.follower_url());
  standby["location"] = l.marathon_url() + "/v2/apps/demo/web";
  l.set_fault(standby);
  fire(l);
  expect_one_change(l);
  const json put = l.effective_puts().at(0);
  EXPECT_EQ(put.at("method"), "PUT");
  EXPECT_EQ(put.at("body"), json({{"instances", 6}}));
  EXPECT_EQ(l.count_decisions("/demo/web", "outcome", "accepted"), 1U) << l.output();
  EXPECT_EQ(l.decisions_about("/demo/web").size(), 1U);
}

TEST_F(put_answers, a_redirect_to_a_stranger_is_not_followed_with_credentials_or_without) {
  const stranger other;
  loop l(web, "20ms", 0, "current",
         {"--auth.basic-user=scaler", "--auth.basic-password-file=FOLDER/password"},
         {{"password", "correct"}});
  start(l, rules_for(one_server + ", basic_auth: {username: scaler, password_file: password}"));
  for (const char* method : {"GET", "PUT"}) {
    l.set_fault({{"path", "/v2/apps/demo/web"},
                 {"method", method},
                 {"kind", "status"},
                 {"status", 307},
                 {"location", other.url() + "/v2/apps/demo/web"},
                 {"remaining", 1}});
  }
  fire(l);
  expect_one_change(l);
  EXPECT_EQ(l.count_decisions("/demo/web", "outcome", "redirected"), 1U) << l.output();
  EXPECT_FALSE(other.was_visited());
}

TEST_F(put_answers, a_wrong_password_that_is_put_right_in_its_file_needs_no_restart) {
  loop l(web, "20ms", 0, "current", {"--auth.basic-user=scaler", "--auth.basic-password-file=FOLDER/right"},
         {{"right", "correct"}, {"password", "old"}});
  start(l, rules_for(one_server + ", basic_auth: {username: scaler, password_file: password}"));
  fire(l);
  ASSERT_TRUE(l.comes("/demo/web", "reason", "marathon_unavailable")) << l.output();
  EXPECT_TRUE(l.effective_puts().empty());
  write_to(l.folder() + "/password", "correct");
  expect_one_change(l);
}

TEST_F(put_answers, a_stuck_scale_up_is_rolled_back_to_what_runs_where_the_rule_says_so) {
  json large = small_app("/demo/web", 2);
  large["mem"] = 40'000'000;
  loop l(json::array({large}));
  start(l, rules_for(one_server, "  on_stuck: rollback\n"));
  fire(l);
  ASSERT_TRUE(comes_true([&] { return l.effective_puts().size() == 2; })) << l.output();
  EXPECT_EQ(l.effective_puts().at(1).at("to"), 2);
  EXPECT_EQ(l.effective_puts().at(1).at("force"), true);
  EXPECT_TRUE(l.comes("/demo/web", "reason", "stuck_rollback"));
}

TEST_F(put_answers, an_accepted_change_that_somebody_else_changes_again_is_superseded) {
  loop l(web, "2s");
  start(l, rules_for(one_server));
  fire(l);
  ASSERT_TRUE(l.comes("/demo/web", "outcome", "accepted")) << l.output();
  ASSERT_EQ(ask("PUT", l.marathon_url() + "/v2/apps/demo/web?force=true", R"({"instances":9})").status, 200);
  ASSERT_TRUE(l.comes("/demo/web", "verify", "superseded")) << l.output();
  EXPECT_EQ(l.instances("/demo/web"), 9);
}

TEST_F(put_answers, with_a_leader_that_answers_502_or_503_the_next_server_is_asked) {
  loop l(web, "20ms", 1);
  start(l, rules_for("urls: [\"MARATHON\", \"FOLLOWER\"]"));
  const std::string leader = address_of(l.marathon_url());
  l.set_fault({{"target", leader}, {"path", "/v2/apps"}, {"kind", "status"}, {"status", 503}});
  l.set_fault(
      {{"target", leader}, {"path", "/v2/apps"}, {"kind", "status"}, {"status", 502}, {"remaining", 1}});
  fire(l);
  expect_one_change(l);
}

TEST_F(put_answers, a_put_that_was_taken_before_its_leader_went_is_found_at_the_next_one) {
  loop l(web, "20ms", 1);
  start(l, rules_for("urls: [\"MARATHON\", \"FOLLOWER\"]"));
  const std::string leader = address_of(l.marathon_url());
  json lost = of_put({{"kind", "reset"}, {"processed", true}});
  lost["target"] = leader;
  l.set_fault(lost);
  fire(l);
  ASSERT_TRUE(comes_true([&] { return l.instances("/demo/web") == 6; })) << l.output();
  l.set_fault({{"target", leader}, {"kind", "refuse"}});
  expect_one_change(l);
  EXPECT_EQ(l.put_requests().size(), 1U);
}

}  // namespace
}  // namespace mesoscale::webhook
