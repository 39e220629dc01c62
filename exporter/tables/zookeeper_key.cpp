#include "exporter/tables/zookeeper_key.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace mesoscale::exporter {
namespace {

struct part_name {
  std::string_view text;
  zookeeper_part part;
  double quantile;
};

// The percentiles that ZooKeeper's AvgMinMaxPercentileCounter prints.
constexpr part_name prefixes[] = {
    {"avg_", zookeeper_part::mean, 0},          {"cnt_", zookeeper_part::count, 0},
    {"max_", zookeeper_part::quantile, 1},      {"min_", zookeeper_part::quantile, 0},
    {"p50_", zookeeper_part::quantile, 0.5},    {"p95_", zookeeper_part::quantile, 0.95},
    {"p999_", zookeeper_part::quantile, 0.999}, {"p99_", zookeeper_part::quantile, 0.99},
    {"sum_", zookeeper_part::sum, 0},
};
constexpr part_name suffixes[] = {{"_count", zookeeper_part::count, 0}, {"_sum", zookeeper_part::sum, 0}};

/// A name that may be a label of ours; `instance` is taken.
bool is_label_name(std::string_view name) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name != "instance" && !(name[0] >= '0' && name[0] <= '9') &&
         std::ranges::all_of(name, is_part);
}

/// A row whose key is exactly this; statistics are asked for by themselves.
const zookeeper_row* exact_row(std::string_view key, bool wants_statistics) {
  const auto rows = zookeeper_rows();
  const auto at = std::ranges::lower_bound(rows, key, {}, &zookeeper_row::key);
  if (at == rows.end() || at->key != key) return nullptr;
  return (at->shape == zookeeper_shape::statistics) == wants_statistics ? &*at : nullptr;
}

/// Ids of servers are numbers.
bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The rows that capture text. An answer may have many keys that no row fits, so only these are tried on each.
std::span<const zookeeper_row* const> capturing_rows() {
  static const std::vector<const zookeeper_row*> found = [] {
    std::vector<const zookeeper_row*> all;
    for (const zookeeper_row& row : zookeeper_rows()) {
      if (row.captured == "learner_id" || row.captured == "namespace") all.push_back(&row);
    }
    return all;
  }();
  return found;
}

/// `3_ack_latency`, `mesos_read_per_namespace`: a row behind the text that it captures; the longest row wins.
std::optional<zookeeper_key> row_of_set(std::string_view key, part_name part) {
  const bool wants_statistics = part.part != zookeeper_part::value;
  const zookeeper_row* best = nullptr;
  for (const zookeeper_row* one : capturing_rows()) {
    const zookeeper_row& row = *one;
    if ((row.shape == zookeeper_shape::statistics) != wants_statistics) continue;
    if (key.size() < row.key.size() + 2 || !key.ends_with(row.key)) continue;
    const std::string_view front = key.substr(0, key.size() - row.key.size());
    if (!front.ends_with('_')) continue;
    if (row.captured == "learner_id" && !is_number(front.substr(0, front.size() - 1))) continue;
    if (!best || row.key.size() > best->key.size()) best = &row;
  }
  if (!best) return std::nullopt;
  const label captured{best->captured, key.substr(0, key.size() - best->key.size() - 1)};
  return zookeeper_key{best, part.part, part.quantile, {captured}};
}

std::optional<zookeeper_key> plain_key(std::string_view key) {
  if (const auto* row = exact_row(key, false)) return zookeeper_key{row, zookeeper_part::value, 0, {}};
  // Newer Prometheus clients put _total behind the name of a counter.
  if (key.ends_with("_total")) {
    const auto* row = exact_row(key.substr(0, key.size() - 6), false);
    if (row) return zookeeper_key{row, zookeeper_part::value, 0, {}};
  }
  for (const part_name& prefix : prefixes) {
    if (!key.starts_with(prefix.text)) continue;
    const std::string_view base = key.substr(prefix.text.size());
    if (const auto* row = exact_row(base, true)) return zookeeper_key{row, prefix.part, prefix.quantile, {}};
    return row_of_set(base, prefix);
  }
  for (const part_name& suffix : suffixes) {
    if (!key.ends_with(suffix.text)) continue;
    const auto* row = exact_row(key.substr(0, key.size() - suffix.text.size()), true);
    if (row) return zookeeper_key{row, suffix.part, 0, {}};
  }
  return row_of_set(key, part_name{"", zookeeper_part::value, 0});
}

/// Splits `a="x",b="y"` where the values are not escaped: a value ends at `"` before a comma or the end.
std::optional<std::vector<label>> split_labels(std::string_view text) {
  std::vector<label> labels;
  while (!text.empty()) {
    const auto begin = text.find("=\"");
    if (begin == text.npos) return std::nullopt;
    auto end = text.find("\",", begin + 2);
    if (end == text.npos) end = text.size() - 1;
    if (end < begin + 2 || text[end] != '"') return std::nullopt;
    labels.push_back({text.substr(0, begin), text.substr(begin + 2, end - begin - 2)});
    text.remove_prefix(std::min(text.size(), end + 2));
  }
  return labels;
}

std::optional<zookeeper_key> labelled_key(std::string_view name, std::string_view label_text) {
  const auto labels = split_labels(label_text);
  if (!labels) return std::nullopt;
  auto found = plain_key(name);
  const bool has_quantile = std::ranges::any_of(*labels, [](label l) { return l.name == "quantile"; });
  if (!found && has_quantile) {
    if (const auto* row = exact_row(name, true))
      found = zookeeper_key{row, zookeeper_part::quantile, NAN, {}};
  }
  if (!found) return std::nullopt;
  for (const label& one : *labels) {
    if (one.name == "quantile") {
      if (found->part != zookeeper_part::quantile) return std::nullopt;
      std::from_chars(one.value.data(), one.value.data() + one.value.size(), found->quantile);
      if (!(found->quantile >= 0 && found->quantile <= 1)) return std::nullopt;
    } else if (found->row->captured.empty() || !is_label_name(one.name)) {
      return std::nullopt;  // Without the label two series would become one.
    } else {
      found->labels.push_back({one.name == "key" ? found->row->captured : one.name, one.value});
    }
  }
  return found;
}

}  // namespace

std::optional<zookeeper_key> find_zookeeper_key(std::string_view key) {
  const auto brace = key.find('{');
  auto found = brace == key.npos || !key.ends_with('}')
                   ? plain_key(key)
                   : labelled_key(key.substr(0, brace), key.substr(brace + 1, key.size() - brace - 2));
  if (found && found->labels.empty() && !found->row->captured.empty()) return std::nullopt;
  return found;
}

}  // namespace mesoscale::exporter
