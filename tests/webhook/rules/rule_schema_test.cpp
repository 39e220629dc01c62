// The table of keys is what the reader knows, and the schema in docs/examples is the table's.
#include "webhook/rules/rule_schema.hpp"

#include "common/core/yaml.hpp"
#include "webhook/rules/rule_reader.hpp"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace mesoscale::webhook {
namespace {

/// What the reader says that it knows in each map of a text, by the key "zz" that it does not know.
void collect(const std::string& text, std::set<std::string>& into) {
  constexpr std::string_view mark = "found the unknown key \"zz\", expected one of ";
  for (const std::string& error : parse_rules(text, "r.yml").errors) {
    const auto at = error.find(mark);
    if (at == std::string::npos) continue;
    std::string list = error.substr(at + mark.size()) + ", ";
    for (auto end = list.find(", "); end != std::string::npos; end = list.find(", ")) {
      into.insert(list.substr(0, end));
      list.erase(0, end + 2);
    }
  }
}

std::string in_group(const std::string& inside) { return "groups: [{name: g, " + inside + "}]\n"; }
std::string in_rule(const std::string& inside) { return in_group("rules: [{rule: r, " + inside + "}]"); }

const std::map<std::string, std::vector<std::string>> probes = {
    {"app", {in_rule("app: {zz: 1}")}},
    {"authorization", {"prometheus: {authorization: {zz: 1}}\n"}},
    {"basic_auth", {"prometheus: {basic_auth: {zz: 1}}\n"}},
    {"behavior", {in_rule("behavior: {zz: 1}")}},
    {"dcos_auth", {"prometheus: {dcos_auth: {zz: 1}}\n"}},
    {"direction", {in_rule("behavior: {scaleUp: {zz: 1}}")}},
    {"file", {"zz: 1\n"}},
    {"global", {"global: {zz: 1}\n"}},
    {"group", {in_group("zz: 1")}},
    {"marathon", {"marathons: [{zz: 1}]\n"}},
    {"mesos", {"mesos: {zz: 1}\n"}},
    {"on_resolved", {in_rule("on_resolved: {zz: 1}")}},
    {"pause", {in_group("pauses: [{zz: 1}]")}},
    {"policy", {in_rule("behavior: {scaleUp: {policies: [{zz: 1}]}}")}},
    {"rule", {in_rule("zz: 1"), in_group("defaults: {zz: 1}")}},
    {"scale",
     {in_rule("scale: {by: 1, zz: 1}"), in_rule("scale: {percent: 1, zz: 1}"),
      in_rule("scale: {to: 1, zz: 1}"), in_rule("scale: {target: 1, fallback: static, zz: 1}"),
      in_rule("scale: {average_value: 1, zz: 1}")}},
    {"schedule", {in_group("schedules: [{zz: 1}]")}},
    {"server", {"prometheus: {zz: 1}\n", "alertmanagers: [{zz: 1}]\n"}},
    {"tls_config", {"prometheus: {tls_config: {zz: 1}}\n"}},
    {"value_from", {in_rule("scale: {target: 1, value_from: {zz: 1}}")}},
};

TEST(rule_schema, the_table_has_the_keys_that_the_reader_knows) {
  std::map<std::string, std::set<std::string>> rows;
  for (const key_row& row : rule_keys()) rows[std::string(row.map)].insert(std::string(row.key));
  for (const auto& [map, texts] : probes) {
    std::set<std::string> known;
    for (const std::string& text : texts) collect(text, known);
    EXPECT_EQ(rows[map], known) << map;
  }
  EXPECT_EQ(rows.size(), probes.size());
}

TEST(rule_schema, every_map_that_a_row_names_is_there) {
  const auto schema = nlohmann::json::parse(rule_schema());
  for (const key_row& row : rule_keys()) {
    const bool names_map =
        row.type == key_type::map || row.type == key_type::maps || row.type == key_type::text_or_map;
    if (names_map) {
      EXPECT_TRUE(schema["$defs"].contains(row.more)) << row.more;
    }
  }
}

TEST(rule_schema, the_file_beside_the_examples_is_the_one_that_the_program_prints) {
  EXPECT_EQ(read_file(std::string(SOURCE_DIR) + "/docs/examples/scaling.schema.json").value(), rule_schema())
      << "mesoscale-webhook --rule-schema > docs/examples/scaling.schema.json";
}

}  // namespace
}  // namespace mesoscale::webhook
