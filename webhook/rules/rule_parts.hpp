// The pieces of the rule file that rule_reader.cpp puts together: one Marathon, one rule. Not for use elsewhere.
#pragma once

#include "common/core/yaml.hpp"
#include "webhook/rules/rule_file.hpp"

#include <limits>
#include <optional>

namespace mesoscale::webhook {

/// Counts above this make no sense in a Marathon and only serve overflows.
inline constexpr std::int64_t largest_count = 1'000'000;

/// A rule while it is read: the keys of the group's defaults first, then its own over them.
struct rule_draft {
  rule value;
  bool has_scale = false;
  std::optional<exact_number> tolerance_up = {};  ///< behavior.scaleUp.tolerance, for target policies
  std::optional<exact_number> tolerance_down = {};
  bool has_max = false;
  bool is_max_usable = false;
  bool has_repeat = false;
};

/// Reads the keys that are there; marks them as known. Call it for the defaults, then for the rule.
void read_rule_keys(yaml_map& in, rule_draft& draft, config_errors& errors);

/// What must be there and must fit together once all keys are read.
void complete_rule(yaml_map& in, rule_draft& draft);

/// scale: {...}: steps, percents, a count, or a target for a value.
void read_scale(yaml_map& in, rule_draft& draft);

/// hold: scale_down, in the place of scale.
void read_hold(yaml_map& in, rule_draft& draft);

/// What of behavior belongs into the policy, and what does not fit beside it.
void complete_scale(yaml_map& in, rule_draft& draft);

/// behavior: {scaleUp: {...}, scaleDown: {...}} in the words of HPA.
void read_behavior(yaml_map& in, rule_draft& draft);

/// An exact number, not below lowest (above it if is_above). Leaves target alone when the key is missing or wrong.
bool read_exact(yaml_map& in, std::string_view key, exact_number& target, const exact_number& lowest,
                bool is_above);

/// on_resolved: of a rule.
void read_on_resolved(yaml_map& in, rule& out);

/// The keys of a group that its rules take over: on_deployment, force, on_external_change, manual_hold, verify_timeout, on_stuck.
void read_group_keys(yaml_map& in, rule& out);

/// schedules: and pauses: of a group.
void read_schedules(yaml_map& in, rule_group& out);
void read_pauses(yaml_map& in, rule_group& out);

/// A URL, a login and TLS, as prometheus: has them.
server_settings read_server(yaml_map& in);

/// A required list of URLs, at least one. The text of one that cannot be used is not repeated: it may hold a password.
std::vector<url> read_urls(yaml_map& in, std::string_view key, config_errors& errors);

/// mesos: {masters: [URL], ...}
mesos_settings read_mesos(yaml_map& in, config_errors& errors);

marathon_settings read_marathon(yaml_map& in, config_errors& errors);

/// A duration above 0.
void read_positive(yaml_map& in, std::string_view key, milliseconds& target);

}  // namespace mesoscale::webhook
