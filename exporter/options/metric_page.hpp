// The page of the documentation about all metrics, made from the tables and from the lists of what the systems tell.
// Pure: the program that writes docs/metrics.md reads the lists.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mesoscale::exporter {

/// A list of keys and what becomes of each: tab-separated lines with a heading; the first field is the key, the second the
/// family or "not exported, because ...".
struct coverage_list {
  std::string title;
  std::string lines;
};

/// A list under tests/fixtures/expected, and the heading of its part of the page.
struct coverage_file {
  std::string_view name;
  std::string_view title;
};

/// In the order of the page.
std::span<const coverage_file> coverage_files();

/// Markdown.
std::string write_metric_page(std::span<const coverage_list> lists);

}  // namespace mesoscale::exporter
