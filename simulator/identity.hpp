// Identifiers that look like the real ones (UUIDs), from a seed, so that tests can repeat a run. Not for anything secret.
#pragma once

#include <cstdint>
#include <string>

namespace mesoscale::simulator {

class id_source {
 public:
  explicit id_source(std::uint64_t seed) : state_(seed) {}
  /// A version 4 UUID: "5ed4c0c5-9ff8-4a6f-a0cd-f57f59a34b43".
  std::string uuid();

 private:
  std::uint64_t next();
  std::uint64_t state_;
};

}  // namespace mesoscale::simulator
