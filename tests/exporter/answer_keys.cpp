#include "tests/exporter/answer_keys.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <utility>

#include <nlohmann/json.hpp>

namespace mesoscale::exporter::testing {
namespace {

using nlohmann::json;

void collect(const json& at, const std::string& path, keys_of_answer& out) {
  if (!at.is_structured()) {
    out.keys.insert(path);
  } else if (at.empty()) {
    out.empty.insert(path);
  } else if (at.is_array()) {
    for (const json& one : at) collect(one, path + "[]", out);
  } else {
    for (const auto& [key, value] : at.items()) collect(value, path.empty() ? key : path + "." + key, out);
  }
}

std::string without_begin(const std::string& text, const std::string& begin) {
  return text.starts_with(begin) ? text.substr(begin.size()) : text;
}

using renaming = std::string (*)(std::string);

keys_of_answer renamed(const keys_of_answer& answer, renaming rename) {
  keys_of_answer out;
  for (const std::string& key : answer.keys) out.keys.insert(rename(key));
  for (const std::string& key : answer.empty) out.empty.insert(rename(key));
  return out;
}

// The v1 API says the same under names of its own. The id of a container and of its parent stand in the status, too.
std::string name_in_call(std::string key) {
  const std::string container = "get_containers.containers[].";
  if (key.starts_with(container + "container_status.container_id.parent")) return key;
  for (const auto& [theirs, ours] :
       {std::pair{"resource_statistics.", "statistics."}, {"container_status.", "status."}}) {
    if (key.starts_with(container + theirs))
      return ours + key.substr(container.size() + std::string(theirs).size());
  }
  return key;
}

keys_of_answer fields_in(const std::string& text, renaming rename) {
  keys_of_answer answer;
  const json body = json::parse(text, nullptr, false);
  if (body.is_structured()) collect(body, "", answer);
  return renamed(answer, rename);
}

keys_of_answer lines_in(const std::string& text, const std::string& end_of_key) {
  keys_of_answer answer;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (const auto end = line.find(end_of_key); end != line.npos) answer.keys.insert(line.substr(0, end));
  }
  return answer;
}

// The fixtures have names that no table knows, so that tests see what becomes of such.
bool is_invented(const std::string& name) {
  return name.ends_with("some-new-thing.counter") || name.ends_with("an.invented.name");
}

// The names in an answer of a program about itself, without the prefix that a flag can change.
keys_of_answer metrics_in(const std::string& text) {
  keys_of_answer answer;
  for (const char* section : {"gauges", "counters", "meters", "timers", "histograms", "min-max-counters"}) {
    const json body = json::parse(text, nullptr, false);
    if (!body.contains(section)) continue;
    for (const auto& [name, value] : body.at(section).items())
      if (!is_invented(name)) answer.keys.insert(without_begin(name, "marathon."));
  }
  return answer;
}

keys_of_answer graph_in(const std::string& text) {
  keys_of_answer answer;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("link,")) answer.keys.insert("link");
    if (line.starts_with("node,")) answer.keys.insert({"node.last_result", "node.state"});
  }
  return answer;
}

// Marathon writes each character of a name that Prometheus does not take as "_", and the parts of a timer behind it.
std::string name_in_exposition(std::string key) {
  std::ranges::replace_if(
      key, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return key;
}

keys_of_answer exposition_in(const std::string& text, const std::vector<std::string>& listed) {
  keys_of_answer answer;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    const std::string spelled = line.substr(0, std::min(line.find('{'), line.rfind(' ')));
    // A fixture has one that no Marathon writes and that has to be repaired.
    if (name_in_exposition(spelled) != spelled) continue;
    const std::string name = without_begin(spelled, "marathon_");
    const auto is_of = [&](const std::string& key) {
      const std::string known = name_in_exposition(without_begin(key, "/metrics "));
      return key.starts_with("/metrics ") && (name == known || name.starts_with(known + "_"));
    };
    const auto at = std::ranges::find_if(listed, is_of);
    answer.keys.insert(at == listed.end() ? name : without_begin(*at, "/metrics "));
  }
  return answer;
}

// The role of all roles has no name.
std::string name_in_snapshot(std::string key) {
  if (const auto at = key.find("roles//resources"); at != key.npos) key.insert(at + 6, "<root>");
  return key;
}

}  // namespace

keys_of_answer keys_in(const std::string& text, const std::string& shape,
                       const std::vector<std::string>& listed) {
  const auto same = [](std::string key) { return key; };
  if (shape == "call") return fields_in(text, name_in_call);
  if (shape == "elements") return fields_in(text, [](std::string key) { return without_begin(key, "[]."); });
  if (shape == "groups") {
    return fields_in(text, [](std::string key) {
      while (key.starts_with("groups[].")) key.erase(0, 9);
      return key;
    });
  }
  if (shape == "monitor") {
    return fields_in(text, [](std::string key) {
      return (key == "command" || key == "error" ? "monitor: " : "zk_") + key;
    });
  }
  if (shape == "server_stats") {
    return fields_in(text, [](std::string key) { return without_begin(key, "server_stats."); });
  }
  if (shape == "members") return fields_in(text, name_in_snapshot);
  if (shape == "fields") return fields_in(text, same);
  if (shape == "metrics") return metrics_in(text);
  if (shape == "graph") return graph_in(text);
  if (shape == "exposition") return exposition_in(text, listed);
  return lines_in(text, shape == "mntr" ? "\t" : ": ");
}

}  // namespace mesoscale::exporter::testing
