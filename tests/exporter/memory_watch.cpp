#include "tests/exporter/memory_watch.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace mesoscale::exporter::testing {
namespace {

/// A line of /proc/self/status, in bytes.
std::size_t status_bytes(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(name)) continue;
    std::istringstream words(line.substr(name.size()));
    std::size_t kilobytes = 0;
    words >> kilobytes;
    return kilobytes * 1024;
  }
  ADD_FAILURE() << name << " is not told";
  return 0;
}

}  // namespace

memory_watch::memory_watch() {
  malloc_trim(0);
  // proc(5): a 5 sets the peak to what is resident now.
  std::ofstream forget("/proc/self/clear_refs");
  EXPECT_TRUE(forget << "5" << std::flush) << "the peak cannot be forgotten";
  begin_ = status_bytes("VmRSS:");
}

std::size_t memory_watch::growth() const {
  const std::size_t peak = status_bytes("VmHWM:");
  return peak > begin_ ? peak - begin_ : 0;
}

}  // namespace mesoscale::exporter::testing
