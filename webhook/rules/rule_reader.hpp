// Reads the rule file from YAML, all mistakes at once, each with file, line, column and key. Opens no file that the rule
// file names (password_file, ca_file): those are read when they are used.
#pragma once

#include "webhook/rules/rule_file.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::webhook {

struct loaded_rules {
  std::shared_ptr<const rule_file> rules;  ///< null when there are errors
  std::vector<std::string>
      errors;  ///< "rules.yml:12:7: groups[0].rules[1].scale.by: found ..., expected ..."
  std::vector<std::string> warnings;  ///< the same for what is allowed but seldom meant
};

loaded_rules parse_rules(std::string_view text, const std::string& file_name);

/// The same from a file that is read first.
loaded_rules load_rules(const std::string& path);

}  // namespace mesoscale::webhook
