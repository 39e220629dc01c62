// Members of a JSON answer, which may be missing or of another type than expected. Nothing here copies what it finds.
#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <string>

namespace mesoscale::webhook {

/// The member; null when there is none or `object` is no object.
inline const nlohmann::json& member(const nlohmann::json& object, const char* key) {
  static const nlohmann::json none;
  if (!object.is_object()) return none;
  const auto it = object.find(key);
  return it != object.end() ? *it : none;
}

/// "" for what is no text.
inline std::string text_of(const nlohmann::json& object, const char* key) {
  const nlohmann::json& found = member(object, key);
  return found.is_string() ? found.get<std::string>() : std::string();
}

/// 0 for what is no whole number.
inline std::int64_t number_of(const nlohmann::json& object, const char* key) {
  const nlohmann::json& found = member(object, key);
  return found.is_number_integer() ? found.get<std::int64_t>() : 0;
}

/// An amount of a resource in thousandths, as Mesos itself rounds it; 0 for what is no number.
inline std::int64_t thousandths_of(const nlohmann::json& object, const char* key) {
  const nlohmann::json& found = member(object, key);
  return found.is_number() ? std::llround(found.get<double>() * 1000) : 0;
}

}  // namespace mesoscale::webhook
