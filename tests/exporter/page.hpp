// Reads a page of text format 0.0.4 back and reads fixtures, so that tests compare what Prometheus would see.
// Not a general parser: it trusts that promtool has been content with such a page.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::exporter::testing {

using labels_map = std::map<std::string, std::string>;

struct page_series {
  std::string name;
  labels_map labels;
  double value = 0;
};

struct page {
  std::vector<page_series> series;
  std::map<std::string, std::string> type_of;
  std::map<std::string, std::string> help_of;

  /// The only series with this name and these labels among its own; fails the test if there is none or more than one.
  double value(const std::string& name, const labels_map& labels = {}) const;
  bool has(const std::string& name, const labels_map& labels = {}) const;
  std::size_t count(const std::string& name) const;
  /// The series of an instance, its label removed.
  page of_instance(const std::string& instance) const;
};

page read_page(const std::string& text);

/// A series as "name" or `name{a="b",c="d"}`.
page_series read_series(std::string_view text);

/// The fields of each line of a tab-separated file under tests/fixtures, the heading left out.
std::vector<std::vector<std::string>> read_table(const std::string& file);

/// A whole file under tests/fixtures.
std::string read_fixture(const std::string& file);

}  // namespace mesoscale::exporter::testing
