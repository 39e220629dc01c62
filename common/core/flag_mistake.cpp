#include "common/core/flag_mistake.hpp"

#include <algorithm>
#include <string_view>

namespace mesoscale {

std::string describe_unknown_word(int argc, const char* const* argv,
                                  const std::vector<std::string>& unknown_words) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (std::find(unknown_words.begin(), unknown_words.end(), word) == unknown_words.end()) continue;
    // The words behind it may be its value.
    if (!word.starts_with("-")) break;
    return "found the unknown flag " + std::string(word.substr(0, word.find('=')));
  }
  return "found a word that belongs to no flag";
}

}  // namespace mesoscale
