#include "exporter/collectors/series_writer.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "common/net/http_message.hpp"

namespace mesoscale::exporter {

series_writer::series_writer(const metric_table& table, decode_options options)
    : table_(table),
      max_series_(options.max_series),
      samples_({{"instance", options.instance}}),
      series_of_family_(table.families.size()) {}

void series_writer::add(const found_row& found, double value, std::span<const label> target_labels) {
  const row& of = table_.rows[found.index];
  const double amount = to_base_unit(of.unit, value);
  if (!std::isfinite(amount)) return refuse();

  labels_.assign(found.all_labels().begin(), found.all_labels().end());
  // Mesos percent-encodes the names of frameworks inside keys, and nothing else: in its lists they stand as they are.
  std::string framework;
  for (label& one : labels_) {
    if (one.name != "framework" || one.value.find('%') == one.value.npos) continue;
    framework = net::percent_decode(one.value);
    one.value = framework;
  }
  labels_.insert(labels_.end(), target_labels.begin(), target_labels.end());
  const std::size_t family_index = table_.family_of_row[found.index];
  if (!admit(family_index, labels_, found.quantile)) return;
  const family& family_of = table_.families[family_index];
  if (std::isnan(found.quantile)) {
    samples_.add(family_of, labels_, amount);
  } else {
    samples_.add_quantile(family_of, labels_, found.quantile, amount);
  }
}

void series_writer::add_unknown(std::string_view key, double value) {
  ++counts_.keys_unknown;
  const auto at = std::ranges::find(table_.families, table_.other_family, &family::name);
  if (at == table_.families.end()) return;
  if (!std::isfinite(value)) return refuse();
  const label labels[] = {{"key", key}};
  if (!admit(static_cast<std::size_t>(at - table_.families.begin()), labels, std::nan(""))) return;
  samples_.add(*at, labels, value);
}

// A series is known again by a hash of 64 bits: two of a million series meet with a chance of 1 in 10 million.
bool series_writer::admit(std::size_t family_index, std::span<const label> labels, double quantile) {
  scratch_.assign(reinterpret_cast<const char*>(&family_index), sizeof family_index);
  if (!std::isnan(quantile)) scratch_.append(reinterpret_cast<const char*>(&quantile), sizeof quantile);
  for (const label& one : labels) {
    scratch_.append(one.name).push_back('\0');
    scratch_.append(one.value).push_back('\0');
  }
  if (!seen_.insert(std::hash<std::string>{}(scratch_)).second) {
    refuse();
    return false;
  }
  if (series_of_family_[family_index] >= max_series_) {
    counts_.cut(table_.families[family_index].name);
    return false;
  }
  ++series_of_family_[family_index];
  return true;
}

decoded series_writer::take() && {
  return {std::move(samples_), counts_,  std::move(apps_), {}, std::move(leader_),
          std::move(agents_),  standing_};
}

}  // namespace mesoscale::exporter
