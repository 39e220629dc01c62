// What the compiler checks about every table: order, duplicates, unknown families, names that break Prometheus' rules.
// Included by the files that hold families.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// The index of a family, or families.size().
constexpr std::size_t find_family(std::span<const family> families, std::string_view name) {
  const auto at = std::ranges::lower_bound(families, name, {}, &family::name);
  if (at == families.end() || at->name != name) return families.size();
  return static_cast<std::size_t>(at - families.begin());
}

template <std::size_t Count>
constexpr std::array<std::uint16_t, Count> families_of_rows(std::span<const row> rows,
                                                            std::span<const family> families) {
  std::array<std::uint16_t, Count> indices{};
  for (std::size_t i = 0; i < Count; ++i) {
    indices[i] = static_cast<std::uint16_t>(find_family(families, rows[i].family));
  }
  return indices;
}

/// Sorted, no name twice, `_total` on counters and only there, and no counter that OpenMetrics, which drops `_total` from
/// the family's name, would confuse with another family.
constexpr bool families_are_sound(std::span<const family> families) {
  for (std::size_t i = 0; i < families.size(); ++i) {
    const family& f = families[i];
    if (i > 0 && !(families[i - 1].name < f.name)) return false;
    const bool counts = f.type == metric_type::counter;
    if (counts != f.name.ends_with("_total")) return false;
    if (counts && find_family(families, f.name.substr(0, f.name.size() - 6)) != families.size()) return false;
    if (!f.help.ends_with(")")) return false;
  }
  return true;
}

constexpr bool pattern_is_sound(std::string_view key) {
  int open_ended = 0;
  while (true) {
    const auto begin = key.find('<');
    if (begin == key.npos) return open_ended <= 1;
    const auto end = key.find('>', begin);
    if (end == key.npos) return false;
    if (captures_slashes(key.substr(begin + 1, end - begin - 1))) {
      ++open_ended;
    } else if (end + 1 < key.size() && key[end + 1] != '/') {
      return false;
    }
    key.remove_prefix(end + 1);
  }
}

constexpr bool rows_are_sound(std::span<const row> rows, std::span<const family> families) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && !(rows[i - 1].key < rows[i].key)) return false;
    const std::size_t at = find_family(families, rows[i].family);
    if (at == families.size() || !pattern_is_sound(rows[i].key)) return false;
    const bool is_quantile = rows[i].labels.starts_with("quantile=");
    if (is_quantile != (families[at].type == metric_type::summary)) return false;
  }
  return true;
}

constexpr bool table_is_sound(std::span<const row> rows, std::span<const family> families) {
  return families_are_sound(families) && rows_are_sound(rows, families);
}

template <const auto& Families, const auto& Rows>
inline constexpr auto family_of_each_row = families_of_rows<std::size(Rows)>(Rows, Families);

/// The table of these arrays; does not compile unless they are sound. The arguments are the members of metric_table.
template <const auto& Families, const auto& Rows>
consteval metric_table make_table(std::string_view target_labels = {}, std::string_view other_family = {},
                                  std::string_view own_prefix = {}) {
  static_assert(table_is_sound(Rows, Families));
  return {Families, Rows, family_of_each_row<Families, Rows>, target_labels, other_family, own_prefix};
}

}  // namespace mesoscale::exporter
