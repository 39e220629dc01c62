// Turns values with their row into samples: base unit, decoded labels, no series twice, no family over its limit.
// Counts what it leaves out.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "exporter/collectors/decode.hpp"
#include "exporter/tables/row_finder.hpp"

namespace mesoscale::exporter {

class series_writer {
 public:
  /// The table must outlive the writer and the samples.
  series_writer(const metric_table& table, decode_options options);

  /// A value of a row; target_labels come after the row's own.
  void add(const found_row& found, double value, std::span<const label> target_labels = {});
  /// A value of a key without a row: a sample of the table's other family, if it has one.
  void add_unknown(std::string_view key, double value);
  /// A value that cannot be used.
  void refuse() { ++counts_.values_refused; }

  /// See decoded::apps.
  void name_app(std::string_view id) { apps_.emplace_back(id); }
  /// See decoded::leader.
  void name_leader(std::string_view address) { leader_ = address; }
  /// See decoded::agents.
  void name_agent(listed_agent agent) { agents_.push_back(std::move(agent)); }
  /// See decoded::standing.
  void set_standing(master_standing standing) { standing_ = standing; }
  void add(const found_row& found, double value, std::initializer_list<label> target_labels) {
    add(found, value, std::span(target_labels.begin(), target_labels.size()));
  }

  decode_counts& counts() { return counts_; }
  decoded take() &&;

 private:
  bool admit(std::size_t family_index, std::span<const label> labels, double quantile);

  const metric_table& table_;
  std::size_t max_series_;
  sample_set samples_;
  std::vector<std::string> apps_;
  std::string leader_;
  std::vector<listed_agent> agents_;
  std::optional<master_standing> standing_;
  decode_counts counts_;
  std::vector<std::size_t> series_of_family_;
  std::unordered_set<std::uint64_t> seen_;
  std::string scratch_;
  std::vector<label> labels_;  ///< of the value that is added, kept for its memory
};

}  // namespace mesoscale::exporter
