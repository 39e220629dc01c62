// The page of the documentation about all metrics, made from the tables and from the lists of what the systems tell.
// Pure: the program that writes docs/metrics.md reads the lists.
#pragma once

#include <span>
#include <string>

namespace mesoscale::exporter {

/// A list of keys and what becomes of each: tab-separated lines with a heading; the first field is the key, the second the
/// family or "not exported, because ...".
struct coverage_list {
  std::string title;
  std::string lines;
};

/// Markdown.
std::string write_metric_page(std::span<const coverage_list> lists);

}  // namespace mesoscale::exporter
