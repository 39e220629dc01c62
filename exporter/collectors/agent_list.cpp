#include "exporter/collectors/agent_list.hpp"

#include <utility>

#include "common/core/url.hpp"

namespace mesoscale::exporter {

agent_list_decoder::agent_list_decoder() : stream_(*this) {}
agent_list_decoder::~agent_list_decoder() = default;

result<void> agent_list_decoder::feed(std::string_view piece) { return stream_.feed(piece); }

result<std::vector<listed_agent>> agent_list_decoder::finish() {
  if (auto complete = stream_.finish(); !complete) return complete.error();
  if (!has_list_) return failure{errc::wrong_shape, "the answer has no list \"slaves\""};
  return std::move(agents_);
}

void agent_list_decoder::on_begin(const json_path& path, bool is_object) {
  if (path.is({"slaves"})) has_list_ = !is_object;
  if (path.is({"slaves", "[]"}) || path.is({"recovered_slaves", "[]"})) current_ = listed_agent{};
}

void agent_list_decoder::on_scalar(const json_path& path, const json_scalar& value) {
  if (path.depth() < 3 || path[1] != "[]") return;
  if (path.depth() == 4 && path[2] == "attributes") {
    if (auto text = attribute_text(value)) current_.attributes.emplace_back(path.key(), std::move(*text));
  }
  if (path.depth() != 3) return;
  if (path[2] == "active" && value.kind == json_kind::boolean) current_.is_active = value.boolean;
  if (value.kind != json_kind::string) return;
  if (path[2] == "id") current_.id = value.string;
  if (path[2] == "hostname") current_.hostname = value.string;
  if (path[0] == "slaves" && path[2] == "pid") current_.address = address_of_pid(value.string);
}

void agent_list_decoder::on_end(const json_path& path, bool) {
  const bool is_recovered = path.is({"recovered_slaves", "[]"});
  if (!is_recovered && !path.is({"slaves", "[]"})) return;
  if (current_.id.empty() || (current_.address.empty() && !is_recovered)) return;
  agents_.push_back(std::move(current_));
  current_ = listed_agent{};
}

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
