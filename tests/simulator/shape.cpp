#include "tests/simulator/shape.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>

namespace mesoscale::simulator {
namespace {

std::string general(const std::string& key) {
  // What has ended is written like what goes on.
  if (key == "completed_frameworks") return "frameworks";
  if (key == "completed_executors") return "executors";
  static const std::regex framework("^master/frameworks/[^/]+/[^/]+/");
  static const std::regex role("/roles/(\\*|dev|prod|)/");
  return std::regex_replace(std::regex_replace(key, framework, "master/frameworks/*/*/"), role, "/roles/*/");
}

const char* type_name(const json& value) {
  switch (value.type()) {
    case json::value_t::string:
      return "text";
    case json::value_t::boolean:
      return "boolean";
    case json::value_t::number_float:
      return "double";
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
      return "integer";
    case json::value_t::null:
      return "null";
    default:
      return "other";
  }
}

void walk(const json& value, const std::string& at, std::set<std::string>& out) {
  if (value.is_object()) {
    if (value.empty()) out.insert(at + "{}");
    for (const auto& [key, member] : value.items())
      walk(member, at.empty() ? general(key) : at + '.' + general(key), out);
  } else if (value.is_array()) {
    out.insert(at + "[]");
    for (const auto& element : value) walk(element, at + "[]", out);
  } else {
    out.insert(at + ": " + type_name(value));
  }
}

}  // namespace

std::set<std::string> shape_of(const json& value) {
  std::set<std::string> out;
  walk(value, "", out);
  return out;
}

std::string fixture(const std::string& name) {
  const std::string path = std::string(FIXTURES_DIR) + "/mesos/" + name;
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace mesoscale::simulator
