#include "exporter/options/metric_list.hpp"

#include <algorithm>

#include "exporter/tables/all_tables.hpp"
#include "exporter/tables/scrape_families.hpp"
#include "exporter/tables/zookeeper.hpp"
#include "exporter/web/own_metrics.hpp"

namespace mesoscale::exporter {
namespace {

using family_map = std::map<std::string_view, family_facts>;

void add_names(std::string_view list, std::set<std::string, std::less<>>& names) {
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find(','));
    if (const auto name = one.substr(0, one.find('=')); name != "quantile") names.emplace(name);
    list.remove_prefix(std::min(list.size(), one.size() + 1));
  }
}

void add_captures(std::string_view key, std::set<std::string, std::less<>>& names) {
  for (auto begin = key.find('<'); begin != key.npos; begin = key.find('<', begin + 1)) {
    names.emplace(key.substr(begin + 1, key.find('>', begin) - begin - 1));
  }
}

void add_table(const endpoint_table& from, family_map& list) {
  const metric_table& table = from.table();
  for (const family& one : table.families) list[one.name] = {&one, from.system, {"instance"}, {}};
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    family_facts& facts = list[table.families[table.family_of_row[i]].name];
    add_captures(table.rows[i].key, facts.labels);
    add_names(table.rows[i].labels, facts.labels);
    add_names(table.rows[i].decoder_labels, facts.labels);
    add_names(table.target_labels, facts.labels);
    facts.sources.emplace_back(from.endpoint, table.rows[i].key);
  }
  if (!table.other_family.empty()) list[table.other_family].labels.emplace("key");
}

/// The labels that stand in no row: ZooKeeper's facts are taken apart by the decoder.
constexpr std::pair<std::string_view, std::string_view> zookeeper_fact_labels[] = {
    {"zookeeper_info", "built,revision,version"},
    {"zookeeper_observer_master_info", "learner_master_id"},
    {"zookeeper_other", "key"},
    {"zookeeper_peer_state_info", "peer_state,zab_state"},
    {"zookeeper_server_state", "state"},
};

void add_zookeeper(family_map& list) {
  for (const family& one : zookeeper_families()) list[one.name] = {&one, "ZooKeeper", {"instance"}, {}};
  for (const zookeeper_row& one : zookeeper_rows()) {
    add_names(one.labels, list[one.family].labels);
    add_names(one.captured, list[one.family].labels);
  }
  for (const auto& [name, labels] : zookeeper_fact_labels) add_names(labels, list[name].labels);
}

void add_own(const family& of, std::string_view system, std::string_view labels, family_map& list) {
  family_facts& facts = list[of.name];
  facts.of = &of;
  facts.system = system;
  add_names(labels, facts.labels);
}

}  // namespace

std::map<std::string_view, family_facts> all_families() {
  family_map list;
  for (const endpoint_table& one : all_tables()) add_table(one, list);
  add_zookeeper(list);
  for (const scrape_family& one : scrape_families()) add_own(*one.of, "Targets", one.labels, list);
  for (const own_family& one : own_families()) add_own(one.of, "Exporter", one.labels, list);
  return list;
}

std::string list_metrics() {
  std::string text;
  for (const auto& [name, one] : all_families()) {
    std::string labels;
    for (const std::string& label : one.labels) labels += (labels.empty() ? "" : ",") + label;
    text.append(name).append("\t").append(name_of(one.of->type)).append("\t");
    text.append(labels.empty() ? "-" : labels).append("\t").append(one.of->help).append("\n");
  }
  return text;
}

}  // namespace mesoscale::exporter
