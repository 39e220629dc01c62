// The keys of an answer among the fixtures, read by other means than the exporter's: a JSON document, lines of text.
// Knows how the answers of the systems are written, not what becomes of a key.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace mesoscale::exporter::testing {

/// The keys of an answer; those of empty lists and objects apart, because nothing tells what they would have held.
struct keys_of_answer {
  std::set<std::string> keys;
  std::set<std::string> empty;
};

/// The keys in the spelling of the lists under tests/fixtures/expected, without the prefix of their endpoint. shape is that of
/// key_lists.tsv; listed are the keys of the list, which an exposition's names are compared with.
keys_of_answer keys_in(const std::string& text, const std::string& shape,
                       const std::vector<std::string>& listed);

}  // namespace mesoscale::exporter::testing
