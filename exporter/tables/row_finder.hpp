// Finds the row of a table that a key belongs to, and what the key's pattern captured.
// Pure; built once per table. Makes no samples.
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// What a key is: its row, the row's own labels and the captured ones (not yet decoded; views into table and key).
struct found_row {
  std::size_t index = 0;  ///< into metric_table::rows
  std::array<label, 6> labels{};
  std::size_t label_count = 0;
  double quantile = std::numeric_limits<double>::quiet_NaN();  ///< of a summary's row, else NaN

  std::span<const label> all_labels() const { return std::span(labels).first(label_count); }
};

class row_finder {
 public:
  /// The table must outlive the finder.
  explicit row_finder(const metric_table& table);

  /// A row with exactly this key, else the pattern with the most fixed text that matches.
  std::optional<found_row> find(std::string_view key) const;

  const metric_table& table() const { return table_; }

 private:
  struct prepared {
    std::vector<std::string_view>
        texts;  ///< fixed text before, between and after the captures: one more than captures
    std::vector<std::string_view> captures;  ///< names
    std::size_t fixed_size = 0;
    std::vector<label> labels;
    double quantile = std::numeric_limits<double>::quiet_NaN();
  };

  static prepared prepare(const row& of);
  static bool match(const prepared& pattern, std::string_view key, found_row& found);

  const metric_table& table_;
  std::vector<prepared> prepared_;     ///< one per row
  std::vector<std::size_t> patterns_;  ///< rows with captures, the most fixed text first
};

}  // namespace mesoscale::exporter
