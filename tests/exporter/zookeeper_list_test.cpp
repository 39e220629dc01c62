// Acceptance of names: each key of each real answer of ZooKeeper becomes the series of the hand-written list, with its value
// and type, and nothing else is on the page. The table and the list name the same keys.
#include "exporter/collectors/zookeeper_decode.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "common/core/exposition.hpp"
#include "exporter/tables/zookeeper_key.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

using testing::labels_map;
using testing::page_series;
using testing::read_fixture;
using testing::read_series;
using testing::read_table;

struct listed {
  std::string key, family, type, labels, scale, level;
};

const std::vector<listed>& list() {
  static const std::vector<listed> rows = [] {
    std::vector<listed> all;
    for (const auto& f : read_table("expected/zookeeper_mntr.tsv"))
      all.push_back({f[0], f[1], f[2], f[3], f[4], f[5]});
    return all;
  }();
  return rows;
}

bool is_exported(const listed& row) { return !row.family.starts_with("not exported"); }

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  return at == text.npos ? text : text.replace(at, what.size(), by);
}

/// The row of a key; `<name>` in the row's key stands for any text. Its labels have the captured text put in.
std::optional<listed> row_of(const std::string& key) {
  for (const listed& row : list()) {
    if (row.key == key) return row;
  }
  for (listed row : list()) {
    const auto begin = row.key.find('<');
    if (begin == row.key.npos) continue;
    const auto end = row.key.find('>');
    const std::string front = row.key.substr(0, begin);
    const std::string back = row.key.substr(end + 1);
    if (key.size() <= front.size() + back.size() || !key.starts_with(front) || !key.ends_with(back)) continue;
    const std::string captured = key.substr(front.size(), key.size() - front.size() - back.size());
    if (back == "_ack_latency" && captured == "quorum") continue;
    row.labels = replaced(row.labels, row.key.substr(begin, end + 1 - begin), captured);
    return row;
  }
  return std::nullopt;
}

std::map<std::string, std::string> lines_of(const std::string& answer) {
  std::map<std::string, std::string> lines;
  std::istringstream in(answer);
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    EXPECT_TRUE(lines.emplace(line.substr(0, tab), line.substr(tab + 1)).second) << line;
  }
  return lines;
}

/// Whether the key is a quantile of statistics that have no sample, or a size of nothing.
bool says_nothing(const std::string& key, const std::map<std::string, std::string>& lines) {
  if (key.ends_with("_size") && lines.at(key) == "-1") return true;
  for (const std::string part : {"zk_min_", "zk_max_", "zk_p50_", "zk_p95_", "zk_p99_", "zk_p999_"}) {
    if (!key.starts_with(part)) continue;
    const auto count = lines.find("zk_cnt_" + key.substr(part.size()));
    if (count != lines.end() && count->second == "0") return true;
  }
  return false;
}

testing::page page_of(const std::string& answer, bool with_detail) {
  decode_options options;
  options.instance = "10.0.0.1:2181";
  options.zookeeper_detail = with_detail;
  const auto decoded = decode_body(make_mntr_decoder, options, answer);
  EXPECT_TRUE(decoded.ok());
  const decode_counts& counts = decoded.value().counts;
  EXPECT_EQ(counts.keys_unknown + counts.keys_missing + counts.values_refused + counts.series_cut, 0u);
  const sample_set* const sets[] = {&decoded.value().samples};
  return testing::read_page(write_exposition(sets, exposition_format::text_0_0_4))
      .of_instance("10.0.0.1:2181");
}

struct capture {
  const char* file;
  bool with_detail;
};

class mntr_of_real_zookeeper : public ::testing::TestWithParam<capture> {};

TEST_P(mntr_of_real_zookeeper, becomes_exactly_the_series_of_the_list) {
  const std::string answer = read_fixture(std::string("zookeeper/") + GetParam().file);
  const auto lines = lines_of(answer);

  const auto page = page_of(answer, GetParam().with_detail);

  std::size_t numbers = 0;
  for (const auto& [key, text] : lines) {
    const auto row = row_of(key);
    ASSERT_TRUE(row) << key << " is not in the list";
    if (!is_exported(*row) || row->scale == "text") continue;
    if (row->level == "detail" && !GetParam().with_detail) continue;
    const page_series series = read_series(row->family + "{" + row->labels + "}");
    if (says_nothing(key, lines)) {
      for (const auto& one : page.series)
        EXPECT_FALSE(one.name == series.name && one.labels == series.labels) << key;
      continue;
    }
    ++numbers;
    std::size_t found = 0;
    for (const auto& one : page.series) {
      if (one.name != series.name || one.labels != series.labels) continue;
      ++found;
      EXPECT_DOUBLE_EQ(one.value, std::stod(text) * std::stod(row->scale)) << key;
    }
    EXPECT_EQ(found, 1u) << key;
    std::string family = series.name;
    if (row->type == "summary" && family.ends_with("_sum")) family.resize(family.size() - 4);
    if (row->type == "summary" && family.ends_with("_count")) family.resize(family.size() - 6);
    EXPECT_EQ(page.type_of.at(family), row->type) << key;
  }
  std::size_t facts = 0;
  for (const char* name : {"zookeeper_info", "zookeeper_server_state", "zookeeper_peer_state_info",
                           "zookeeper_observer_master_info"}) {
    facts += page.count(name);
  }
  EXPECT_EQ(page.series.size(), numbers + facts);
}

