#include "webhook/ui/report.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

decision_record example() {
  decision_record r;
  r.id = 7;
  r.time = from_ms(1795329848745);
  r.last_time = r.time;
  r.target = {"prod", "/web/shop"};
  r.rule = "hot";
  r.direction = "up";
  r.from = 4;
  r.to = 6;
  r.action = "scale";
  r.reason = "scale_up";
  r.causes = {"prod:/web/shop:hot:1:0"};
  r.deployment_id = "d1";
  r.outcome = "accepted";
  r.verify = "reached";
  r.verified = from_ms(1'800'000'005'000);
  return r;
}

TEST(report, decisions_have_the_documented_shape) {
  EXPECT_EQ(
      decisions_json({example()}),
      R"({"status":"success","data":{"decisions":[{"id":7,"time":"2026-11-22T06:44:08.745Z",)"
      R"("last_time":"2026-11-22T06:44:08.745Z","count":1,"marathon":"prod","app":"/web/shop","rule":"hot",)"
      R"("direction":"up","from":4,"to":6,"action":"scale","reason":"scale_up",)"
      R"("causes":["prod:/web/shop:hot:1:0"],"deployment_id":"d1","outcome":"accepted","verify":"reached","verified_at":"2027-01-15T08:00:05.000Z","detail":""}]}})");
  EXPECT_EQ(decisions_json({}), R"({"status":"success","data":{"decisions":[]}})");
}

TEST(report, bytes_that_are_not_utf_8_do_no_harm) {
  decision_record r = example();
  r.rule = "h\xfft";
  EXPECT_NE(decisions_json({r}).find("h\xEF\xBF\xBDt"), std::string::npos);
}

TEST(report, the_status_page_escapes_what_comes_from_outside) {
  decision_record r = example();
  r.rule = "<script>alert('x')</script>";
  const std::string page =
      status_page({r}, {{{"prod", "/a\"b"}, {"<b>"}, std::nullopt, std::nullopt}}, false);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
  EXPECT_EQ(page.find("<b>"), std::string::npos);
  EXPECT_NE(page.find("/a&quot;b"), std::string::npos);
}

TEST(report, the_status_page_and_the_list_of_apps_have_the_counts_of_those_that_were_read) {
  const std::vector<app_record> apps = {{{"prod", "/a"}, {"hot"}, std::nullopt, app_counts{4, 6, 2, 10}},
                                        {{"prod", "/b"}, {}, std::nullopt, std::nullopt}};
  const std::string page = status_page({}, apps, false);
  EXPECT_NE(page.find("<td>/a</td><td>4</td><td>6</td><td>2 to 10</td><td>hot</td>"), std::string::npos)
      << page;
  EXPECT_NE(page.find("<td>/b</td><td>-</td><td>-</td><td>-</td><td></td>"), std::string::npos) << page;
  EXPECT_EQ(apps_json(apps),
            R"({"status":"success","data":{"apps":[{"marathon":"prod","app":"/a","active_rules":["hot"],)"
            R"("current":4,"wanted":6,"min":2,"max":10,"last_decision":null},)"
            R"({"marathon":"prod","app":"/b","active_rules":[],"current":null,"wanted":null,"min":null,)"
            R"("max":null,"last_decision":null}]}})");
}

TEST(report, the_status_page_says_when_nothing_is_changed) {
  EXPECT_NE(status_page({}, {}, true).find("Dry run"), std::string::npos);
  EXPECT_EQ(status_page({}, {}, false).find("Dry run"), std::string::npos);
}

}  // namespace
}  // namespace mesoscale::webhook
