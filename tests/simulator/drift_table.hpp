// Which answers of the simulated Mesos are compared with which captured ones, and what the captured cluster had that the
// simulated one has not. A table only.
#pragma once

#include <ostream>
#include <vector>

namespace mesoscale::simulator {

/// A part of the captured answers that a cluster without reservations, quota, maintenance and nested containers lacks.
struct absent_part {
  const char* prefix;  ///< of a line of shape_of, after the case's root
  const char* why;
};

struct drift_case {
  const char* name;
  const char* capture;  ///< below tests/fixtures/mesos
  enum class daemon { leader, standby, agent } at;
  const char* path;
  const char* v1_call;  ///< nullptr: a GET
  std::vector<absent_part> absent;
  std::vector<absent_part> added = {};  ///< what ours has and the capture has not
};

/// How a failed test names the row.
inline void PrintTo(const drift_case& row, std::ostream* out) { *out << row.name; }

std::vector<drift_case> drift_cases();

}  // namespace mesoscale::simulator
