#include "webhook/alertmanager/notification.hpp"

#include "common/core/yaml.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

namespace mesoscale::webhook {
namespace {

std::string fixture(const std::string& name) {
  return read_file(std::string(FIXTURES_DIR) + "/alertmanager/" + name).value();
}

/// Every real body; the names say how many alerts each holds.
std::vector<std::filesystem::path> real_bodies() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(FIXTURES_DIR) + "/alertmanager")) {
    if (entry.path().string().find("alerts") != std::string::npos && entry.path().extension() == ".json" &&
        entry.path().filename() != "version3.json") {
      found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST(notification, every_real_body_is_read_as_its_name_says) {
  const auto bodies = real_bodies();
  ASSERT_EQ(bodies.size(), 29u);
  const std::regex pattern("(\\w+)-\\d+-(firing|resolved)-(?:mixed-)?(\\d+)alerts(?:-trunc(\\d+))?\\.json");
  for (const auto& path : bodies) {
    const std::string name = path.filename();
    std::smatch of;
    ASSERT_TRUE(std::regex_match(name, of, pattern)) << name;
    const auto parsed = parse_notification(fixture(name));
    ASSERT_TRUE(parsed.ok()) << name << ": " << parsed.error().what;
    EXPECT_EQ(parsed->version, "4") << name;
    EXPECT_EQ(parsed->receiver, of[1].str()) << name;
    EXPECT_EQ(parsed->alerts.size(), std::stoul(of[3])) << name;
    EXPECT_EQ(parsed->truncated_alerts, of[4].matched ? std::stol(of[4]) : 0) << name;
    EXPECT_TRUE(parsed->skipped.empty()) << name;
    EXPECT_EQ(parsed->group_labels.at("alertname"), "AppOverloaded") << name;
    const bool any_firing =
        std::any_of(parsed->alerts.begin(), parsed->alerts.end(), [](const auto& a) { return a.firing; });
    EXPECT_EQ(any_firing, of[2] == "firing") << name;
  }
}

TEST(notification, own_hash_equals_the_fingerprint_that_alertmanager_sends) {
  for (const auto& path : real_bodies()) {
    const auto parsed = parse_notification(fixture(path.filename()));
    for (const auto& alert : parsed->alerts) EXPECT_EQ(label_hash(alert.labels), alert.fingerprint) << path;
  }
}

TEST(notification, a_firing_group_can_hold_a_resolved_alert) {
  const auto parsed = parse_notification(fixture("plain-04-firing-mixed-3alerts.json"));
  ASSERT_TRUE(parsed.ok());
  const auto& alerts = parsed->alerts;
  EXPECT_EQ(alerts[0].labels.at("app_id"), "/data/größe-日本");
  EXPECT_TRUE(alerts[0].firing);
  EXPECT_FALSE(alerts[0].ends_at.has_value());
  EXPECT_EQ(alerts[1].labels.at("app_id"), "/web/shop");
  EXPECT_FALSE(alerts[1].firing);
  EXPECT_EQ(format_time(*alerts[1].ends_at), "2026-11-22T06:44:18.745Z");
  EXPECT_EQ(format_time(alerts[1].starts_at), "2026-11-22T06:43:54.745Z");
  EXPECT_EQ(alerts[1].fingerprint, "e132088ade548c71");
  EXPECT_EQ(alerts[1].annotations.at("summary"), "App /web/shop überlastet: 93% 🚨");
}

TEST(notification, version_3_has_a_number_as_group_key_and_no_fingerprint) {
  const auto parsed = parse_notification(fixture("version3.json"));
  ASSERT_TRUE(parsed.ok()) << parsed.error().what;
  EXPECT_EQ(parsed->group_key, "18195285354214864953");
  ASSERT_EQ(parsed->alerts.size(), 1u);
  EXPECT_EQ(parsed->alerts[0].fingerprint, "");
  EXPECT_EQ(alert_key(parsed->alerts[0], {}), label_hash(parsed->alerts[0].labels));
}

TEST(notification, a_quoted_receiver_is_unquoted) {
  const auto parsed = parse_notification(R"({"version":"4","receiver":"web\\.hook","alerts":[]})");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->receiver, "web.hook");
}

TEST(notification, what_is_not_json_is_told_apart_from_what_is_no_notification) {
  struct row {
    const char* name;
    const char* body;
    errc code;
    const char* what;
  };
  const row table[] = {
      {"empty", "", errc::not_json,
       "body: found no JSON (at byte 1 of 0), expected an Alertmanager notification"},
      {"html", "<html>", errc::not_json,
       "body: found no JSON (at byte 1 of 6), expected an Alertmanager notification"},
      {"cut off", R"({"version":"4")", errc::not_json,
       "body: found no JSON (at byte 15 of 14), expected an Alertmanager notification"},
      {"a list", "[]", errc::wrong_shape, "body: found array, expected an object"},
      {"empty object", "{}", errc::wrong_shape, "version: found nothing, expected \"4\" or \"3\""},
      {"other version", R"({"version":"5","alerts":[]})", errc::wrong_shape,
       "version: found '5', expected \"4\" or \"3\""},
      {"version as number", R"({"version":4,"alerts":[]})", errc::wrong_shape,
       "version: found number, expected \"4\" or \"3\""},
      {"no alerts", R"({"version":"4"})", errc::wrong_shape, "alerts: found nothing, expected a list"},
      {"alerts null", R"({"version":"4","alerts":null})", errc::wrong_shape,
       "alerts: found null, expected a list"},
  };
  for (const row& r : table) {
    const auto parsed = parse_notification(r.body);
    ASSERT_FALSE(parsed.ok()) << r.name;
    EXPECT_EQ(parsed.error().code, r.code) << r.name;
    EXPECT_EQ(parsed.error().what, r.what) << r.name;
  }
}

TEST(notification, one_unusable_alert_does_not_harm_the_others) {
  const auto parsed = parse_notification(R"({"version":"4","alerts":[
    {"status":"pending","labels":{"a":"b"},"startsAt":"2026-11-22T06:44:08Z"},
    {"status":"firing","labels":{"a":1},"startsAt":"2026-11-22T06:44:08Z"},
    {"status":"firing","labels":{},"startsAt":"2026-11-22T06:44:08Z"},
    {"status":"firing","labels":{"a":"b"},"startsAt":"yesterday"},
    7,
    {"status":"firing","labels":{"a":"b"},"startsAt":"2026-11-22T06:44:08Z"}]})");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->alerts.size(), 1u);
  EXPECT_EQ(parsed->skipped,
            (std::vector<std::string>{"alerts[0].status: found 'pending', expected firing or resolved",
                                      "alerts[1].labels.a: found number, expected a string",
                                      "alerts[2].labels: found none, expected at least one label",
                                      "alerts[3].startsAt: found 'yesterday', expected a time as in RFC 3339",
                                      "alerts[4]: found number, expected an object"}));
}

TEST(notification, alerts_of_two_replicas_have_one_key) {
  alert_message a;
  a.labels = {{"alertname", "x"}, {"replica", "1"}};
  a.fingerprint = "1111111111111111";
  alert_message b = a;
  b.labels["replica"] = "2";
  b.fingerprint = "2222222222222222";
  EXPECT_EQ(alert_key(a, {"replica"}), alert_key(b, {"replica"}));
  EXPECT_EQ(alert_key(a, {}), "1111111111111111");
  EXPECT_NE(alert_key(a, {}), alert_key(b, {}));
}

}  // namespace
}  // namespace mesoscale::webhook
