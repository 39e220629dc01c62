// What an app says about its own scaling, by labels in Marathon: autoscale.min, autoscale.max, autoscale.up.by and so on. They
// stand over the rules inside of the operator's ceiling. Pure; a label that cannot be read is told. One that was to hold
// scaling back does so then; the others count as absent.
#pragma once

#include "common/core/labels.hpp"
#include "webhook/alertmanager/instant.hpp"
#include "webhook/decision/exact_number.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mesoscale::webhook {

struct rule_file;

struct app_overrides {
  bool is_enabled = true;  ///< autoscale.enabled
  /// enabled, dry_run or paused_until cannot be read: somebody wanted to hold scaling back, it is not known how.
  bool is_doubtful = false;
  std::optional<std::int64_t> min;
  std::optional<std::int64_t> max;
  std::optional<std::int64_t> up_by, down_by;
  std::optional<exact_number> up_percent, down_percent;
  std::optional<std::chrono::milliseconds> cooldown_up, cooldown_down;
  bool dry_run = false;
  std::optional<instant> paused_until;
  std::string group;                  ///< only rules of this group speak for the app; "": all
  std::vector<std::string> mistakes;  ///< "autoscale.min: found \"x\", expected a count"
};

app_overrides read_overrides(const label_set& labels);

/// What of the labels cannot be used, a group that the file has not among it; "" when all can.
std::string mistakes_in(const label_set& labels, const rule_file& rules);

}  // namespace mesoscale::webhook
