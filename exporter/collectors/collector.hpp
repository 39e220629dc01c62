// The table of collectors: what is asked of which kind of target, and what decodes the answer.
// Values only; scrape/ does the asking.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "common/net/four_letter_word.hpp"
#include "exporter/collectors/decode.hpp"
#include "exporter/collectors/target_kind.hpp"

namespace mesoscale::exporter {

/// Whether the outcome of the target's main collector decides about asking. leads: of a master, unless its snapshot says that
/// it does not lead, or that it leads without a registry.
enum class asked_when : std::uint8_t { always, main_succeeded, main_failed, leads };

/// Another place that has what a collector wants.
struct other_place {
  std::string_view path;
  decoder_factory make_decoder;
};

struct collector {
  std::string_view name;
  target_kind kind;
  bool is_main;           ///< the target is up if and only if this one succeeds
  std::string_view path;  ///< behind the path of the target's URL
  std::string_view
      path_if_not_found;  ///< asked after a 404, one after the other; "" if there is none, blanks between
  std::chrono::milliseconds
      min_interval;              ///< a target is asked at most this often; answers in between are shared
  int max_redirects;             ///< 0 where an answer from elsewhere would be another target's
  decoder_factory make_decoder;  ///< null: asks for nothing itself, only switches something on
  std::optional<net::four_letter_word> word = {};  ///< asked instead of a path, of targets without HTTP
  asked_when when = asked_when::always;
  bool by_default = true;
  bool may_be_absent = false;  ///< some versions do not have the endpoint: a 404 is no failure
  std::string_view call = {};  ///< JSON that is sent by POST; it must be safe to send twice
  /// Asked in this order after a 404 of the one before, or when the target does not take the call at all or not from us.
  std::span<const other_place> others = {};
};

/// All collectors, sorted by name.
std::span<const collector> all_collectors();

/// The names of those that are not asked unless they are switched on.
std::set<std::string, std::less<>> collectors_off_by_default();

/// Null if there is none of that name.
const collector* find_collector(std::string_view name);

}  // namespace mesoscale::exporter
