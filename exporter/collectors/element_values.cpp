#include "exporter/collectors/element_values.hpp"

#include <algorithm>

#include "exporter/collectors/iso_time.hpp"

namespace mesoscale::exporter {

std::string key_of(const json_path& path, std::size_t from) {
  std::string key;
  for (std::size_t i = from; i < path.depth(); ++i) {
    if (i > from) key.push_back('/');
    key.append(path[i]);
  }
  return key;
}

std::optional<double> value_in(source_unit unit, const json_scalar& value) {
  if (unit == source_unit::timestamp) {
    return value.kind == json_kind::string ? parse_iso_time(value.string) : std::nullopt;
  }
  if (unit == source_unit::truth) {
    if (value.kind != json_kind::boolean) return std::nullopt;
    return value.boolean ? 1 : 0;
  }
  if (value.kind != json_kind::number) return std::nullopt;
  return value.number;
}

std::string state_name(std::string_view text) {
  if (text.starts_with("TASK_")) text.remove_prefix(5);
  std::string name(text);
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

void element_values::take(std::string_view key, const json_scalar& value, series_writer& out) {
  const auto found = rows_->find(key);
  if (!found) return;
  const source_unit unit = rows_->table().rows[found->index].unit;
  if (value.kind == json_kind::null) return;
  const bool is_empty = value.kind == json_kind::string && value.string.empty();
  if (unit == source_unit::timestamp && is_empty) return;
  const auto number = value_in(unit, value);
  if (!number) return out.refuse();
  values_.emplace_back(key, *number);
}

void element_values::add(std::string_view key, double value) {
  const auto at = std::ranges::find(values_, key, &std::pair<std::string, double>::first);
  if (at == values_.end()) {
    values_.emplace_back(key, value);
  } else {
    at->second += value;
  }
}

std::optional<double> element_values::find(std::string_view key) const {
  const auto at = std::ranges::find(values_, key, &std::pair<std::string, double>::first);
  if (at == values_.end()) return std::nullopt;
  return at->second;
}

std::optional<double> element_values::take_out(std::string_view key) {
  const auto value = find(key);
  if (value) std::erase_if(values_, [key](const auto& one) { return one.first == key; });
  return value;
}

void element_values::write(std::span<const label> labels, series_writer& out) const {
  for (const auto& [key, value] : values_) {
    if (const auto found = rows_->find(key)) out.add(*found, value, labels);
  }
}

}  // namespace mesoscale::exporter
