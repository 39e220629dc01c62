// A target of a scrape and what each of its collectors has brought so far.
// Values only; scraper.hpp fills it, the judgements of this folder read it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "exporter/scrape/target.hpp"

namespace mesoscale::exporter {

struct target_report {
  target of;
  std::vector<const collector*> collectors;  ///< the main one is the first, if it is on
  std::vector<outcome_ptr> outcomes;         ///< one per collector; null: nothing by the deadline, or not yet
  bool was_started = false;                  ///< false: nothing was asked, because others took all the time

  bool has_main() const { return !collectors.empty() && collectors.front()->is_main; }

  /// The outcome of the main collector, good or bad; null if it is off, or has not ended.
  const outcome* main_outcome() const { return has_main() ? outcomes.front().get() : nullptr; }

  /// What collector i brought; null if it failed, was not asked, or has not ended.
  const outcome* brought(std::size_t i) const {
    const outcome* const what = outcomes[i].get();
    return what != nullptr && what->was_asked && !what->why ? what : nullptr;
  }

  /// What the main collector brought; null if it is off, failed, or has not ended.
  const outcome* main() const { return has_main() ? brought(0) : nullptr; }

  /// What the collector of that name brought; null as above.
  const outcome* brought(std::string_view collector_name) const {
    for (std::size_t i = 0; i < collectors.size(); ++i) {
      if (collectors[i]->name == collector_name) return brought(i);
    }
    return nullptr;
  }
};

}  // namespace mesoscale::exporter
