// The words of ZooKeeper that we may send. A closed list: none of them changes anything. `srst` and `crst`, which wipe
// statistics that others use, are not here on purpose. line_client.hpp sends them.
#pragma once

#include <cstdint>
#include <string_view>

namespace mesoscale::net {

enum class four_letter_word : std::uint8_t { mntr, ruok, srvr };

/// The word as it is sent.
constexpr std::string_view word_text(four_letter_word word) {
  switch (word) {
    case four_letter_word::mntr:
      return "mntr";
    case four_letter_word::ruok:
      return "ruok";
    case four_letter_word::srvr:
      break;
  }
  return "srvr";
}

}  // namespace mesoscale::net
