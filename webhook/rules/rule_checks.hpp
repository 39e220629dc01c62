// What must hold between the parts of a rule file, and what is allowed but seldom meant. Pure; rule_reader.cpp calls it.
#pragma once

#include "common/core/yaml.hpp"
#include "webhook/rules/rule_file.hpp"

#include <vector>

namespace mesoscale::webhook {

/// Where a rule stands in the file; the same order as rule_file::rules.
struct rule_place {
  yaml_value at;
};

/// Names used twice, Marathons that are not there, fixed apps that are not allowed, bounds of one fixed app that contradict.
void check_rules(const rule_file& rules, const std::vector<rule_place>& places, config_errors& errors);

config_errors warnings_of(const rule_file& rules, const std::vector<rule_place>& places);

}  // namespace mesoscale::webhook