INSTANTIATE_TEST_SUITE_P(all, mntr_of_real_zookeeper,
                         ::testing::Values(capture{"zk-3.8.0-standalone-mntr.txt", true},
                                           capture{"zk-3.8.0-standalone-mntr.txt", false},
                                           capture{"zk-3.8.0-ensemble-leader-3-mntr.txt", true},
                                           capture{"zk-3.8.0-ensemble-leader-3-mntr.txt", false},
                                           capture{"zk-3.8.0-ensemble-follower-1-mntr.txt", true},
                                           capture{"zk-3.8.0-ensemble-follower-2-mntr.txt", true},
                                           capture{"ensemble-server1-follower.mntr.txt", true},
                                           capture{"ensemble-server1-follower.mntr.txt", false},
                                           capture{"ensemble-server2-follower.mntr.txt", true},
                                           capture{"ensemble-server4-observer.mntr.txt", true},
                                           capture{"documented-3.4.6-leader-mntr.txt", true},
                                           capture{"documented-3.4.14-follower-mntr.txt", false},
                                           capture{"documented-3.5.9-leader-mntr.txt", true}));

/// The list's spelling of a key as one that find_zookeeper_key understands.
std::string example_of(std::string key) {
  key = replaced(key, "zk_", "");
  key = replaced(key, "server_stats: ", "");
  key = replaced(key, "<learner_id>", "7");
  key = replaced(key, "<namespace>", "mesos");
  for (const std::string label : {"area", "gc", "pool", "runtime", "state", "vendor", "version"}) {
    key = replaced(key, "<" + label + ">", "x");
  }
  return key;
}

TEST(zookeeper_list, every_listed_key_has_a_row_with_its_family_and_level) {
  for (const listed& row : list()) {
    if (row.key.starts_with("srvr: ") || row.key.find(", bits") != row.key.npos) continue;
    if (!row.key.starts_with("zk_") && !is_exported(row)) continue;
    const std::string key = example_of(row.key);
    const auto found = find_zookeeper_key(key);
    ASSERT_TRUE(found) << row.key;
    if (!is_exported(row)) {
      EXPECT_EQ(found->part, zookeeper_part::mean) << row.key;
      continue;
    }
    std::string family(found->row->family);
    if (found->part == zookeeper_part::sum) family += "_sum";
    if (found->part == zookeeper_part::count) family += "_count";
    EXPECT_EQ(family, row.family) << row.key;
    EXPECT_EQ(found->row->level == zookeeper_level::by_default, row.level == "default") << row.key;
  }
}

TEST(zookeeper_list, every_row_of_the_table_is_listed) {
  std::set<std::string_view> rows;
  for (const listed& row : list()) {
    const std::string key = example_of(row.key);
    if (const auto found = find_zookeeper_key(key)) rows.insert(found->row->key);
  }
  for (const zookeeper_row& row : zookeeper_rows()) {
    if (row.key == "zxid") continue;  // Of srvr.
    EXPECT_TRUE(rows.contains(row.key)) << row.key;
  }
}

const listed* find_listed(const std::string& key) {
  const auto at = std::ranges::find(list(), key, &listed::key);
  return at == list().end() ? nullptr : &*at;
}

// The kinds are those of ZooKeeper's own source. A gauge that only grows is a counter by another name, and the least and the greatest
// of something are quantiles of it.
TEST(zookeeper_list, has_the_types_of_zookeepers_own_source) {
  std::set<std::string> counters;
  for (const auto& line : read_table("zookeeper/metric_types.tsv")) {
    const std::string name = line.at(0);
    const std::string kind = line.at(1);
    const bool is_summary = kind.ends_with(" summary");
    const listed* row = find_listed((is_summary ? "zk_cnt_" : "zk_") + name);
    ASSERT_NE(row, nullptr) << name;
    if (kind == "counter" || kind == "growing gauge") counters.insert(row->key);
    if (is_summary) {
      EXPECT_EQ(row->type, "summary") << name;
      EXPECT_EQ(find_listed("zk_p50_" + name) != nullptr, kind == "advanced summary") << name;
    } else if (kind == "gauge") {
      const bool is_bound = name.starts_with("min_") || name.starts_with("max_");
      EXPECT_TRUE(row->type == "gauge" || (is_bound && row->type == "summary")) << name;
    } else {
      EXPECT_EQ(row->type, "counter") << name;
    }
  }
  for (const listed& row : list()) {
    // The JVM's own metrics are of the Prometheus provider.
    const bool is_of_jvm = row.key.starts_with("zk_jvm_") || row.key.starts_with("zk_process_");
    if (row.type != "counter" || !row.key.starts_with("zk_") || is_of_jvm) continue;
    EXPECT_TRUE(counters.contains(row.key)) << row.key << " is no counter in ZooKeeper's source";
  }
}

TEST(zookeeper_list, no_family_has_the_name_of_an_old_exporter) {
  for (const auto& old : read_table("expected/old_exporter_families.tsv")) {
    for (const family& own : zookeeper_families()) EXPECT_NE(own.name, old[0]);
  }
  for (const family& own : zookeeper_families()) EXPECT_FALSE(own.name.starts_with("zk_")) << own.name;
}

}  // namespace
}  // namespace mesoscale::exporter
