// Words and checks for the tables of old exporters' names. They break Prometheus' rules, so that only order and references are
// checked. Included by the files that hold such tables.
#pragma once

#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {

namespace compat_words {

constexpr family old_counter(std::string_view name, std::string_view help) {
  return {name, metric_type::counter, help};
}
constexpr family old_gauge(std::string_view name, std::string_view help) {
  return {name, metric_type::gauge, help};
}

}  // namespace compat_words

constexpr bool compat_table_is_sound(std::span<const row> rows, std::span<const family> families) {
  for (std::size_t i = 1; i < families.size(); ++i) {
    if (!(families[i - 1].name < families[i].name)) return false;
  }
  return rows_are_sound(rows, families);
}

/// As make_table, for names that need not follow the rules.
template <const auto& Families, const auto& Rows>
consteval metric_table make_compat_table(std::string_view target_labels, std::string_view own_prefix = {}) {
  static_assert(compat_table_is_sound(Rows, Families));
  return {Families, Rows, family_of_each_row<Families, Rows>, target_labels, {}, own_prefix};
}

}  // namespace mesoscale::exporter
