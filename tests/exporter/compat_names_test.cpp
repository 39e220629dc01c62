// The names of the old exporters: what we can serve under them against the list of what they served, both ways.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "exporter/scrape/compat_counts.hpp"
#include "exporter/tables/all_tables.hpp"
#include "exporter/tables/compat_marathon.hpp"
#include "exporter/tables/compat_mesos.hpp"
#include "exporter/tables/row_finder.hpp"
#include "exporter/tables/scrape_families.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

struct old_family {
  std::string type;
  std::set<std::string> labels;
  std::set<std::string> values;  ///< of the labels, joined by '/', where they are fixed
};

/// A line of the list: name and labels, because a name may have two sets of labels.
using family_key = std::pair<std::string, std::string>;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& one : names) text += (text.empty() ? "" : ",") + one;
  return text.empty() ? "-" : text;
}

struct named_row {
  std::string family;
  std::string type;
  std::map<std::string, std::string> fixed;
  std::set<std::string> labels;
};

/// What a row gives, found by its own key as if that stood in an answer.
named_row read_row(const metric_table& table, const row_finder& rows, const row& of) {
  const family& family_of =
      table.families[table.family_of_row[static_cast<std::size_t>(&of - table.rows.data())]];
  named_row made{std::string(family_of.name), std::string(name_of(family_of.type)), {}, {}};
  const auto found = rows.find(of.key);
  EXPECT_TRUE(found) << of.key;
  for (const label& one : found->all_labels()) {
    const std::string name(one.name == "principal" ? "framework" : one.name);
    made.labels.insert(name);
    if (!one.value.starts_with('<')) made.fixed.emplace(name, one.value);
  }
  for (const std::string_view list : {table.target_labels, of.decoder_labels}) {
    for (const std::string& name : split(std::string(list), ',')) made.labels.insert(name);
  }
  return made;
}

constexpr const metric_table& (*compat_tables[])() = {compat_master_table, compat_agent_table,
                                                      compat_container_table, compat_agent_list_table,
                                                      compat_app_table};

/// The names of labels in the order of the list's values ("source,type: a/b,c/d").
std::vector<std::string> order_of(const std::string& values, const std::string& labels) {
  const auto colon = values.find(": ");
  return split(colon == values.npos ? labels : values.substr(0, colon), ',');
}

std::map<family_key, named_row> served_families(std::map<family_key, std::vector<named_row>>& rows_of) {
  std::map<family_key, named_row> served;
  for (const auto table : compat_tables) {
    const row_finder rows(table());
    for (const row& one : table().rows) {
      named_row made = read_row(table(), rows, one);
      const family_key key{made.family, joined(made.labels)};
      rows_of[key].push_back(made);
      served.emplace(key, std::move(made));
    }
  }
  for (const family& one : compat_count_families()) {
    served.emplace(family_key{one.name, "-"},
                   named_row{std::string(one.name), std::string(name_of(one.type)), {}, {}});
  }
  return served;
}

/// Families whose labels or names come from the configuration or from Marathon; they have tests of their own.
bool is_dynamic(const std::string& name) {
  return name == "mesos_slave_attributes" || name == "mesos_slave_task_labels" ||
         name == "marathon_metrics_version";
}

TEST(compat_names, are_those_of_the_old_exporters_with_their_types_labels_and_values) {
  std::map<family_key, std::vector<named_row>> rows_of;
  auto served = served_families(rows_of);
  std::size_t compared = 0;
  for (const auto& line : testing::read_table("expected/old_exporter_families.tsv")) {
    if (line[6] != "yes" || is_dynamic(line[0])) continue;
    const family_key key{line[0], line[4]};
    const auto at = served.find(key);
    ASSERT_NE(at, served.end()) << line[0] << " with the labels " << line[4];
    EXPECT_EQ(at->second.type, line[3]) << line[0];
    if (line[5] != "-") {
      std::set<std::string> values;
      for (const named_row& one : rows_of[key]) {
        std::string text;
        for (const std::string& name : order_of(line[5], line[4])) {
          if (name != order_of(line[5], line[4]).front()) text += "/";
          text += one.fixed.contains(name) ? one.fixed.at(name) : "?";
        }
        values.insert(text);
      }
      const auto colon = line[5].find(": ");
      const auto listed = split(colon == std::string::npos ? line[5] : line[5].substr(colon + 2), ',');
      EXPECT_EQ(values, std::set<std::string>(listed.begin(), listed.end())) << line[0];
    }
    served.erase(at);
    ++compared;
  }
  for (const auto& [key, one] : served)
    ADD_FAILURE() << "no old exporter had " << key.first << " " << key.second;
  EXPECT_GT(compared, 125u);
}

TEST(compat_names, have_the_type_of_our_family_where_the_name_is_the_same) {
  std::map<std::string, std::string> ours;
  for (const endpoint_table& table : all_tables()) {
    for (const family& one : table.table().families) ours.emplace(one.name, name_of(one.type));
  }
  for (const scrape_family& one : scrape_families()) ours.emplace(one.of->name, name_of(one.of->type));
  for (const auto& line : testing::read_table("expected/old_exporter_families.tsv")) {
    const auto at = ours.find(line[0]);
    if (line[6] == "always") {
      ASSERT_NE(at, ours.end()) << line[0];
    }
    if (at != ours.end() && line[3] != "-") {
      EXPECT_EQ(at->second, line[3]) << line[0];
    }
  }
}

}  // namespace
}  // namespace mesoscale::exporter
