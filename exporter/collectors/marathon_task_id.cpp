#include "exporter/collectors/marathon_task_id.hpp"

#include <cctype>

namespace mesoscale::exporter {
namespace {

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

bool is_instance(std::string_view part) {
  for (const std::string_view prefix : {"instance-", "marathon-"}) {
    if (part.starts_with(prefix)) part.remove_prefix(prefix.size());
  }
  return is_uuid(part);
}

// Marathon writes '/' as '_' in ids of tasks; a segment of a path has lower-case letters, digits, '-' and '.'.
std::optional<std::string> to_path(std::string_view id) {
  std::string path = "/";
  for (const char c : id) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    if (!allowed || (c == '_' && path.back() == '/')) return std::nullopt;
    path.push_back(c == '_' ? '/' : c);
  }
  if (path.back() == '/') return std::nullopt;
  return path;
}

}  // namespace

std::optional<std::string> app_of_task(std::string_view task_id) {
  // The instance is the last part that holds a UUID: what stands behind it is a container's name and an attempt.
  for (std::size_t end = task_id.size(); end != std::string_view::npos && end > 0;) {
    const std::size_t dot = task_id.rfind('.', end - 1);
    if (dot == std::string_view::npos) return std::nullopt;
    if (is_instance(task_id.substr(dot + 1, end - dot - 1))) return to_path(task_id.substr(0, dot));
    end = dot;
  }
  return std::nullopt;
}

std::optional<std::string> app_of_container(std::string_view executor_id, std::string_view source) {
  if (auto app = app_of_task(source)) return app;
  if (executor_id == source) return std::nullopt;
  for (const std::string_view prefix : {"instance-", "marathon-"}) {
    if (executor_id.starts_with(prefix)) return app_of_task(executor_id.substr(prefix.size()));
  }
  return app_of_task(executor_id);
}

}  // namespace mesoscale::exporter
