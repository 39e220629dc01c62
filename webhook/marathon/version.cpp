#include "webhook/marathon/version.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <utility>

namespace mesoscale::webhook {

std::optional<std::string> read_version(const net::http_response& response) {
  if (response.status != 200) return std::nullopt;
  const auto body = nlohmann::json::parse(response.body, nullptr, false);
  const auto it = body.is_object() ? body.find("version") : body.end();
  if (!body.is_object() || it == body.end() || !it->is_string()) return std::nullopt;
  return it->get<std::string>();
}

bool has_patch(std::string_view version) {
  int major = 0, minor = 0;
  const char* const end = version.data() + version.size();
  const auto first = std::from_chars(version.data(), end, major);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return false;
  const auto second = std::from_chars(first.ptr + 1, end, minor);
  if (second.ec != std::errc()) return false;
  return std::pair(major, minor) >= std::pair(1, 4);
}

}  // namespace mesoscale::webhook
