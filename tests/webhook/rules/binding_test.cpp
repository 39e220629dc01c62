#include "webhook/rules/binding.hpp"

#include "webhook/rules/rule_reader.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

constexpr const char* rules_text = R"(version: 1
marathons:
- name: prod
  urls: ["http://m1:8080"]
  allow_apps: ["/prod/.*", "/web"]
  deny_apps: ["/prod/db.*"]
groups:
- name: g
  defaults: {marathon: prod, max_instances: 5, scale: {direction: up, by: 1}}
  rules:
  - {rule: by_label, matchers: ['alertname="Hot"', 'severity=~"warn.*|critical"'], app: {label: app}}
  - {rule: fixed, matchers: ['alertname="Front"'], app: /web}
  - {rule: all_hot, matchers: ['alertname="Hot"', 'team!="x"'], app: {label: app}}
)";

std::shared_ptr<const rule_file> rules() {
  const auto loaded = parse_rules(rules_text, "r.yml");
  EXPECT_TRUE(loaded.errors.empty()) << loaded.errors.front();
  return loaded.rules;
}

TEST(binding, a_label_names_the_app) {
  const auto got = match(*rules(), {{"alertname", "Hot"}, {"severity", "critical"}, {"app", "prod/shop"}});
  EXPECT_EQ(got.bindings, (std::vector<binding>{{"by_label", {"prod", "/prod/shop"}},
                                                {"all_hot", {"prod", "/prod/shop"}}}));
}

TEST(binding, regular_expressions_match_the_whole_value) {
  const auto got = match(
      *rules(), {{"alertname", "Hot"}, {"severity", "not critical"}, {"app", "/prod/shop"}, {"team", "x"}});
  EXPECT_TRUE(got.bindings.empty());
  EXPECT_TRUE(got.rejected.empty());
}

TEST(binding, a_fixed_app_needs_no_label) {
  EXPECT_EQ(match(*rules(), {{"alertname", "Front"}}).bindings,
            (std::vector<binding>{{"fixed", {"prod", "/web"}}}));
}

TEST(binding, what_is_known_of_an_alert_tells_which_apps_it_may_speak_for) {
  struct row {
    label_set known;
    app_key target;
    bool may;
  };
  const row table[] = {
      {{}, {"prod", "/prod/shop"}, true},
      {{}, {"test", "/prod/shop"}, false},
      {{{"alertname", "Hot"}}, {"prod", "/prod/shop"}, true},
      {{{"alertname", "Else"}}, {"prod", "/prod/shop"}, false},
      {{{"alertname", "Front"}}, {"prod", "/web"}, true},
      {{{"alertname", "Front"}}, {"prod", "/prod/shop"}, false},
      {{{"app", "prod/shop"}}, {"prod", "/prod/shop"}, true},
      {{{"app", "prod/other"}}, {"prod", "/prod/shop"}, false},
      {{{"app", ""}}, {"prod", "/prod/shop"}, false},
      {{{"severity", "info"}, {"team", "x"}}, {"prod", "/prod/shop"}, false},
      {{{"severity", "info"}, {"team", "y"}}, {"prod", "/prod/shop"}, true},
  };
  for (const row& r : table) {
    EXPECT_EQ(may_address(*rules(), r.known, r.target), r.may)
        << (r.known.empty() ? "" : r.known.begin()->second) << " " << r.target.app;
  }
}

TEST(binding, a_template_tells_the_app_once_all_of_its_labels_are_known) {
  const auto loaded = parse_rules(R"(version: 1
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  rules:
  - rule: a
    matchers: ['alertname="Hot"', 'team!=""']
    marathon: prod
    app: '/{{ .labels.team }}/worker'
    max_instances: 5
    scale: {direction: up, by: 1}
)",
                                  "r.yml");
  ASSERT_TRUE(loaded.errors.empty()) << loaded.errors.front();
  EXPECT_TRUE(may_address(*loaded.rules, {{"alertname", "Hot"}}, {"prod", "/a/worker"}));
  EXPECT_TRUE(may_address(*loaded.rules, {{"team", "a"}}, {"prod", "/a/worker"}));
  EXPECT_FALSE(may_address(*loaded.rules, {{"team", "b"}}, {"prod", "/a/worker"}));
}

TEST(binding, what_may_not_be_scaled_is_rejected_with_its_reason) {
  struct row {
    const char* app;
    rejection reason;
  };
  for (const row& r :
       {row{"", rejection::no_label}, row{"/prod/../db", rejection::unsafe_app},
        row{"/prod/shop/restart", rejection::unsafe_app}, row{"/other/app", rejection::not_allowed},
        row{"/prod/db-main", rejection::not_allowed}, row{"/web/x", rejection::not_allowed}}) {
    const auto got = match(*rules(), {{"alertname", "Hot"}, {"app", r.app}});
    EXPECT_TRUE(got.bindings.empty()) << r.app;
    ASSERT_EQ(got.rejected.size(), 1u) << r.app;
    EXPECT_EQ(got.rejected[0].reason, r.reason) << r.app;
  }
}

TEST(binding, a_template_names_the_app_and_rejects_what_it_cannot_fill) {
  const auto loaded = parse_rules(R"(version: 1
marathons: [{name: prod, urls: ["http://m1:8080"]}]
groups:
- name: g
  rules:
  - {rule: r, matchers: ['team!=""'], marathon: prod, app: '/{{ .labels.team }}/{{ .annotations.app }}', max_instances: 3, scale: {to: 2}}
)",
                                  "r.yml");
  ASSERT_NE(loaded.rules, nullptr);
  EXPECT_EQ(match(*loaded.rules, {{"team", "shop"}}, {{"app", "web"}}).bindings,
            (std::vector<binding>{{"r", {"prod", "/shop/web"}}}));
  EXPECT_EQ(match(*loaded.rules, {{"team", "shop"}}, {}).rejected.at(0).reason, rejection::no_label);
  for (const char* app : {"..", "Web", "tasks", "a b", "*"})
    EXPECT_EQ(match(*loaded.rules, {{"team", "shop"}}, {{"app", app}}).rejected.at(0).reason,
              rejection::unsafe_app)
        << app;
}

}  // namespace
}  // namespace mesoscale::webhook
