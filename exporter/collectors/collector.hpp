// The table of collectors: what is asked of which kind of target, and what decodes the answer.
// Values only; scrape/ does the asking.
#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "exporter/collectors/decode.hpp"
#include "exporter/collectors/target_kind.hpp"

namespace mesoscale::exporter {

struct collector {
  std::string_view name;
  target_kind kind;
  bool is_main;                        ///< the target is up if and only if this one succeeds
  std::string_view path;               ///< behind the path of the target's URL
  std::string_view path_if_not_found;  ///< asked after a 404; "" if there is none
  std::chrono::milliseconds
      min_interval;   ///< a target is asked at most this often; answers in between are shared
  int max_redirects;  ///< 0 where an answer from elsewhere would be another target's
  decoder_factory make_decoder;
};

/// All collectors, sorted by name.
std::span<const collector> all_collectors();

/// Null if there is none of that name.
const collector* find_collector(std::string_view name);

}  // namespace mesoscale::exporter
