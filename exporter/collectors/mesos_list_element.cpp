#include "exporter/collectors/mesos_list_element.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "exporter/collectors/info_labels.hpp"
#include "exporter/tables/mesos_lists.hpp"

namespace mesoscale::exporter {
namespace {

bool take_member(list_element& element, std::string_view key, std::string_view text) {
  const std::pair<std::string_view, std::string*> texts[] = {
      {"hostname", &element.agent.hostname}, {"id", &element.agent.id},         {"name", &element.name},
      {"version", &element.version},         {"webui_url", &element.webui_url},
  };
  for (const auto& [name, target] : texts) {
    if (name != key) continue;
    *target = text;
    return true;
  }
  if (key != "pid") return false;
  element.agent.address = address_of_pid(text);
  return true;
}

}  // namespace

const row_finder& list_rows() {
  static const row_finder rows(mesos_list_table());
  return rows;
}

std::vector<label> agent_labels(const listed_agent& agent) {
  std::vector<label> labels{{"agent_id", agent.id}};
  if (!agent.address.empty()) labels.push_back({"agent", agent.address});
  return labels;
}

bool list_element::take_text(const json_path& path, const json_scalar& value) {
  const bool is_text = value.kind == json_kind::string;
  const std::string_view key = path[2];
  if (path.depth() == 4 && key == "attributes") {
    if (auto text = attribute_text(value)) agent.attributes.emplace_back(path.key(), std::move(*text));
    return true;
  }
  if (path.depth() == 6 && key == "domain" && is_text && path[3] == "fault_domain" && path[5] == "name") {
    if (path[4] == "region") region = value.string;
    if (path[4] == "zone") zone = value.string;
    return true;
  }
  if (path.depth() == 4 && key == "drain_info" && path[3] == "state" && is_text) {
    drain_state = state_name(value.string);
    return true;
  }
  if (path.depth() != 3) return false;
  return is_text && take_member(*this, key, value.string);
}

void list_element::write_agent_texts(std::span<const std::string> wanted_attributes,
                                     series_writer& out) const {
  auto labels = agent_labels(agent);
  if (!drain_state.empty()) {
    labels.push_back({"state", drain_state});
    out.add(*list_rows().find("slaves/drain_info/state"), 1, labels);
    labels.pop_back();
  }
  std::vector<std::string> reserved{"agent", "agent_id", "instance"};
  const std::pair<std::string_view, std::string_view> texts[] = {{"hostname", agent.hostname},
                                                                 {"version", version},
                                                                 {"fault_domain_region", region},
                                                                 {"fault_domain_zone", zone}};
  for (const auto& [key, text] : texts) {
    reserved.emplace_back(key);
    if (!text.empty()) labels.push_back({key, text});
  }
  std::map<std::string, std::string> attributes;
  for (const auto& [key, text] : agent.attributes) {
    if (std::ranges::count(wanted_attributes, key) > 0) attributes.emplace(key, text);
  }
  const auto names = info_label_names(attributes, std::move(reserved));
  for (std::size_t i = 0; const auto& [key, text] : attributes) labels.push_back({names[i++], text});
  out.add(*list_rows().find("slaves/info"), 1, labels);
}

void list_element::write_framework(bool with_info, series_writer& out) const {
  std::vector<label> labels{{"framework", name}, {"framework_id", agent.id}};
  values.write(labels, out);
  if (!with_info) return;
  if (!agent.hostname.empty()) labels.push_back({"hostname", agent.hostname});
  if (!webui_url.empty()) labels.push_back({"webui_url", webui_url});
  out.add(*list_rows().find("frameworks/info"), 1, labels);
}

}  // namespace mesoscale::exporter
