#include "tests/exporter/page.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

namespace mesoscale::exporter::testing {
namespace {

double to_value(std::string_view text) {
  if (text == "+Inf") return std::numeric_limits<double>::infinity();
  if (text == "-Inf") return -std::numeric_limits<double>::infinity();
  if (text == "NaN") return std::nan("");
  double value = 0;
  const auto end = text.data() + text.size();
  EXPECT_EQ(std::from_chars(text.data(), end, value).ptr, end) << text;
  return value;
}

bool contains(const labels_map& all, const labels_map& some) {
  for (const auto& [name, value] : some) {
    const auto at = all.find(name);
    if (at == all.end() || at->second != value) return false;
  }
  return true;
}

// Reads one `name{labels}` from the front of text.
page_series take_series(std::string_view& text) {
  page_series result;
  const auto name_end = text.find_first_of("{ ");
  result.name = std::string(text.substr(0, name_end));
  text.remove_prefix(std::min(text.size(), result.name.size()));
  if (text.empty() || text.front() != '{') return result;
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '}') {
    const auto equals = text.find('=');
    const std::string name(text.substr(0, equals));
    text.remove_prefix(equals + 2);
    std::string value;
    for (; text.front() != '"'; text.remove_prefix(1)) {
      if (text.front() == '\\') {
        text.remove_prefix(1);
        value.push_back(text.front() == 'n' ? '\n' : text.front());
      } else {
        value.push_back(text.front());
      }
    }
    text.remove_prefix(1);
    if (!text.empty() && text.front() == ',') text.remove_prefix(1);
    EXPECT_TRUE(result.labels.emplace(name, value).second) << "label twice: " << name;
  }
  text.remove_prefix(1);
  return result;
}

}  // namespace

double page::value(const std::string& name, const labels_map& labels) const {
  const page_series* found = nullptr;
  for (const page_series& one : series) {
    if (one.name != name || !contains(one.labels, labels)) continue;
    EXPECT_EQ(found, nullptr) << name << " stands on the page more than once";
    found = &one;
  }
  EXPECT_NE(found, nullptr) << name << " is not on the page";
  return found == nullptr ? std::nan("") : found->value;
}

bool page::has(const std::string& name, const labels_map& labels) const {
  for (const page_series& one : series) {
    if (one.name == name && contains(one.labels, labels)) return true;
  }
  return false;
}

std::size_t page::count(const std::string& name) const {
  std::size_t found = 0;
  for (const page_series& one : series) found += one.name == name ? 1 : 0;
  return found;
}

page page::of_instance(const std::string& instance) const {
  page result{{}, type_of, help_of};
  for (page_series one : series) {
    const auto at = one.labels.find("instance");
    if (at == one.labels.end() || at->second != instance) continue;
    one.labels.erase(at);
    result.series.push_back(std::move(one));
  }
  return result;
}

page read_page(const std::string& text) {
  page result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string hash, word, name;
    if (line.starts_with("# TYPE ") || line.starts_with("# HELP ")) {
      words >> hash >> word >> name;
      std::string rest;
      std::getline(words >> std::ws, rest);
      auto& target = word == "TYPE" ? result.type_of : result.help_of;
      EXPECT_TRUE(target.emplace(name, rest).second) << "a family stands on the page twice: " << name;
    } else if (!line.empty() && line.front() != '#') {
      std::string_view rest = line;
      page_series one = take_series(rest);
      one.value = to_value(rest.substr(1));
      result.series.push_back(std::move(one));
    }
  }
  return result;
}

page_series read_series(std::string_view text) { return take_series(text); }

std::vector<std::vector<std::string>> read_table(const std::string& file) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(read_fixture(file));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::vector<std::string> fields(1);
    for (const char c : line) {
      if (c == '\t') {
        fields.emplace_back();
      } else {
        fields.back().push_back(c);
      }
    }
    rows.push_back(std::move(fields));
  }
  EXPECT_FALSE(rows.empty()) << file;
  return rows;
}

std::string read_fixture(const std::string& file) {
  std::ifstream in(std::string(FIXTURES_DIR) + "/" + file, std::ios::binary);
  EXPECT_TRUE(in.good()) << file;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace mesoscale::exporter::testing
