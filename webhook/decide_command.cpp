#include "webhook/decide_command.hpp"

#include "common/core/yaml.hpp"
#include "webhook/decision/decision_case.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace mesoscale::webhook {
namespace {

std::string line_of(const std::string& id, const decision& what) {
  nlohmann::ordered_json out;
  out["id"] = id;
  out["action"] = name_of(what.what);
  out["to"] = what.to;
  out["reason"] = what.reason;
  if (what.force) out["force"] = true;
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

decided_text decide_cases(std::string_view text) {
  decided_text out;
  const auto cases = read_cases(text);
  if (!cases) {
    out.errors.push_back(cases.error().what);
    return out;
  }
  for (const decision_case& one : *cases) {
    if (one.errors.empty()) out.lines += line_of(one.id, decide(one.inputs));
    out.errors.insert(out.errors.end(), one.errors.begin(), one.errors.end());
  }
  return out;
}

int decide_file(const std::string& path) {
  const auto text = read_file(path);
  if (!text) {
    std::fprintf(stderr, "mesoscale-webhook: %s\n", text.error().what.c_str());
    return 1;
  }
  const decided_text decided = decide_cases(*text);
  std::fputs(decided.lines.c_str(), stdout);
  for (const std::string& error : decided.errors)
    std::fprintf(stderr, "%s: %s\n", path.c_str(), error.c_str());
  return decided.errors.empty() ? 0 : 1;
}

}  // namespace mesoscale::webhook
