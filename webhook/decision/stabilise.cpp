#include "webhook/decision/stabilise.hpp"

#include "webhook/decision/reasons.hpp"

#include <algorithm>

namespace mesoscale::webhook {

void stabilise(wanted& want, std::int64_t current, const stabilisation& how) {
  std::int64_t smallest = want.count;
  std::int64_t largest = want.count;
  for (const recommendation& past : how.past) {
    if (past.age < how.up_window) smallest = std::min(smallest, past.count);
    if (past.age < how.down_window) largest = std::max(largest, past.count);
  }
  std::int64_t stable = current;
  if (stable < smallest) stable = smallest;
  if (stable > largest) stable = largest;
  want.limit_to(stable, reasons::stabilized);
}

}  // namespace mesoscale::webhook
