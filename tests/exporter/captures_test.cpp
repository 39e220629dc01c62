// What becomes of each answer that was captured of a real Mesos and a real ZooKeeper: captures.tsv names its fixture, or says why
// there is none. The captures are not part of the project: the folder that holds them is named by MESOSCALE_CAPTURES, or is
// shared/data beside the project; without it only the table itself is tested.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "tests/exporter/answer_keys.hpp"
#include "tests/exporter/key_list.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

namespace fs = std::filesystem;

/// A line of captures.tsv; the first that fits a capture is about it.
struct capture_row {
  std::string pattern;
  std::string fixture;  ///< a file, "name.*" of the same ending, a folder with the same name in it, or ""
  std::string how;      ///< "same": byte for byte; "keys": the same keys with other numbers; ""
  std::string reason;
};

std::vector<capture_row> capture_rows() {
  std::vector<capture_row> rows;
  for (const auto& line : testing::read_table("captures.tsv")) {
    EXPECT_EQ(line.size(), 4u) << line[0];
    rows.push_back({line.at(0), line.at(1), line.at(2), line.at(3)});
  }
  return rows;
}

std::string fixture_of(const capture_row& row, const fs::path& capture) {
  if (row.fixture.ends_with('/')) return row.fixture + capture.filename().string();
  if (!row.fixture.ends_with(".*")) return row.fixture;
  return row.fixture.substr(0, row.fixture.size() - 2) + capture.extension().string();
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// The golden pages of Mesos have the names of the fixtures' folders; those of ZooKeeper are of situations, with the files in a table.
bool has_golden_page(const std::string& fixture) {
  const fs::path tests = fs::path(SOURCE_DIR) / "tests";
  if (fixture.starts_with("zookeeper/")) {
    const std::string table = bytes_of(tests / "exporter" / "zookeeper_page_test.cpp");
    return table.find('"' + fs::path(fixture).filename().string() + '"') != table.npos;
  }
  const std::string folder = fs::path(fixture).parent_path().filename().string();
  const auto is_of_folder = [&](const fs::path& page) { return page.stem().string().starts_with(folder); };
  const fs::directory_iterator pages(tests / "golden" / "mesos");
  return std::ranges::any_of(begin(pages), end(pages),
                             [&](const auto& one) { return is_of_folder(one.path()); });
}

TEST(captures, each_have_a_fixture_or_a_reason) {
  for (const capture_row& row : capture_rows()) {
    EXPECT_FALSE(row.reason.empty()) << row.pattern;
    EXPECT_EQ(row.fixture.empty(), row.how.empty()) << row.pattern;
    EXPECT_TRUE(row.how.empty() || row.how == "same" || row.how == "keys") << row.pattern;
    if (row.fixture.empty()) continue;
    const std::string file = row.fixture.ends_with('/') ? row.fixture : fixture_of(row, "x.body");
    EXPECT_TRUE(fs::exists(fs::path(FIXTURES_DIR) / file)) << file;
    if (row.reason.starts_with("golden page")) {
      EXPECT_TRUE(has_golden_page(row.fixture)) << row.pattern;
    }
  }
}

fs::path captures_folder() {
  if (const char* named = std::getenv("MESOSCALE_CAPTURES")) return named;
  return fs::path(SOURCE_DIR) / ".." / "shared" / "data";
}

std::vector<std::string> all_captures() {
  std::vector<std::string> files;
  for (const char* system : {"mesos", "zookeeper"}) {
    const fs::path folder = captures_folder() / system;
    if (!fs::exists(folder)) continue;
    for (const auto& one : fs::recursive_directory_iterator(folder)) {
      if (one.is_regular_file()) files.push_back(fs::relative(one.path(), captures_folder()).string());
    }
  }
  return files;
}

TEST(captures, are_what_the_table_says) {
  const auto rows = capture_rows();
  std::map<std::string, std::size_t> hits;
  const auto captures = all_captures();
  if (captures.empty()) GTEST_SKIP() << captures_folder() << " has none";
  for (const std::string& capture : captures) {
    const auto fits = [&](const capture_row& row) { return testing::fits_path(row.pattern, capture); };
    const auto row = std::ranges::find_if(rows, fits);
    ASSERT_NE(row, rows.end()) << capture << " is neither a fixture nor has it a reason";
    ++hits[row->pattern];
    if (row->how.empty()) continue;
    const std::string fixture = fixture_of(*row, capture);
    ASSERT_TRUE(fs::exists(fs::path(FIXTURES_DIR) / fixture)) << capture << " has no " << fixture;
    const std::string theirs = bytes_of(captures_folder() / capture);
    const std::string ours = testing::read_fixture(fixture);
    if (row->how == "same") {
      EXPECT_TRUE(theirs == ours) << capture << " is not " << fixture;
    } else {
      const auto keys = testing::keys_in(theirs, "fields", {}).keys;
      EXPECT_FALSE(keys.empty()) << capture;
      EXPECT_EQ(keys, testing::keys_in(ours, "fields", {}).keys) << capture << " and " << fixture;
    }
  }
  for (const capture_row& row : rows) EXPECT_GT(hits[row.pattern], 0u) << row.pattern << " is no capture";
}

}  // namespace
}  // namespace mesoscale::exporter
