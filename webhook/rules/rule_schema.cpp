#include "webhook/rules/rule_schema.hpp"

#include <nlohmann/json.hpp>

namespace mesoscale::webhook {
namespace {

using json = nlohmann::ordered_json;

json reference(std::string_view map) { return {{"$ref", "#/$defs/" + std::string(map)}}; }

json words_of(std::string_view text) {
  json list = json::array();
  while (!text.empty()) {
    const auto end = std::min(text.find('|'), text.size());
    list.push_back(std::string(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {{"enum", std::move(list)}};
}

json duration_text() { return {{"type", "string"}, {"pattern", "^(0|([0-9]+(ms|[smhdwy]))+)$"}}; }

json type_of(const key_row& row) {
  switch (row.type) {
    case key_type::text:
      return {{"type", "string"}};
    case key_type::flag:
      return {{"type", "boolean"}};
    case key_type::count:
      return {{"type", "integer"}, {"minimum", 0}};
    case key_type::number:
      return {{"type", json::array({"number", "string"})}};
    case key_type::duration:
      return {{"anyOf", json::array({duration_text(), json{{"const", 0}}})}};
    case key_type::seconds:
      return {{"anyOf", json::array({json{{"type", "integer"}, {"minimum", 0}}, duration_text()})}};
    case key_type::words:
      return words_of(row.more);
    case key_type::texts:
      return {{"type", "array"}, {"items", {{"type", "string"}}}};
    case key_type::map:
      return reference(row.more);
    case key_type::maps:
      return {{"type", "array"}, {"items", reference(row.more)}};
    case key_type::text_or_map:
      return {{"anyOf", json::array({json{{"type", "string"}}, reference(row.more)})}};
    case key_type::words_or_duration:
      return {{"anyOf", json::array({duration_text(), json{{"const", 0}}, words_of(row.more)})}};
    case key_type::words_or_map:
      return {{"anyOf", json::array({words_of(row.more), reference(row.key)})}};
  }
  return json::object();
}

}  // namespace

std::string rule_schema() {
  json maps = json::object();
  for (const key_row& row : rule_keys()) {
    json& map = maps[std::string(row.map)];
    if (map.is_null())
      map = {{"type", "object"}, {"additionalProperties", false}, {"properties", json::object()}};
    json property = type_of(row);
    property["description"] = std::string(row.help);
    map["properties"][std::string(row.key)] = std::move(property);
  }
  maps["file"]["required"] = {"version", "marathons", "groups"};
  maps["marathon"]["required"] = {"name", "urls"};
  maps["group"]["required"] = {"name", "rules"};
  json root = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
               {"title", "Rule file of mesoscale-webhook"},
               {"$ref", "#/$defs/file"},
               {"$defs", std::move(maps)}};
  return root.dump(1) + "\n";
}

}  // namespace mesoscale::webhook
