// How far the memory of this process grows in a while, however much it had before: peaks of earlier tests do not hide one of now.
// Counts what is resident, of all threads; says nothing about who holds it.
#pragma once

#include <cstddef>

namespace mesoscale::exporter::testing {

class memory_watch {
 public:
  /// Gives free memory back to the system and forgets the peak so far. Fails the test where the system cannot forget it.
  memory_watch();
  /// Of the peak since then over what there was then, in bytes.
  std::size_t growth() const;

 private:
  std::size_t begin_ = 0;
};

}  // namespace mesoscale::exporter::testing
