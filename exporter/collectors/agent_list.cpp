#include "exporter/collectors/agent_list.hpp"

#include "common/core/url.hpp"

namespace mesoscale::exporter {

std::optional<std::string> attribute_text(const json_scalar& value) {
  if (value.kind == json_kind::string) return std::string(value.string);
  if (value.kind != json_kind::number) return std::nullopt;
  std::string_view digits = value.string;
  if (digits.ends_with(".0")) digits.remove_suffix(2);
  return std::string(digits);
}

std::string address_of_pid(std::string_view pid) {
  const auto at = pid.rfind('@');
  if (at == pid.npos) return {};
  const auto parsed = parse_url("http://" + std::string(pid.substr(at + 1)));
  if (!parsed.ok() || parsed.value().path != "/") return {};
  return parsed.value().authority();
}

}  // namespace mesoscale::exporter
