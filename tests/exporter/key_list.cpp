#include "tests/exporter/key_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/exporter/page.hpp"

namespace mesoscale::exporter::testing {
namespace {

// Marathon's and Chronos' own metrics are listed without the prefix that a version or a flag gives them.
std::vector<std::string> spellings(const std::string& key) {
  std::vector<std::string> all{key};
  for (const std::string_view prefix :
       {"service.mesosphere.marathon.", "com.airbnb.scheduler.", "com.airbnb.scheduler.jobs.",
        "org.apache.mesos.chronos.scheduler.", "org.apache.mesos.chronos.scheduler.jobs.",
        "org.apache.mesos.chronos.scheduler.mesos."}) {
    if (const auto at = key.find(prefix); at != key.npos) {
      all.push_back(key.substr(0, at) + key.substr(at + prefix.size()));
    }
  }
  return all;
}

}  // namespace

std::vector<decision> read_decisions(const std::string& list) {
  std::vector<decision> all;
  for (const auto& line : read_table("expected/" + list + ".tsv")) {
    EXPECT_GE(line.size(), 5u) << list << ": " << line[0];
    all.push_back({line[0], line[1], line[4], line[3]});
  }
  return all;
}

std::vector<std::string> read_keys(const std::string& list) {
  std::vector<std::string> all;
  std::istringstream lines(read_fixture("expected/" + list + "_keys.txt"));
  for (std::string key; std::getline(lines, key);) all.push_back(key);
  return all;
}

bool fits(std::string_view pattern, std::string_view key) {
  const auto begin = pattern.find('<');
  if (begin == pattern.npos) return pattern == key;
  if (key.substr(0, begin) != pattern.substr(0, begin)) return false;
  const auto end = pattern.find('>', begin);
  for (auto i = begin + 1; i <= key.size(); ++i) {
    if (fits(pattern.substr(end + 1), key.substr(i))) return true;
  }
  return false;
}

bool fits_path(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return path.empty();
  if (pattern.front() != '*') {
    return !path.empty() && pattern.front() == path.front() && fits_path(pattern.substr(1), path.substr(1));
  }
  for (std::size_t i = 0; i <= path.size(); ++i) {
    if (fits_path(pattern.substr(1), path.substr(i))) return true;
    if (i < path.size() && path[i] == '/') return false;
  }
  return false;
}

std::vector<decision> decisions_about(const std::vector<decision>& list, const std::string& key) {
  std::vector<decision> exact, fitting;
  for (const std::string& spelling : spellings(key)) {
    for (const decision& one : list) {
      const std::string plain = without_note(one.key);
      if (plain == spelling) {
        exact.push_back(one);
      } else if (fits(plain, spelling)) {
        fitting.push_back(one);
      }
    }
  }
  return exact.empty() ? fitting : exact;
}

std::string without_note(const std::string& key) {
  std::string plain = key;
  for (const std::string_view note : {"(length)", " (quantiles)", " (count)"}) {
    if (plain.ends_with(note)) plain.resize(plain.size() - note.size());
  }
  // One line or member of these answers holds several numbers.
  if (plain.starts_with("srvr: ") || plain.starts_with("server_stats: "))
    plain.resize(std::min(plain.size(), plain.find(", ")));
  return plain;
}

}  // namespace mesoscale::exporter::testing
