#include "exporter/collectors/compat_decoders.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/compat_marathon.hpp"
#include "exporter/tables/compat_mesos.hpp"

namespace mesoscale::exporter {
namespace {

constexpr std::string_view minus = " - ";

/// A row whose value is the difference of the values of two keys.
struct computed_row {
  found_row row;
  std::string_view from;
  std::string_view subtracted;  ///< "0": nothing
};

/// The rows of a snapshot's table: those of one key, and those that are computed.
struct snapshot_rows {
  row_finder finder;
  std::vector<computed_row> computed;
  std::map<std::string_view, std::size_t> operands;  ///< key to a place among the kept values

  explicit snapshot_rows(const metric_table& table) : finder(table) {
    for (const row& one : table.rows) {
      const auto at = one.key.find(minus);
      if (at == one.key.npos) continue;
      const computed_row made{*finder.find(one.key), one.key.substr(0, at),
                              one.key.substr(at + minus.size())};
      operands.emplace(made.from, operands.size());
      if (made.subtracted != "0") operands.emplace(made.subtracted, operands.size());
      computed.push_back(made);
    }
  }
};

class compat_snapshot_decoder final : public json_decoder {
 public:
  compat_snapshot_decoder(const snapshot_rows& rows, decode_options options)
      : json_decoder(rows.finder.table(), root::object, std::move(options)),
        rows_(rows),
        kept_(rows.operands.size()) {}

 private:
  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() != 1 || value.kind != json_kind::number) return;
    const std::string_view key = path.key();
    if (const auto operand = rows_.operands.find(key); operand != rows_.operands.end()) {
      kept_[operand->second] = value.number;
    }
    auto found = rows_.finder.find(key);
    if (!found || key.find(minus) != key.npos) return;
    // What is a principal in the key was called framework.
    for (label& one : std::span(found->labels).first(found->label_count)) {
      if (one.name == "principal") one.name = "framework";
    }
    writer().add(*found, value.number);
  }

  std::optional<double> kept(std::string_view key) const { return kept_[rows_.operands.at(key)]; }

  result<void> check() override {
    for (const computed_row& one : rows_.computed) {
      const auto from = kept(one.from);
      const auto subtracted = one.subtracted == "0" ? 0.0 : kept(one.subtracted);
      // The two are not read at the same moment, and a difference below zero is no number of anything.
      if (from && subtracted && *from >= *subtracted) writer().add(one.row, *from - *subtracted);
    }
    return {};
  }

  const snapshot_rows& rows_;
  std::vector<std::optional<double>> kept_;
};

/// Where the elements of a list are, and which of their fields become labels.
struct element_shape {
  std::vector<std::string_view> path;  ///< of an element
  std::vector<std::pair<std::string_view, std::string_view>>
      labels;  ///< field and label; the first one is required
};

class compat_element_decoder final : public json_decoder {
 public:
  compat_element_decoder(const row_finder& rows, const element_shape& shape, decode_options options)
      : json_decoder(rows.table(), shape.path.front() == "[]" ? root::array : root::object,
                     std::move(options)),
        rows_(rows),
        shape_(shape),
        texts_(shape.labels.size()) {}

 private:
  bool is_inside(const json_path& path) const {
    const std::size_t depth = shape_.path.size();
    if (path.depth() < depth) return false;
    for (std::size_t i = 0; i < depth; ++i) {
      if (path[i] != shape_.path[i]) return false;
    }
    return true;
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    const std::size_t depth = shape_.path.size();
    if (!is_inside(path) || path.depth() == depth) return;
    if (path.depth() == depth + 1 && value.kind == json_kind::string) take_label(path.key(), value.string);
    const auto found = rows_.find(key_of(path, depth));
    if (!found) return;
    const auto number =
        value.kind == json_kind::string ? count_of_ranges(value.string) : value_in(source_unit::plain, value);
    if (number) values_.emplace_back(*found, *number);
  }

  void take_label(std::string_view field, std::string_view text) {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (shape_.labels[i].first == field) texts_[i] = text;
    }
  }

  void end(const json_path& path) override {
    if (path.depth() != shape_.path.size() || !is_inside(path)) return;
    if (!texts_.front().empty()) {
      std::vector<label> labels;
      for (std::size_t i = 0; i < texts_.size(); ++i) labels.push_back({shape_.labels[i].second, texts_[i]});
      for (const auto& [found, value] : values_) writer().add(found, value, labels);
    }
    values_.clear();
    for (std::string& text : texts_) text.clear();
  }

  const row_finder& rows_;
  const element_shape& shape_;
  std::vector<std::string> texts_;
  std::vector<std::pair<found_row, double>> values_;
};

}  // namespace

std::optional<double> count_of_ranges(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  double count = 0;
  while (!text.empty()) {
    const char* const end = text.data() + text.size();
    std::uint64_t first = 0, last = 0;
    const auto low = std::from_chars(text.data(), end, first);
    if (low.ec != std::errc() || low.ptr == end || *low.ptr != '-') return std::nullopt;
    const auto high = std::from_chars(low.ptr + 1, end, last);
    if (high.ec != std::errc() || last < first) return std::nullopt;
    count += static_cast<double>(last - first + 1);
    text = std::string_view(high.ptr, end);
    if (text.empty()) break;
    if (!text.starts_with(',')) return std::nullopt;
    text.remove_prefix(std::min(text.find_first_not_of(", "), text.size()));
    if (text.empty()) return std::nullopt;
  }
  return count;
}

std::unique_ptr<body_decoder> make_compat_master_decoder(decode_options options) {
  static const snapshot_rows rows(compat_master_table());
  return std::make_unique<compat_snapshot_decoder>(rows, std::move(options));
}

std::unique_ptr<body_decoder> make_compat_agent_decoder(decode_options options) {
  static const snapshot_rows rows(compat_agent_table());
  return std::make_unique<compat_snapshot_decoder>(rows, std::move(options));
}

std::unique_ptr<body_decoder> make_compat_container_decoder(decode_options options) {
  static const row_finder rows(compat_container_table());
  static const element_shape shape{
      {"[]"}, {{"executor_id", "id"}, {"framework_id", "framework_id"}, {"source", "source"}}};
  return std::make_unique<compat_element_decoder>(rows, shape, std::move(options));
}

std::unique_ptr<body_decoder> make_compat_agent_list_decoder(decode_options options) {
  static const row_finder rows(compat_agent_list_table());
  static const element_shape shape{{"slaves", "[]"}, {{"pid", "slave"}}};
  return std::make_unique<compat_element_decoder>(rows, shape, std::move(options));
}

std::unique_ptr<body_decoder> make_compat_app_decoder(decode_options options) {
  static const row_finder rows(compat_app_table());
  static const element_shape shape{{"apps", "[]"}, {{"id", "app"}, {"version", "app_version"}}};
  return std::make_unique<compat_element_decoder>(rows, shape, std::move(options));
}

}  // namespace mesoscale::exporter
