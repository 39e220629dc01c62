// The statistics and the status of one container, kept while they are read and written when its labels are known.
// Pure. Knows how the lists in them become labels; whose container it is, is somebody else's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/core/json_stream.hpp"
#include "exporter/collectors/answer_shape.hpp"
#include "exporter/collectors/series_writer.hpp"
#include "exporter/tables/row_finder.hpp"

namespace mesoscale::exporter {

/// The rows of mesos_container_table().
const row_finder& container_rows();

/// Labels that a value has besides those of its container.
using text_labels = std::vector<std::pair<std::string_view, std::string>>;

/// The places below "statistics" that have no row.
std::span<const json_place> statistics_places();

class container_statistics {
 public:
  /// What stands below "statistics", with the key from there on: "cpus_limit", "disk_statistics/[]/source/type".
  void begin(std::string_view key);
  void scalar(std::string_view key, const json_scalar& value, series_writer& out);
  void end(std::string_view key);

  /// A value of a row, whatever it comes from; labels are the values of the row's decoder_labels that are known.
  void add(std::string key, double value, text_labels labels = {});

  void write(std::span<const label> container_labels, series_writer& out) const;

 private:
  /// An element of a list: a volume, a device, a limiter.
  struct element {
    text_labels labels;
    text_labels info_labels;  ///< of the element's info only
    std::optional<double> major, minor;
    bool is_left_out = false;
  };
  struct kept_value {
    std::string key;
    double number = 0;
    std::optional<std::size_t> of;  ///< index into elements_
    text_labels labels;
  };

  void keep_text(std::string_view key, std::string_view text);
  bool keep_block_io(std::string_view key, const json_scalar& value, series_writer& out);
  void end_operation(std::string_view key);
  void leave_out_total();
  void leave_out_sum_of_devices();

  std::vector<element> elements_;
  std::vector<kept_value> values_;
  bool is_in_element_ = false;
  std::size_t policy_begin_ = 0;      ///< index into elements_
  std::size_t operations_begin_ = 0;  ///< index into values_
  std::string operation_;
  std::optional<double> operation_value_;
};

}  // namespace mesoscale::exporter
