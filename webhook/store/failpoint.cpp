#include "webhook/store/failpoint.hpp"

#ifdef MESOSCALE_FAILPOINTS

#include <algorithm>
#include <cassert>
#include <csignal>
#include <cstdlib>

namespace mesoscale::webhook {

void failpoint(std::string_view name) {
  assert(std::find(failpoint_names.begin(), failpoint_names.end(), name) != failpoint_names.end());
  const char* const wanted = std::getenv("MESOSCALE_FAILPOINT");
  if (wanted && name == wanted) std::raise(SIGKILL);
}

}  // namespace mesoscale::webhook

#endif
