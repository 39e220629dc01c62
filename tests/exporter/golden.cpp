#include "tests/exporter/golden.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "common/core/exposition.hpp"

namespace mesoscale::exporter::testing {

void expect_golden(const std::string& name, std::span<const sample_set* const> sets) {
  const std::string page = write_exposition(sets, exposition_format::text_0_0_4);
  const std::filesystem::path file = std::string(SOURCE_DIR) + "/tests/golden/" + name + ".prom";
  if (std::getenv("MESOSCALE_WRITE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << page;
  }
  std::ifstream in(file, std::ios::binary);
  ASSERT_TRUE(in.good()) << file;
  EXPECT_EQ(page, std::string(std::istreambuf_iterator<char>(in), {}));
}

}  // namespace mesoscale::exporter::testing
