#include "exporter/scrape/target_directory.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace mesoscale::exporter {
namespace {

constexpr std::string_view prefix = "__meta_mesoscale_";

nlohmann::ordered_json labels_of(const listed_target& one) {
  const auto name = [](std::string_view what) { return std::string(prefix).append(what); };
  nlohmann::ordered_json labels;
  labels[name("module")] = module_name(one.of.kind);
  if (one.agent == nullptr) return labels;
  labels[name("hostname")] = one.agent->hostname;
  labels[name("agent_id")] = one.agent->id;
  for (const auto& [attribute, value] : one.agent->attributes) {
    labels[name("attribute_") + label_name_of(attribute)] = value;
  }
  return labels;
}

bool has_scheme(std::string_view text) { return text.find("://") != text.npos; }

result<url> parse_named(std::string_view text) {
  return parse_url(has_scheme(text) ? std::string(text) : "http://" + std::string(text));
}

}  // namespace

std::string label_name_of(std::string_view attribute) {
  std::string name(attribute);
  const auto may_stand = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  std::ranges::replace_if(name, std::not_fn(may_stand), '_');
  return name;
}

std::optional<std::string> instance_in(std::string_view text) {
  const auto parsed = parse_named(text);
  return parsed ? std::optional(parsed->authority()) : std::nullopt;
}

const listed_target* find_target(const std::vector<listed_target>& targets, std::string_view text) {
  const auto parsed = parse_named(text);
  if (!parsed) return nullptr;
  const auto is_meant = [&](const listed_target& one) {
    if (has_scheme(text)) return one.of.base == *parsed;
    return one.of.instance() == parsed->authority() && parsed->path == "/";
  };
  const auto at = std::ranges::find_if(targets, is_meant);
  return at == targets.end() ? nullptr : &*at;
}

std::string write_target_groups(const std::vector<listed_target>& targets) {
  auto groups = nlohmann::ordered_json::array();
  for (const listed_target& one : targets) {
    nlohmann::ordered_json group;
    group["targets"] = {one.of.instance()};
    group["labels"] = labels_of(one);
    groups.push_back(std::move(group));
  }
  // A name that is no UTF-8 must not make the whole list fail.
  return groups.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace mesoscale::exporter
