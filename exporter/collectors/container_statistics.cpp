#include "exporter/collectors/container_statistics.hpp"

#include <algorithm>

#include "exporter/collectors/element_values.hpp"
#include "exporter/tables/mesos_container.hpp"

namespace mesoscale::exporter {
namespace {

constexpr std::string_view volume = "disk_statistics/[]";
constexpr std::string_view limiter = "net_traffic_control_statistics/[]";
constexpr std::string_view block_io = "blkio_statistics/";

/// The texts in an element of a list, and the labels that they become.
struct text_label {
  std::string_view key;
  std::string_view label;
  bool is_of_info_only = false;
  bool is_state = false;  ///< a word in capitals
};

constexpr text_label text_labels_of[] = {
    {"disk_statistics/[]/persistence/id", "persistence_id"},
    {"disk_statistics/[]/persistence/principal", "principal", true},
    {"disk_statistics/[]/source/id", "source_id"},
    {"disk_statistics/[]/source/mount/root", "source_root"},
    {"disk_statistics/[]/source/path/root", "source_root"},
    {"disk_statistics/[]/source/profile", "profile", true},
    {"disk_statistics/[]/source/type", "source_type", false, true},
    {"disk_statistics/[]/source/vendor", "vendor", true},
    {"net_traffic_control_statistics/[]/id", "limiter"},
};

constexpr json_place places[] = {
    {"blkio_statistics/*/[]/device/major", json_kinds::number},
    {"blkio_statistics/*/[]/device/major_number", json_kinds::number},
    {"blkio_statistics/*/[]/device/minor", json_kinds::number},
    {"blkio_statistics/*/[]/device/minor_number", json_kinds::number},
    {"blkio_statistics/*/[]/io_merged/[]/op", json_kinds::text},
    {"blkio_statistics/*/[]/io_queued/[]/op", json_kinds::text},
    {"blkio_statistics/*/[]/io_service_bytes/[]/op", json_kinds::text},
    {"blkio_statistics/*/[]/io_service_time/[]/op", json_kinds::text},
    {"blkio_statistics/*/[]/io_serviced/[]/op", json_kinds::text},
    {"blkio_statistics/*/[]/io_wait_time/[]/op", json_kinds::text},
    {"disk_statistics/[]/persistence/id", json_kinds::text},
    {"disk_statistics/[]/persistence/principal", json_kinds::text},
    {"disk_statistics/[]/source/id", json_kinds::text},
    {"disk_statistics/[]/source/mount/root", json_kinds::text},
    {"disk_statistics/[]/source/path/root", json_kinds::text},
    {"disk_statistics/[]/source/profile", json_kinds::text},
    {"disk_statistics/[]/source/type", json_kinds::text},
    {"disk_statistics/[]/source/vendor", json_kinds::text},
    {"net_traffic_control_statistics/[]/id", json_kinds::text},
};

/// The steps of a key of block I/O: blkio_statistics/<policy>/[]/<counter>/[]/<member>.
std::size_t steps(std::string_view key) {
  return key.empty() ? 0 : 1 + static_cast<std::size_t>(std::ranges::count(key, '/'));
}

bool is_device(std::string_view key) {
  return key.starts_with(block_io) && steps(key) == 3 && key.ends_with("/[]");
}

bool is_operation(std::string_view key) {
  return key.starts_with(block_io) && steps(key) == 5 && key.ends_with("/[]");
}

/// Mesos' own definition of a device says "major_number"; the answers that DC/OS keeps for its tests say "major".
bool is_either(std::string_view key, std::string_view end, std::string_view other_end) {
  return key.ends_with(end) || key.ends_with(other_end);
}

}  // namespace

const row_finder& container_rows() {
  static const row_finder rows(mesos_container_table());
  return rows;
}

std::span<const json_place> statistics_places() { return places; }

void container_statistics::begin(std::string_view key) {
  if (key == volume || key == limiter || is_device(key)) {
    elements_.emplace_back();
    is_in_element_ = true;
  } else if (is_operation(key)) {
    operation_.clear();
    operation_value_.reset();
  } else if (key.starts_with(block_io)) {
    if (steps(key) == 2) policy_begin_ = elements_.size();
    if (steps(key) == 4) operations_begin_ = values_.size();
  }
}

void container_statistics::scalar(std::string_view key, const json_scalar& value, series_writer& out) {
  if (key.starts_with(block_io) && keep_block_io(key, value, out)) return;
  if (value.kind == json_kind::string) keep_text(key, value.string);
  const auto found = container_rows().find(key);
  if (!found) {
    if (value.kind == json_kind::number) ++out.counts().keys_unknown;
    return;
  }
  add(std::string(key), value.number);
}

void container_statistics::keep_text(std::string_view key, std::string_view text) {
  if (!is_in_element_ || text.empty()) return;
  for (const text_label& one : text_labels_of) {
    if (one.key != key) continue;
    element& of = elements_.back();
    (one.is_of_info_only ? of.info_labels : of.labels)
        .emplace_back(one.label, one.is_state ? state_name(text) : std::string(text));
  }
}

/// False for what is a plain value: sectors and time of a device.
bool container_statistics::keep_block_io(std::string_view key, const json_scalar& value, series_writer& out) {
  const bool is_of_device = key.find("/[]/device") != key.npos;
  const bool is_of_operation = steps(key) == 6 && !is_of_device;
  if (!is_of_device && !is_of_operation) return false;
  // Numbers of devices have 20 bits at most.
  const bool is_number = value.kind == json_kind::number;
  const bool is_device_number = is_number && value.number >= 0 && value.number < 4294967296.0;
  if (is_of_operation && key.ends_with("/op") && value.kind == json_kind::string) {
    operation_ = state_name(value.string);
  } else if (is_of_operation && key.ends_with("/value") && is_number) {
    operation_value_ = value.number;
  } else if (is_either(key, "/device/major_number", "/device/major") && is_device_number && is_in_element_) {
    elements_.back().major = value.number;
  } else if (is_either(key, "/device/minor_number", "/device/minor") && is_device_number && is_in_element_) {
    elements_.back().minor = value.number;
  } else {
    out.refuse();
  }
  return true;
}

void container_statistics::end(std::string_view key) {
  if (key == volume) add(std::string(volume), 1);
  if (key == volume || key == limiter) is_in_element_ = false;
  if (!key.starts_with(block_io)) return;
  if (is_operation(key)) return end_operation(key);
  if (steps(key) == 4) return leave_out_total();
  if (steps(key) == 2) return leave_out_sum_of_devices();
  if (!is_device(key)) return;
  is_in_element_ = false;
  element& of = elements_.back();
  if (!of.major || !of.minor) return;
  of.labels.emplace_back("device", std::to_string(static_cast<long long>(*of.major)) + ":" +
                                       std::to_string(static_cast<long long>(*of.minor)));
}

void container_statistics::end_operation(std::string_view key) {
  if (operation_.empty() || !operation_value_) return;
  add(std::string(key) + "/value", *operation_value_, {{"op", operation_}});
}

// The kernel adds a line with the total to those of the operations. With them it would count everything twice.
void container_statistics::leave_out_total() {
  const auto begin = values_.begin() + static_cast<std::ptrdiff_t>(operations_begin_);
  if (values_.end() - begin < 2) return;
  values_.erase(std::remove_if(begin, values_.end(),
                               [](const kept_value& one) {
                                 return !one.labels.empty() && one.labels.front().second == "total";
                               }),
                values_.end());
}

// An element without a device is the sum of all devices; it is there without them when there are none.
void container_statistics::leave_out_sum_of_devices() {
  const auto own = std::span(elements_).subspan(policy_begin_);
  if (std::ranges::none_of(own, [](const element& one) { return one.major.has_value(); })) return;
  for (element& one : own) one.is_left_out = !one.major;
}

void container_statistics::add(std::string key, double value, text_labels labels) {
  const auto of = is_in_element_ ? std::optional(elements_.size() - 1) : std::nullopt;
  values_.push_back({std::move(key), value, of, std::move(labels)});
}

void container_statistics::write(std::span<const label> container_labels, series_writer& out) const {
  for (const kept_value& one : values_) {
    const auto found = container_rows().find(one.key);
    if (!found) continue;
    std::vector<label> labels(container_labels.begin(), container_labels.end());
    if (one.of) {
      const element& of = elements_[*one.of];
      if (of.is_left_out) continue;
      for (const auto& [name, text] : of.labels) labels.push_back({name, text});
      if (one.key == volume) {
        for (const auto& [name, text] : of.info_labels) labels.push_back({name, text});
      }
    }
    for (const auto& [name, text] : one.labels) labels.push_back({name, text});
    out.add(*found, one.number, labels);
  }
}

}  // namespace mesoscale::exporter
