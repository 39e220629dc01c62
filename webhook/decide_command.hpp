// `mesoscale-webhook decide FILE`: runs cases of the decision cycle and prints what was decided. Talks to nobody.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::webhook {

struct decided_text {
  std::string lines;  ///< one JSON object a line for each case that can be read, in the file's order
  std::vector<std::string> errors;  ///< one line each; they name the case and the key
};

decided_text decide_cases(std::string_view text);

/// Prints the lines, and the errors to stderr with the file's name before them. Returns the exit code: 1 with any error.
int decide_file(const std::string& path);

}  // namespace mesoscale::webhook
