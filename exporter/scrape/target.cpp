#include "exporter/scrape/target.hpp"

#include <utility>

namespace mesoscale::exporter {

outcome_ptr failed_with(failure why, const outcome& measured) {
  auto made = std::make_shared<outcome>();
  made->why = std::move(why);
  made->took = measured.took;
  made->finished = measured.finished;
  return made;
}

outcome_ptr not_asked() {
  auto made = std::make_shared<outcome>();
  made->was_asked = false;
  return made;
}

}  // namespace mesoscale::exporter
