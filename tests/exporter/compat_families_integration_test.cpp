// The old exporters' names on a page made from answers that have everything: the families that --compat.* adds, with the names of
// their labels, are those of the list of old families and `instance`, no more and no less.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <set>

#include "exporter/collectors/compat_marathon_metrics.hpp"
#include "tests/exporter/fake_cluster.hpp"
#include "tests/exporter/key_list.hpp"

namespace mesoscale::exporter {
namespace {

using testing::json;
using testing::read_fixture;

/// A name and the names of its labels without `instance`, "a,b" or "-".
using family_key = std::pair<std::string, std::string>;

/// A snapshot with every key that the list knows. All values are one, so that no difference of two is below zero.
std::string snapshot_with_every_key(const std::string& list) {
  nlohmann::json snapshot;
  for (const std::string& key : testing::read_keys(list)) snapshot[key] = 1;
  return snapshot.dump();
}

/// A master, an agent and a Marathon whose answers have all fields.
struct cluster_with_everything {
  testing::fake_cluster cluster;

  cluster_with_everything() {
    auto& master = cluster.add(target_kind::mesos_master);
    master.say("/metrics/snapshot", json(snapshot_with_every_key("mesos_master_snapshot")));
    for (const std::string list : {"slaves", "state-summary", "frameworks", "roles", "weights"}) {
      master.say("/" + list, json(read_fixture("mesos/lists_all_fields/" + list + ".body")));
    }
    auto& agent = cluster.add(target_kind::mesos_agent);
    agent.say("/metrics/snapshot", json(snapshot_with_every_key("mesos_agent_snapshot")));
    agent.say("/containers", json(read_fixture("mesos/containers_all_fields.json")));
    agent.say("/state", testing::captured("mesos/agent2/state"));
    auto& marathon = cluster.add_marathon();
    marathon.say("/v2/apps", json(read_fixture("marathon/1_11/apps.json")));
    marathon.say("/metrics", json(read_fixture("marathon/1_4/metrics.json")));
  }

  testing::page page_with(compat_names compat) {
    exporter_options options;
    options.discover_agents = false;
    options.agent_attributes = {"rack"};
    options.task_labels = {"team"};
    options.disabled_collectors.erase("mesos_agent_tasks");
    options.compat = compat;
    cluster.start(options);
    return cluster.scrape();
  }
};

/// The families of a page. The labels that the configuration chose are named as in the list; a series that lacks the chosen one is
/// of a task that has no such label, and is left out.
std::set<family_key> families_on(const testing::page& page) {
  std::set<family_key> families;
  for (const auto& one : page.series) {
    std::set<std::string> names;
    for (const auto& [name, value] : one.labels) {
      const bool is_chosen = one.name.starts_with("mesos_slave_") && (name == "rack" || name == "team");
      if (name != "instance")
        names.insert(!is_chosen ? name : name == "rack" ? "<attribute>" : "<task label>");
    }
    if (!one.labels.contains("instance")) names.insert("no instance");
    if (one.name == "mesos_slave_task_labels" && !names.contains("<task label>")) continue;
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
    families.emplace(one.name, text.empty() ? "-" : text);
  }
  return families;
}

/// The families of an old exporter whose names are fixed.
std::set<family_key> listed_families(const std::string& exporter, const std::string& when) {
  std::set<family_key> families;
  for (const auto& line : testing::read_table("expected/old_exporter_families.tsv")) {
    if (line[2] == exporter && line[6] == when) families.emplace(line[0], line[4]);
  }
  return families;
}

/// What marathon_exporter made of Marathon's own metrics, as it documents it; the names are tested for themselves.
std::set<family_key> families_of_marathons_metrics() {
  std::set<family_key> families;
  const auto metrics = nlohmann::json::parse(read_fixture("marathon/1_4/metrics.json"));
  for (const auto& [section, entries] : metrics.items()) {
    if (!entries.is_object()) continue;
    for (const auto& [key, fields] : entries.items()) {
      const std::string name = compat_marathon_name(key);
      if (section == "counters") families.emplace(name, "-");
      if (section == "gauges" && fields["value"].is_number()) families.emplace(name, "-");
      if (section == "meters") families.emplace(name, "rate");
      if (section == "timers") families.emplace(name + "_rate", "rate");
      if (section != "counters" && section != "gauges") families.emplace(name + "_count", "-");
      if (section != "histograms" && section != "timers") continue;
      families.emplace(name, "percentile");
      for (const char* moment : {"_max", "_mean", "_min", "_stddev"}) families.emplace(name + moment, "-");
    }
  }
  return families;
}

/// What is in one and not in the other.
std::set<family_key> without(const std::set<family_key>& all, const std::set<family_key>& those) {
  std::set<family_key> rest;
  for (const family_key& one : all) {
    if (!those.contains(one)) rest.insert(one);
  }
  return rest;
}

void expect_same(const std::set<family_key>& found, const std::set<family_key>& listed) {
  for (const auto& [name, labels] : without(listed, found))
    ADD_FAILURE() << "not on the page: " << name << " " << labels;
  for (const auto& [name, labels] : without(found, listed))
    ADD_FAILURE() << "not on the list: " << name << " " << labels;
}

TEST(compat_families, of_mesos_exporter_are_added_to_the_page_with_their_labels_and_no_others) {
  cluster_with_everything all;
  const auto ours = families_on(all.page_with({}));

  const auto both = families_on(all.page_with({.mesos_exporter = true}));

  EXPECT_EQ(without(ours, both), std::set<family_key>()) << "our own families go on";
  expect_same(without(both, ours), listed_families("mesos_exporter", "yes"));
  EXPECT_EQ(without(listed_families("mesos_exporter", "always"), ours), std::set<family_key>());
}

TEST(compat_families, of_marathon_exporter_are_added_to_the_page_with_their_labels_and_no_others) {
  cluster_with_everything all;
  const auto ours = families_on(all.page_with({}));

  const auto both = families_on(all.page_with({.marathon_exporter = true}));

  EXPECT_EQ(without(ours, both), std::set<family_key>()) << "our own families go on";
  auto listed = listed_families("marathon_exporter", "yes");
  listed.merge(families_of_marathons_metrics());
  expect_same(without(both, ours), listed);
  EXPECT_EQ(without(listed_families("marathon_exporter", "always"), ours), std::set<family_key>());
}

}  // namespace
}  // namespace mesoscale::exporter
