// Whether the fault matrix has every cell: each collector, each fault that a server, a proxy or a network is known for. A cell that is
// missing has a written reason here.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/exporter/fault_cells.hpp"

namespace mesoscale::exporter {
namespace {

using testing::fault;
using testing::module_case;
using testing::second_collector;

/// A kind of fault, and the rows of the fault table that are it.
struct fault_kind {
  const char* name;
  std::vector<const char*> of_http;
  std::vector<const char*> of_words;
};

const std::vector<fault_kind> all_kinds{
    {"down", {"refused"}, {"refused"}},
    {"slow", {"slow"}, {"slow"}},
    {"drip-fed", {"drips"}, {"drips"}},
    {"hangs after headers", {"hangs_after_the_headers"}, {"hangs_in_the_answer"}},
    {"HTML", {"html"}, {"html"}},
    {"401", {"status_401"}, {}},
    {"403", {"status_403"}, {}},
    {"404", {"status_404"}, {}},
    {"500", {"status_500"}, {}},
    {"503 with JSON", {"status_503_with_json"}, {}},
    {"redirect loop", {"redirect_loop"}, {}},
    {"redirect elsewhere with credentials", {"redirect_elsewhere"}, {}},
    {"truncated", {"truncated_body"}, {"truncated_line"}},
    {"oversize", {"oversize_in_chunks"}, {"endless_lines"}},
    {"gzip bomb", {"gzip_bomb"}, {}},
    {"wrong types", {"one_value_of_a_wrong_type"}, {"one_value_of_a_wrong_type"}},
    {"NaN", {"token_NaN"}, {"NaN"}},
    {"deep nesting", {"deep_nesting"}, {}},
    {"invalid UTF-8", {"name_that_is_not_utf_8"}, {"name_that_is_not_utf_8"}},
    {"label values with quotes",
     {"name_with_quotes_newlines_and_backslashes", "name_with_quotes_and_backslashes"},
     {"name_with_quotes_and_backslashes"}},
    {"label values with newlines", {"name_with_quotes_newlines_and_backslashes"}, {}},
    {"label values of 10 KB", {"name_of_10_KB"}, {"name_of_10_KB"}},
};

/// Why there is no such cell. "" of a collector: of all that are not the main one of their target.
struct missing_cell {
  const char* collector;
  std::vector<const char*> kinds;
  const char* why;
};

const std::vector<const char*> only_http{
    "401",      "403", "404", "500", "503 with JSON", "redirect loop", "redirect elsewhere with credentials",
    "gzip bomb"};
const std::vector<const char*> names{"invalid UTF-8", "label values with quotes",
                                     "label values with newlines", "label values of 10 KB"};

const std::vector<missing_cell> all_missing{
    {"", {"down"}, "a server is down for all of its collectors; the main one tells"},
    {"chronos_graph", {"label values with newlines"}, "a line end in a name begins another line"},
    {"chronos_leader",
     {"wrong types"},
     "its only value is the leader, and without it the answer is of the wrong shape"},
    {"marathon_leader",
     {"wrong types"},
     "its only value is the leader, and without it the answer is of the wrong shape"},
    {"marathon_prometheus", names, "its only label is a quantile, which is a number"},
    {"zookeeper_mntr", only_http, "four-letter words have no status, redirects and codings"},
    {"zookeeper_mntr",
     {"deep nesting", "label values with newlines"},
     "an answer is lines: they do not nest, and a line end ends a value"},
    {"zookeeper_server_stats", names, "no text of the answer becomes a label"},
    {"zookeeper_zxid", only_http, "four-letter words have no status, redirects and codings"},
    {"zookeeper_zxid",
     {"deep nesting", "NaN"},
     "an answer is lines, and a transaction id hexadecimal: NaN is a wrong type"},
    {"zookeeper_zxid", names, "no text becomes a label; the version and state are read from mntr"},
};

bool has_reason(std::string_view collector_name, bool is_main, const fault_kind& kind) {
  return std::ranges::any_of(all_missing, [&](const missing_cell& one) {
    const bool is_it = one.collector == collector_name || (*one.collector == '\0' && !is_main);
    return is_it && std::ranges::any_of(
                        one.kinds, [&](const char* name) { return std::string_view(name) == kind.name; });
  });
}

/// The names of the faults that the collector's answers are broken with.
std::set<std::string> run_cells(const collector& one, std::string_view module) {
  std::set<std::string> names_of_faults;
  for (const second_collector& second : testing::all_second_collectors()) {
    if (second.name != one.name) continue;
    for (const fault& what : testing::faults_of_second(second)) names_of_faults.insert(what.name);
    return names_of_faults;
  }
  for (const fault* what : testing::faults_of_main(testing::module_of(module)))
    names_of_faults.insert(what->name);
  return names_of_faults;
}

std::string_view module_for(const collector& one) {
  for (const module_case& of : testing::all_modules()) {
    if (of.main == one.name) return of.name;
  }
  for (const second_collector& second : testing::all_second_collectors()) {
    if (second.name == one.name) return second.module;
  }
  return "";
}

TEST(fault_cells, are_there_for_every_collector_and_every_fault) {
  std::size_t run = 0, left_out = 0;
  for (const collector& one : all_collectors()) {
    // zookeeper_srvr is asked in place of mntr only, by every cell of zookeeper_mntr: the faults break both words.
    if (one.make_decoder == nullptr || one.when == asked_when::main_failed) continue;
    SCOPED_TRACE(one.name);
    const std::string_view module = module_for(one);
    ASSERT_NE(module, "");
    const auto cells = run_cells(one, module);
    const bool speaks_words = testing::module_of(module).speaks_words();
    for (const fault_kind& kind : all_kinds) {
      const auto& rows = speaks_words ? kind.of_words : kind.of_http;
      const bool is_run = std::ranges::any_of(rows, [&](const char* row) { return cells.contains(row); });
      EXPECT_NE(is_run, has_reason(one.name, one.is_main, kind))
          << kind.name
          << (is_run ? " is run although a reason says why not"
                     : " is neither run nor left out for a reason");
      ++(is_run ? run : left_out);
    }
  }
  RecordProperty("run", static_cast<int>(run));
  RecordProperty("left_out", static_cast<int>(left_out));
  EXPECT_GT(run, 500u);
}

}  // namespace
}  // namespace mesoscale::exporter
