#include "exporter/collectors/marathon_pods.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/marathon.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& pod_rows() {
  static const row_finder rows(marathon_pod_table());
  return rows;
}

const answer_shape& pod_shape() {
  constexpr auto text = json_kinds::text;
  static const answer_shape shape({{"[]/id", text},
                                   {"[]/instances/[]/containers/[]/status", text},
                                   {"[]/instances/[]/status", text},
                                   {"[]/status", text},
                                   {"[]/terminationHistory/[]/terminatedAt", text}},
                                  {{marathon_pod_table(), "", "[]/"}});
  return shape;
}

class pod_decoder final : public json_decoder {
 public:
  explicit pod_decoder(decode_options options)
      : json_decoder(marathon_pod_table(), root::array, std::move(options), pod_shape()) {}

 private:
  struct element {
    std::optional<std::string> id;
    std::string state;
    bool has_instances = false;
    // All states that an instance can be in, so that none of them comes and goes.
    std::map<std::string, double> instances{
        {"degraded", 0}, {"pending", 0}, {"stable", 0}, {"staging", 0}, {"terminal", 0}};
    std::map<std::string, double> containers;
    std::optional<double> last_termination;
    element_values values{pod_rows()};
  };

  void begin(const json_path& path, bool) override {
    if (path.depth() == 1) {
      current_ = element{};
      ++pods_;
    }
    if (path.depth() == 2 && path.key() == "instances") current_.has_instances = true;
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    const std::string key = key_of(path, 1);
    const bool is_text = value.kind == json_kind::string;
    if (key == "id" && is_text) current_.id = value.string;
    if (key == "status" && is_text) current_.state = state_name(value.string);
    if (key == "instances/[]/status" && is_text) ++current_.instances[state_name(value.string)];
    if (key == "instances/[]/containers/[]/status" && is_text)
      ++current_.containers[state_name(value.string)];
    if (key == "terminationHistory/[]/terminatedAt") take_termination(value);
    if (key.starts_with("instances/[]/resources/")) take_resource(key, value);
    if (key == "lastChanged" || key == "statusSince" || key == "spec/scaling/instances") {
      current_.values.take(key, value, writer());
    }
  }

  void take_termination(const json_scalar& value) {
    const auto when = value_in(source_unit::timestamp, value);
    if (!when) return writer().refuse();
    current_.last_termination = std::max(current_.last_termination.value_or(*when), *when);
  }

  void take_resource(std::string_view key, const json_scalar& value) {
    if (!pod_rows().find(key)) return;
    current_.values.add(key, value.number);
  }

  void end(const json_path& path) override {
    if (path.depth() != 1) return;
    if (!current_.id) return refuse_nameless(path);
    const label pod[] = {{"pod", *current_.id}};
    if (current_.last_termination) {
      current_.values.set("terminationHistory/[]/terminatedAt", *current_.last_termination);
    }
    current_.values.write(pod, writer());
    if (!current_.state.empty()) add("status", 1, pod[0], current_.state);
    if (current_.has_instances) {
      for (const auto& [state, count] : current_.instances) add("instances/[]/status", count, pod[0], state);
    }
    for (const auto& [state, count] : current_.containers) {
      add("instances/[]/containers/[]/status", count, pod[0], state);
    }
    current_ = element{};
  }

  void add(std::string_view key, double value, const label& pod, const std::string& state) {
    writer().add(*pod_rows().find(key), value, {pod, {"state", state}});
  }

  result<void> check() override {
    writer().add(*pod_rows().find("[]"), pods_);
    return {};
  }

  element current_;
  double pods_ = 0;
};

}  // namespace

std::unique_ptr<body_decoder> make_pod_decoder(decode_options options) {
  return std::make_unique<pod_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
