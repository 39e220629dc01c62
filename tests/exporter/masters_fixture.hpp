// Two masters, m1 and m2, over a scripted client that answers with captures: both stand by until one is let lead. For unit tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "common/core/exposition.hpp"
#include "exporter/scrape/scraper.hpp"
#include "tests/exporter/page.hpp"
#include "tests/exporter/run.hpp"
#include "tests/exporter/scripted_client.hpp"

namespace mesoscale::exporter::testing {

using std::chrono::milliseconds;

struct masters : ::testing::Test {
  asio::io_context io;
  std::shared_ptr<scripted_client> client = std::make_shared<scripted_client>();
  std::shared_ptr<scraper> scrape;

  void SetUp() override {
    scrape_plan plan;
    plan.disabled_collectors = collectors_off_by_default();
    discovery::settings how;
    for (const char* url : {"http://m1:5050", "http://m2:5050"}) {
      plan.fixed.push_back({target_kind::mesos_master, parse_url(url).value(), nullptr});
    }
    how.masters = plan.fixed;
    auto ask = std::make_shared<asker>(io.get_executor(), client, ask_limits{}, [](target_kind) {});
    auto agents = std::make_shared<discovery>(io.get_executor(), ask, std::move(how));
    scrape = std::make_shared<scraper>(std::move(ask), std::move(agents), std::move(plan));
    stand_by("m1:5050");
    stand_by("m2:5050");
  }

  void stand_by(const std::string& master) {
    client->say(master + "/version", 200, read_fixture("mesos/standby/version.body"));
    client->say(master + "/metrics/snapshot", 200, read_fixture("mesos/standby/metrics_snapshot.body"));
    for (const char* list : {"/slaves", "/state-summary", "/roles", "/weights", "/maintenance/schedule",
                             "/maintenance/status"}) {
      client->say(master + list, 307, "");
    }
  }

  void lead(const std::string& master, const std::string& folder) {
    client->say(master + "/metrics/snapshot", 200,
                read_fixture("mesos/" + folder + "/metrics_snapshot.body"));
    client->say(master + "/slaves", 200, read_fixture("mesos/" + folder + "/slaves.body"));
    client->say(master + "/state-summary", 200, read_fixture("mesos/" + folder + "/state-summary.body"));
    client->say(master + "/roles", 200, read_fixture("mesos/" + folder + "/roles.body"));
    client->say(master + "/weights", 200, read_fixture("mesos/" + folder + "/weights.body"));
    client->say(master + "/maintenance/schedule", 200, "{}");
    client->say(master + "/maintenance/status", 200,
                read_fixture("mesos/" + folder + "/maintenance_status.body"));
  }

  /// The page of a scrape of the masters, or of these kinds.
  testing::page page(std::set<target_kind> kinds = {target_kind::mesos_master}) {
    return page_of(run(io, scrape->scrape(std::move(kinds), net::after(milliseconds(1000)))));
  }

  static testing::page page_of(const std::shared_ptr<const scrape_report>& report) {
    std::vector<const sample_set*> sets{&report->status};
    for (const target_report& one : report->targets) {
      for (const outcome_ptr& what : one.outcomes) {
        if (what) sets.push_back(&what->data.samples);
      }
    }
    return read_page(write_exposition(sets, exposition_format::text_0_0_4));
  }

  static bool fails(const testing::page& page, const std::string& instance, const std::string& collector,
                    const std::string& reason) {
    return page.has("mesoscale_exporter_target_failure",
                    {{"instance", instance}, {"collector", collector}, {"reason", reason}});
  }
};

/// The collectors of lists that are on.
inline constexpr const char* default_lists[] = {"mesos_master_agents",
                                                "mesos_master_frameworks",
                                                "mesos_master_maintenance_schedule",
                                                "mesos_master_maintenance_status",
                                                "mesos_master_roles",
                                                "mesos_master_weights"};

}  // namespace mesoscale::exporter::testing
