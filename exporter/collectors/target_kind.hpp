// The kinds of targets and their names, which are also the values of ?module= and of the label "module".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mesoscale::exporter {

enum class target_kind : std::uint8_t { chronos, marathon, mesos_agent, mesos_master, zookeeper };

inline constexpr std::array<target_kind, 5> all_target_kinds{
    target_kind::chronos, target_kind::marathon, target_kind::mesos_agent, target_kind::mesos_master,
    target_kind::zookeeper};

constexpr std::string_view module_name(target_kind kind) {
  switch (kind) {
    case target_kind::chronos:
      return "chronos";
    case target_kind::marathon:
      return "marathon";
    case target_kind::mesos_agent:
      return "mesos_agent";
    case target_kind::mesos_master:
      return "mesos_master";
    case target_kind::zookeeper:
      break;
  }
  return "zookeeper";
}

constexpr std::optional<target_kind> find_target_kind(std::string_view name) {
  for (const target_kind kind : all_target_kinds) {
    if (module_name(kind) == name) return kind;
  }
  return std::nullopt;
}

}  // namespace mesoscale::exporter
