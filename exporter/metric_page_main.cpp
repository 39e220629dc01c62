// Writes a page of the documentation to standard output: of all metrics, or of all that can be configured. scripts/make-docs
// makes docs/metrics.md and docs/configuration.md with it.
// usage: mesoscale-metric-page LISTS_DIR | configuration

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string_view>
#include <vector>

#include "exporter/options/metric_page.hpp"
#include "exporter/options/option_table.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: mesoscale-metric-page LISTS_DIR | configuration\n";
    return 1;
  }
  if (std::string_view(argv[1]) == "configuration") {
    std::cout << mesoscale::exporter::write_configuration_page();
    return std::cout.flush() ? 0 : 1;
  }
  std::vector<mesoscale::exporter::coverage_list> lists;
  for (const mesoscale::exporter::coverage_file& file : mesoscale::exporter::coverage_files()) {
    const std::filesystem::path path = std::filesystem::path(argv[1]) / file.name;
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      std::cerr << path.string() << ": cannot be read\n";
      return 1;
    }
    lists.push_back({std::string(file.title), std::string(std::istreambuf_iterator<char>(in), {})});
  }
  std::cout << mesoscale::exporter::write_metric_page(lists);
  return std::cout.flush() ? 0 : 1;
}
