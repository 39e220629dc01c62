// The flags of the exporters that this one replaces. They are refused with the name of what says the same here, so that an
// old unit file does not start something else than it meant.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::exporter {

struct old_flag {
  std::string_view name;     ///< without dashes
  std::string_view owner;    ///< the old exporter
  std::string_view instead;  ///< what says the same here, or why there is nothing
  /// Ours has the same name behind two dashes; Go programs take it behind one as well.
  bool is_ours = false;
};

/// Sorted by name.
std::span<const old_flag> old_flags();

/// A line for each argument that is an old flag. Values, which may be passwords, are not repeated.
std::vector<std::string> refuse_old_flags(int argc, const char* const* argv);

}  // namespace mesoscale::exporter
