#include "tests/exporter/page_check.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>

namespace mesoscale::exporter::testing {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// Takes a name off the front; "" if there is none.
std::string_view take_name(std::string_view& line) {
  std::size_t size = 0;
  while (size < line.size() && (is_letter(line[size]) || line[size] == ':' ||
                                (size > 0 && line[size] >= '0' && line[size] <= '9'))) {
    ++size;
  }
  const auto name = line.substr(0, size);
  line.remove_prefix(size);
  return name;
}

bool take(std::string_view& line, char c) {
  if (!line.starts_with(c)) return false;
  line.remove_prefix(1);
  return true;
}

/// A quoted text in which only \\, \" and \n are escapes.
bool take_quoted(std::string_view& line) {
  if (!take(line, '"')) return false;
  while (!line.empty() && line.front() != '"') {
    if (take(line, '\\') && !(line.starts_with('\\') || line.starts_with('"') || line.starts_with('n'))) {
      return false;
    }
    line.remove_prefix(std::min<std::size_t>(line.size(), 1));
  }
  return take(line, '"');
}

bool take_labels(std::string_view& line) {
  if (!take(line, '{')) return true;
  std::set<std::string_view> names;
  while (!line.starts_with('}')) {
    const auto name = take_name(line);
    if (name.empty() || !names.insert(name).second || !take(line, '=') || !take_quoted(line)) return false;
    if (!take(line, ',') && !line.starts_with('}')) return false;
  }
  return take(line, '}');
}

bool is_number(std::string_view text) {
  if (text == "+Inf" || text == "-Inf" || text == "NaN") return true;
  double value = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end;
}

bool belongs_to(std::string_view name, std::string_view family) {
  if (!name.starts_with(family)) return false;
  const auto part = name.substr(family.size());
  return part.empty() || part == "_sum" || part == "_count" || part == "_bucket";
}

class checker {
 public:
  /// What is wrong with the line; "" if nothing is.
  std::string check(std::string_view line) {
    if (line.empty()) return "an empty line";
    if (!line.starts_with('#')) return check_sample(line);
    const bool is_help = line.starts_with("# HELP ");
    if (!is_help && !line.starts_with("# TYPE ")) return "a comment that is neither HELP nor TYPE";
    line.remove_prefix(7);
    const auto name = take_name(line);
    if (name.empty() || !take(line, ' ')) return "no name";
    if (is_help) return helped_.emplace(name).second ? "" : "HELP twice";
    family_ = name;
    return typed_.emplace(name).second ? "" : "TYPE twice";
  }

 private:
  std::string check_sample(std::string_view line) {
    const std::string_view whole = line;
    const auto name = take_name(line);
    if (name.empty()) return "no name";
    if (!take_labels(line)) return "labels that cannot be parsed";
    const auto series = whole.substr(0, whole.size() - line.size());
    if (!take(line, ' ') || !is_number(line)) return "no number behind the series";
    if (!belongs_to(name, family_)) return "a sample outside of its family";
    return seen_.emplace(series).second ? "" : "a series that stands there twice";
  }

  std::string family_;
  std::set<std::string, std::less<>> helped_, typed_, seen_;
};

}  // namespace

void expect_valid_page(const std::string& text) {
  EXPECT_NO_THROW(static_cast<void>(nlohmann::json(text).dump())) << "the page is not UTF-8";
  EXPECT_TRUE(text.ends_with('\n'));
  checker lines;
  std::string_view rest = text;
  for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
    const auto line = rest.substr(0, end);
    const std::string mistake = lines.check(line);
    EXPECT_EQ(mistake, "") << line.substr(0, 200);
    rest.remove_prefix(end + 1);
  }
}

std::string promtool_on(const std::string& text) {
  const auto file = std::filesystem::temp_directory_path() / ("mesoscale_page_" + std::to_string(getpid()));
  std::ofstream(file) << text;
  FILE* const promtool = popen(("promtool check metrics <" + file.string() + " 2>&1").c_str(), "r");
  if (promtool == nullptr) return "promtool cannot be started";
  std::string said;
  for (int c = fgetc(promtool); c != EOF; c = fgetc(promtool)) said.push_back(static_cast<char>(c));
  const int status = pclose(promtool);
  std::filesystem::remove(file);
  if (status != 0) said += "exit status " + std::to_string(status);
  return said;
}

}  // namespace mesoscale::exporter::testing
