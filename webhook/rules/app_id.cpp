#include "webhook/rules/app_id.hpp"

#include <algorithm>
#include <array>

namespace mesoscale::webhook {
namespace {

constexpr std::array<std::string_view, 3> reserved_segments = {"restart", "tasks", "versions"};

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_host_label(std::string_view part) {
  return !part.empty() && is_alphanumeric(part.front()) && is_alphanumeric(part.back()) &&
         std::all_of(part.begin(), part.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

/// Whether `accepts` holds for every piece between separators.
template <class Accepts>
bool every_piece(std::string_view text, char separator, Accepts accepts) {
  for (;;) {
    const auto end = text.find(separator);
    if (!accepts(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool is_segment(std::string_view segment) {
  return every_piece(segment, '.', is_host_label) &&
         std::find(reserved_segments.begin(), reserved_segments.end(), segment) == reserved_segments.end();
}

}  // namespace

result<std::string> normalise_app_id(std::string_view text) {
  std::string_view path = text;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.size() > 1024 || !every_piece(path, '/', is_segment)) {
    return failure{errc::invalid,
                   "found '" + std::string(text.substr(0, 128)) +
                       "', expected an app id as /group/app of lower-case letters, digits, '-' and '.'"};
  }
  return "/" + std::string(path);
}

}  // namespace mesoscale::webhook
