#include "exporter/collectors/marathon_deployments.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/marathon.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& deployment_rows() {
  static const row_finder rows(marathon_deployment_table());
  return rows;
}

const answer_shape& deployment_shape() {
  constexpr auto number = json_kinds::number;
  constexpr auto text = json_kinds::text;
  static const answer_shape shape({{"[]/affectedApps/[]", text},
                                   {"[]/affectedPods/[]", text},
                                   {"[]/currentActions/[]/action", text},
                                   {"[]/currentActions/[]/readinessCheckResults/[]/ready", json_kinds::truth},
                                   {"[]/currentActions/[]/type", text},
                                   {"[]/currentStep", number},
                                   {"[]/id", text},
                                   {"[]/steps/[]/[]/action", text},
                                   {"[]/steps/[]/[]/type", text},
                                   {"[]/steps/[]/action", text},
                                   {"[]/steps/[]/actions/[]/action", text},
                                   {"[]/steps/[]/actions/[]/type", text},
                                   {"[]/totalSteps", number},
                                   {"[]/version", text}});
  return shape;
}

class deployment_decoder final : public json_decoder {
 public:
  explicit deployment_decoder(decode_options options)
      : json_decoder(marathon_deployment_table(), root::array, std::move(options), deployment_shape()) {}

 private:
  struct element {
    std::optional<std::string> id;
    std::set<std::string> apps;
    std::set<std::string> pods;
    std::map<std::string, double> actions;          ///< of all steps
    std::map<std::string, double> current_actions;  ///< under way
    std::map<std::string, double> readiness;        ///< by "true" and "false"
    std::string action;                             ///< of the action being read
    element_values values{deployment_rows()};
  };

  // Whether the path is that of an action of a step; "actions" is missing in Marathon 0.8.
  static bool is_action(const json_path& path) {
    if (path.depth() < 4 || path[1] != "steps" || path.key() != "[]") return false;
    return path.depth() == 4 || (path.depth() == 5 && path[3] == "actions");
  }
  static bool is_current_action(const json_path& path) {
    return path.depth() == 3 && path[1] == "currentActions" && path.key() == "[]";
  }

  void begin(const json_path& path, bool) override {
    if (path.depth() == 1) {
      current_ = element{};
      ++deployments_;
    } else if (path.depth() == 2) {
      if (path.key() == "affectedApps" || path.key() == "affectedPods") current_.values.set(path.key(), 0);
    } else if (is_action(path) || is_current_action(path)) {
      current_.action.clear();
    }
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    const std::string_view key = path.key();
    const bool is_text = value.kind == json_kind::string;
    if (path.depth() == 2) {
      if (key == "id" && is_text) current_.id = value.string;
      if (key == "version" || key == "currentStep" || key == "totalSteps") {
        current_.values.take(key, value, writer());
      }
    } else if (path.depth() == 3 && key == "[]" && is_text && path[1] == "affectedApps") {
      current_.apps.emplace(value.string);
    } else if (path.depth() == 3 && key == "[]" && is_text && path[1] == "affectedPods") {
      current_.pods.emplace(value.string);
    } else if ((key == "action" || key == "type") && is_text &&
               (path[1] == "steps" || path[1] == "currentActions")) {
      if (current_.action.empty()) current_.action = value.string;
    } else if (key == "ready" && value.kind == json_kind::boolean && path[1] == "currentActions") {
      ++current_.readiness[value.boolean ? "true" : "false"];
    }
  }

  void end(const json_path& path) override {
    if (is_action(path) || is_current_action(path)) {
      auto& counts = path[1] == "steps" ? current_.actions : current_.current_actions;
      if (!current_.action.empty()) ++counts[current_.action];
      current_.action.clear();
    }
    if (path.depth() != 1) return;
    if (!current_.id) return refuse_nameless(path);
    write();
    current_ = element{};
  }

  void write() {
    const label deployment[] = {{"deployment", *current_.id}};
    for (const auto& [key, list] :
         {std::pair{"affectedApps", &current_.apps}, {"affectedPods", &current_.pods}}) {
      if (current_.values.find(key)) current_.values.add(key, static_cast<double>(list->size()));
    }
    current_.values.write(deployment, writer());
    add_each("affectedApps/[]", "app", current_.apps, deployment[0]);
    add_each("affectedPods/[]", "pod", current_.pods, deployment[0]);
    add_counts("steps", "action", current_.actions, deployment[0]);
    add_counts("currentActions/[]/action", "action", current_.current_actions, deployment[0]);
    add_counts("currentActions/[]/readinessCheckResults", "ready", current_.readiness, deployment[0]);
  }

  void add_each(std::string_view key, std::string_view name, const std::set<std::string>& of,
                const label& deployment) {
    for (const std::string& one : of)
      writer().add(*deployment_rows().find(key), 1, {deployment, {name, one}});
  }

  void add_counts(std::string_view key, std::string_view name, const std::map<std::string, double>& of,
                  const label& deployment) {
    for (const auto& [what, count] : of) {
      writer().add(*deployment_rows().find(key), count, {deployment, {name, what}});
    }
  }

  result<void> check() override {
    writer().add(*deployment_rows().find("[]"), deployments_);
    return {};
  }

  element current_;
  double deployments_ = 0;
};

}  // namespace

std::unique_ptr<body_decoder> make_deployment_decoder(decode_options options) {
  return std::make_unique<deployment_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
