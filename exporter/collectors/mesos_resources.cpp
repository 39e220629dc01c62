#include "exporter/collectors/mesos_resources.hpp"

#include <algorithm>
#include <charconv>

namespace mesoscale::exporter {
namespace {

std::optional<double> count_ranges(std::string_view text) {
  double count = 0;
  while (!text.empty()) {
    std::string_view range = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), range.size() + 1));
    while (range.starts_with(' ')) range.remove_prefix(1);
    double first = 0;
    double last = 0;
    const char* const end = range.data() + range.size();
    const auto begin = std::from_chars(range.data(), end, first);
    if (begin.ec != std::errc() || begin.ptr == end || *begin.ptr != '-') return std::nullopt;
    const auto rest = std::from_chars(begin.ptr + 1, end, last);
    if (rest.ec != std::errc() || rest.ptr != end || last < first) return std::nullopt;
    count += last - first + 1;
  }
  return count;
}

}  // namespace

std::optional<double> count_resource(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const std::string_view inside = text.substr(1, text.size() - 2);
  if (text.front() == '[' && text.back() == ']') return count_ranges(inside);
  if (text.front() != '{' || text.back() != '}') return std::nullopt;
  return inside.empty() ? 0 : 1 + static_cast<double>(std::ranges::count(inside, ','));
}

}  // namespace mesoscale::exporter
