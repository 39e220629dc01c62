#include "exporter/options/metric_page.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "exporter/options/metric_list.hpp"

namespace mesoscale::exporter {
namespace {

constexpr std::string_view introduction =
    "# Metrics\n"
    "\n"
    "Every family that the exporter can export, and what becomes of every key that the systems tell. Made "
    "by\n"
    "`scripts/make-docs` from the tables of the exporter and the lists under `tests/fixtures/expected`; "
    "change those,\n"
    "not this page. `mesoscale-exporter --list-metrics` prints the first part.\n"
    "\n"
    "Every series of a target has the label `instance`, which is left out below. A summary has the label "
    "`quantile`\n"
    "(0 is the least value, 1 the greatest). `*_other` holds keys that no table knows, so that nothing is "
    "lost.\n";

constexpr std::pair<std::string_view, std::string_view> systems[] = {
    {"Mesos master", ""},
    {"Mesos agent", ""},
    {"Mesos containers", "Of each agent's containers and tasks."},
    {"Marathon", ""},
    {"Chronos", ""},
    {"ZooKeeper", ""},
    {"Targets", "What the exporter says about its targets."},
    {"Exporter", "What the exporter says about itself; these have no label `instance`."},
};

/// The text as it may stand in a table; in code spans "<" is itself.
std::string cell(std::string_view text, bool is_code) {
  std::string out;
  for (const char c : text) {
    if (c == '|') {
      out += "\\|";
    } else if (c == '<' && !is_code) {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string code(std::string_view text) { return "`" + cell(text, true) + "`"; }

/// A help text without the source in parentheses that it ends with.
std::pair<std::string_view, std::string_view> meaning_and_source(std::string_view help) {
  std::size_t open = help.size();
  int depth = 0;
  while (open > 0) {
    const char c = help[--open];
    if (c == ')') ++depth;
    if (c == '(' && --depth == 0) break;
  }
  const std::string_view source = help.substr(open + 1, help.size() - open - 2);
  return {help.substr(0, help.find_last_not_of(' ', open == 0 ? 0 : open - 1) + 1), source};
}

std::string sources_of(const family_facts& facts, std::string_view source_in_help) {
  if (facts.sources.empty()) return facts.system == "Exporter" ? "" : code(source_in_help);
  std::string text;
  std::string_view last;
  for (const auto& [endpoint, key] : facts.sources) {
    text += endpoint == last ? ", " : (text.empty() ? "" : "; ") + code(endpoint) + ": ";
    text += code(key);
    last = endpoint;
  }
  return text;
}

std::string labels_of(const family_facts& facts) {
  std::string text;
  for (const std::string& one : facts.labels) {
    if (one != "instance") text += (text.empty() ? "" : ", ") + code(one);
  }
  return text;
}

void add_system(std::string_view system, std::string_view note, std::string& page) {
  page.append("\n## ").append(system).append("\n\n");
  if (!note.empty()) page.append(note).append("\n\n");
  page += "| family | type | unit | labels | meaning | source |\n|---|---|---|---|---|---|\n";
  for (const auto& [name, facts] : all_families()) {
    if (facts.system != system) continue;
    const auto [meaning, source] = meaning_and_source(facts.of->help);
    page.append("| ").append(code(name)).append(" | ").append(name_of(facts.of->type)).append(" | ");
    page.append(facts.of->unit).append(" | ").append(labels_of(facts)).append(" | ");
    page.append(cell(meaning, false)).append(" | ").append(sources_of(facts, source)).append(" |\n");
  }
}

std::string_view take_until(std::string_view& text, char end) {
  const std::string_view taken = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), taken.size() + 1));
  return taken;
}

void add_list(const coverage_list& list, std::string& page) {
  std::string_view rest = list.lines;
  take_until(rest, '\n');
  std::size_t keys = 0;
  std::size_t exported = 0;
  std::string rows;
  while (!rest.empty()) {
    std::string_view line = take_until(rest, '\n');
    const std::string_view key = take_until(line, '\t');
    const std::string_view becomes = take_until(line, '\t');
    const bool is_exported = !becomes.starts_with("not exported");
    ++keys;
    exported += is_exported ? 1 : 0;
    rows.append("| ").append(code(key)).append(" | ");
    rows.append(is_exported ? code(becomes) : cell(becomes, false)).append(" |\n");
  }
  page.append("\n### ").append(list.title).append("\n\n");
  page.append(std::to_string(keys))
      .append(" keys, ")
      .append(std::to_string(exported))
      .append(" exported.\n\n");
  page.append("| key | becomes |\n|---|---|\n").append(rows);
}

}  // namespace

std::span<const coverage_file> coverage_files() {
  static constexpr coverage_file files[] = {
      {"endpoints.tsv", "Endpoints, and the collectors that ask for them"},
      {"mesos_master_snapshot.tsv", "Mesos master: /metrics/snapshot"},
      {"mesos_master_lists.tsv", "Mesos master: lists of agents, frameworks and roles, maintenance"},
      {"mesos_master_state.tsv", "Mesos master: /state.json, where an old master has no /slaves"},
      {"mesos_agent_snapshot.tsv", "Mesos agent: /metrics/snapshot"},
      {"mesos_container_statistics.tsv",
       "Mesos agent: /containers, /monitor/statistics, GET_CONTAINERS of /api/v1"},
      {"mesos_agent_state.tsv", "Mesos agent: /state"},
      {"marathon.tsv", "Marathon"},
      {"chronos.tsv", "Chronos"},
      {"zookeeper_mntr.tsv", "ZooKeeper: mntr, srvr, AdminServer"},
  };
  return files;
}

std::string write_metric_page(std::span<const coverage_list> lists) {
  std::string page(introduction);
  for (const auto& [system, note] : systems) add_system(system, note, page);
  page +=
      "\n## What becomes of each key\n\n`<name>` in a key stands for any text. A number of a list's elements "
      "is "
      "`(length)`.\n";
  for (const coverage_list& one : lists) add_list(one, page);
  return page;
}

}  // namespace mesoscale::exporter
