#include "exporter/scrape/target.hpp"

namespace mesoscale::exporter {

url endpoint_of(const url& base, std::string_view path) {
  std::string whole = base.path;
  while (whole.ends_with('/')) whole.pop_back();
  return base.with_path(whole.append(path));
}

}  // namespace mesoscale::exporter
