#include "tests/exporter/fault_cells.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "tests/exporter/answer_cases.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter::testing {
namespace {

constexpr second_collector second_collectors[] = {
    {"chronos_graph", "chronos", false},
    {"chronos_leader", "chronos", true},
    {"chronos_metrics", "chronos", true},
    {"marathon_deployments", "marathon", true},
    {"marathon_groups", "marathon", true},
    {"marathon_info", "marathon", true},
    {"marathon_leader", "marathon", true},
    {"marathon_metrics", "marathon", true},
    {"marathon_pods", "marathon", true},
    {"marathon_prometheus", "marathon", false},
    {"marathon_queue", "marathon", true},
    {"marathon_tasks", "marathon", true},
    {"mesos_agent_containers", "mesos_agent", true},
    {"mesos_agent_tasks", "mesos_agent", true},
    {"mesos_master_agents", "mesos_master", true},
    {"mesos_master_framework_details", "mesos_master", true},
    {"mesos_master_frameworks", "mesos_master", true},
    {"mesos_master_maintenance_schedule", "mesos_master", true},
    {"mesos_master_maintenance_status", "mesos_master", true},
    {"mesos_master_roles", "mesos_master", true},
    {"mesos_master_version", "mesos_master", true},
    {"mesos_master_weights", "mesos_master", true},
    {"zookeeper_server_stats", "zookeeper_admin", true},
    {"zookeeper_zxid", "zookeeper", false},
};

struct odd_name {
  const char* fault;
  std::string in_answer;  ///< as JSON writes it
  std::string on_page;
};

const std::vector<odd_name>& odd_names() {
  static const std::vector<odd_name> all{
      {"name_with_quotes_newlines_and_backslashes", R"(a\"b\\c\nd\\n{x=\"1\"} 7\n# type)",
       "a\"b\\c\nd\\n{x=\"1\"} 7\n# type"},
      {"name_of_10_KB", std::string(10'240, 'x'), std::string(10'240, 'x')},
      {"name_that_is_not_utf_8", "a\xff\xc3z", "a\xEF\xBF\xBD\xEF\xBF\xBDz"},
  };
  return all;
}

wire_answer made_before(const situation& at, const fault& what) {
  return {.bytes = at.of.speaks_words() ? what.body
                                        : http_answer(200, what.body, "Content-Type: application/json\r\n")};
}

fault with_body(std::string name, claim also, std::string body, std::string odd = "") {
  return {.name = std::move(name),
          .reason = "",
          .make = made_before,
          .also = also,
          .odd_name = std::move(odd),
          .body = std::move(body)};
}

/// Puts each of the odd names where a harmless one becomes a label.
template <typename MakeBody>
bool add_names(const answer_case& of, const MakeBody& make_body, std::vector<fault>& to) {
  const auto calm = make_body("harmless");
  if (!calm || outcome_of(of, *calm).page.find("=\"harmless") == std::string::npos) return false;
  for (const odd_name& one : odd_names()) {
    to.push_back(with_body(one.fault, claim::name_is_a_label, *make_body(one.in_answer), one.on_page));
  }
  return true;
}

void add_odd_json(const answer_case& of, std::vector<fault>& to) {
  const auto whole = nlohmann::json::parse(read_fixture(of.fixtures.back()));
  const auto places = places_in(whole, of);
  const outcome good = outcome_of(of, whole.dump());
  bool has_name = false, has_wrong = false;
  for (const answer_place& place : places) {
    const auto text = [&](const std::string& raw) {
      return std::optional(with(whole, place, '"' + raw + '"'));
    };
    const auto key = [&](const std::string& raw) { return renamed(whole, place, raw); };
    if (!has_name && whole.at(place.at).is_string()) has_name = add_names(of, text, to);
    if (!has_wrong && !whole.at(place.at).is_structured()) {
      const std::string body = with(whole, place, "[true]");
      const outcome seen = outcome_of(of, body);
      // What cannot do without the value fails instead.
      has_wrong = seen.is_ok && seen.refused > good.refused;
      if (has_wrong) to.push_back(with_body("one_value_of_a_wrong_type", claim::one_value_lost, body));
    }
    if (!has_name && !whole.at(place.at).is_string()) has_name = add_names(of, key, to);
  }
}

/// Of answers that are lines.
void add_odd_lines(const second_collector& of, std::vector<fault>& to) {
  const std::string graph = "node,a,success,idle\n";
  if (of.name == "chronos_graph") {
    to.push_back(with_body("one_value_of_a_wrong_type", claim::one_value_lost,
                           graph + "node,b,success,many running\n"));
    for (const odd_name& one : odd_names()) {
      // A line end would begin another line.
      if (one.on_page.find('\n') != one.on_page.npos) continue;
      to.push_back(with_body(one.fault, claim::name_is_a_label, "node," + one.in_answer + ",success,idle\n",
                             one.on_page));
    }
    to.push_back(with_body("name_with_quotes_and_backslashes", claim::name_is_a_label,
                           "node,a\"b\\n{x=\"1\"} 7,success,idle\n", "a\"b\\n{x=\"1\"} 7"));
  } else if (of.name == "marathon_prometheus") {
    const std::string good = read_fixture("marathon/1_11/prometheus.txt");
    to.push_back(with_body("one_value_of_a_wrong_type", claim::one_value_lost, good + "odd many\n"));
    to.push_back(with_body("token_NaN", claim::one_value_lost, good + "odd NaN\n"));
  } else {
    const std::string good = read_fixture("zookeeper/zk-3.8.0-standalone-srvr.txt");
    to.push_back(with_body("one_value_of_a_wrong_type", claim::one_value_lost,
                           replaced(good, "Zxid: ", "Zxid: many")));
  }
}

bool is_about_json(const fault& what) {
  const bool is_on_the_wire = what.name.starts_with("gzip_that") || what.name == "unknown_coding" ||
                              what.name == "not_http" || what.name == "endless_headers";
  return !is_on_the_wire && (what.reason == "not_json" || what.reason == "wrong_shape" ||
                             (what.reason == "too_large" && what.name != "oversize_announced"));
}

/// What is said of a fault of the table where the answer is lines of text, not JSON; nothing where it says nothing: a text that
/// ends at the end of a line, or has one more line, may be right.
std::optional<std::string> reason_for_lines(const fault& what) {
  constexpr const char* ambiguous[] = {"empty", "empty_object", "status_204", "truncated_json",
                                       "two_documents"};
  if (std::ranges::find(ambiguous, what.name) != std::end(ambiguous)) return std::nullopt;
  return is_about_json(what) ? "wrong_shape" : what.reason;
}

/// The row of the fault as it is for this collector; nothing where the row is about the main one.
std::optional<fault> for_second(const fault& what, const second_collector& of) {
  if (what.also == claim::complete) return what;
  if (what.reason.empty() || what.name == "values_of_wrong_types" || what.up) return std::nullopt;
  // Without any maintenance these two are empty.
  if (what.name == "empty_object" && of.name.starts_with("mesos_master_maintenance")) return std::nullopt;
  fault made = what;
  // Words are read whole before anything looks at them.
  if (of.is_json || of.module == "zookeeper") return made;
  const auto reason = reason_for_lines(what);
  if (!reason) return std::nullopt;
  made.reason = *reason;
  return made;
}

std::vector<fault> make_faults(const second_collector& of) {
  std::vector<fault> made;
  for (const fault& what : faults_of(module_of(of.module))) {
    if (auto one = for_second(what, of)) made.push_back(std::move(*one));
  }
  if (!of.is_json) {
    add_odd_lines(of, made);
    return made;
  }
  const auto cases = json_answers();
  const auto at = std::ranges::find(cases, find_collector(of.name)->make_decoder, &answer_case::make);
  EXPECT_NE(at, cases.end()) << of.name;
  if (at != cases.end()) add_odd_json(*at, made);
  return made;
}

}  // namespace

std::span<const second_collector> all_second_collectors() { return second_collectors; }

void PrintTo(const second_collector& one, std::ostream* out) { *out << one.name; }

const fault& refusal() {
  static const fault nobody_listens{"refused", "refused", nullptr};
  return nobody_listens;
}

std::vector<const fault*> faults_of_main(const module_case& of) {
  std::vector<const fault*> all{&refusal()};
  for (const fault& what : faults_of(of)) all.push_back(&what);
  return all;
}

std::span<const fault> faults_of_second(const second_collector& of) {
  static std::map<std::string_view, std::vector<fault>> made;
  const auto at = made.find(of.name);
  if (at != made.end()) return at->second;
  return made.emplace(of.name, make_faults(of)).first->second;
}

bool is_usable(const fault& what) { return what.reason.empty() && what.also != claim::complete; }

}  // namespace mesoscale::exporter::testing
