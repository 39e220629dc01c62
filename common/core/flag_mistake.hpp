// What may be told about a word of a command line that nobody knows. It may be a secret, or a flag with one behind it
// (--marathon.password=...), so values are never repeated. Parses no command line.
#pragma once

#include <string>
#include <vector>

namespace mesoscale {

/// "found the unknown flag --name", the first in argv of the words that no flag took; a word that is no flag is not repeated.
std::string describe_unknown_word(int argc, const char* const* argv,
                                  const std::vector<std::string>& unknown_words);

}  // namespace mesoscale
