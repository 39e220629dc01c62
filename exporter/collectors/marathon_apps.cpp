#include "exporter/collectors/marathon_apps.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/info_labels.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/marathon.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& app_rows() {
  static const row_finder rows(marathon_app_table());
  return rows;
}

const answer_shape& app_shape() {
  constexpr auto number = json_kinds::number;
  constexpr auto text = json_kinds::text;
  static const answer_shape shape(
      {
          {"apps/[]/container/docker/image", text},
          {"apps/[]/deployments/[]", json_kinds::object},
          {"apps/[]/health_unknown", json_kinds::any},
          {"apps/[]/id", text},
          {"apps/[]/labels/*", text},
          {"apps/[]/lastTaskFailure/state", text},
          {"apps/[]/readinessCheckResults/[]/ready", json_kinds::truth},
          {"apps/[]/resourceLimits/cpus", number | text},
          {"apps/[]/resourceLimits/mem", number | text},
          {"apps/[]/role", text},
          {"apps/[]/suspended", json_kinds::any},
          {"apps/[]/unscheduled", json_kinds::any},
      },
      {{marathon_app_table(), "", "apps/[]/"}});
  return shape;
}

class app_decoder final : public json_decoder {
 public:
  explicit app_decoder(decode_options options)
      : json_decoder(marathon_app_table(), root::object, options, app_shape()),
        wanted_labels_(options.app_labels) {}

 private:
  struct element {
    std::optional<std::string> id;
    std::optional<std::string> failure_state;
    std::string image;
    std::string role;
    std::map<std::string, std::string> labels;  ///< only those of the allowlist
    double ready = 0;
    double not_ready = 0;
    bool has_readiness = false;
    element_values values{app_rows()};
  };

  void begin(const json_path& path, bool) override {
    if (path.is({"apps"})) has_apps_ = true;
    if (path.is({"apps", "[]"})) {
      current_ = element{};
    } else if (path.is({"apps", "[]", "deployments"})) {
      current_.values.set("deployments", 0);
    } else if (path.is({"apps", "[]", "readinessCheckResults"})) {
      current_.has_readiness = true;
    } else if (path.is({"apps", "[]", "deployments", "[]"}) && current_.values.find("deployments")) {
      current_.values.add("deployments", 1);
    }
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() < 3 || !path.starts_with({"apps", "[]"})) return;
    const std::string key = key_of(path, 2);
    if (take_text(path, key, value)) return;
    current_.values.take(key, value, writer());
  }

  // Texts become labels, or count.
  bool take_text(const json_path& path, std::string_view key, const json_scalar& value) {
    const bool is_text = value.kind == json_kind::string;
    if (key == "readinessCheckResults/[]/ready") {
      ++(value.boolean ? current_.ready : current_.not_ready);
      return true;
    }
    // What is unlimited has no limit to tell.
    if (key.starts_with("resourceLimits/") && is_text && value.string == "unlimited") return true;
    if (key.starts_with("labels/")) {
      if (is_text && path.depth() == 4 && std::ranges::count(wanted_labels_, path.key()) > 0) {
        current_.labels.emplace(path.key(), value.string);
      }
      return true;
    }
    if (key == "id" && is_text) current_.id = value.string;
    if (key == "role" && is_text) current_.role = value.string;
    if (key == "container/docker/image" && is_text) current_.image = value.string;
    if (key == "lastTaskFailure/state" && is_text) current_.failure_state = state_name(value.string);
    return key == "id" || key == "role" || key == "labels" || key == "container/docker/image" ||
           key == "lastTaskFailure/state";
  }

  void end(const json_path& path) override {
    if (!path.is({"apps", "[]"})) return;
    if (!current_.id) return refuse_nameless(path);
    has_an_app_ = true;
    compute();
    const label app[] = {{"app", *current_.id}};
    write_last_failure(app[0]);
    current_.values.write(app, writer());
    if (current_.has_readiness) {
      const found_row row = *app_rows().find("readinessCheckResults");
      writer().add(row, current_.ready, {app[0], {"ready", "true"}});
      writer().add(row, current_.not_ready, {app[0], {"ready", "false"}});
    }
    write_info(app[0]);
    writer().name_app(*current_.id);
    current_ = element{};
  }

  void compute() {
    auto& values = current_.values;
    const auto desired = values.find("instances");
    const auto running = values.find("tasksRunning");
    const auto staged = values.find("tasksStaged");
    const auto healthy = values.find("tasksHealthy");
    const auto unhealthy = values.find("tasksUnhealthy");
    if (desired) values.set("suspended", *desired == 0 ? 1 : 0);
    if (desired && running && staged) {
      values.set("unscheduled", std::max(0.0, *desired - *staged - *running));
    }
    if (running && healthy && unhealthy) {
      values.set("health_unknown", std::max(0.0, *running - *healthy - *unhealthy));
    }
  }

  void write_last_failure(const label& app) {
    const auto when = current_.values.take_out("lastTaskFailure/timestamp");
    if (!when) return;
    const std::string state = current_.failure_state.value_or("unknown");
    writer().add(*app_rows().find("lastTaskFailure/timestamp"), *when, {app, {"state", state}});
  }

  void write_info(const label& app) {
    std::vector<label> labels{app};
    if (!current_.image.empty()) labels.push_back({"image", current_.image});
    if (!current_.role.empty()) labels.push_back({"role", current_.role});
    const auto names = info_label_names(current_.labels, {"app", "image", "instance", "role"});
    for (std::size_t i = 0; const auto& [name, value] : current_.labels)
      labels.push_back({names[i++], value});
    if (labels.size() == 1) return;
    writer().add(*app_rows().find("labels"), 1, labels);
  }

  result<void> check() override {
    if (!has_apps_) return failure{errc::wrong_shape, "the answer has no list \"apps\""};
    if (has_refused() && !has_an_app_) {
      return failure{errc::wrong_shape, "nothing in the list \"apps\" is an object with a text \"id\""};
    }
    return {};
  }

  std::vector<std::string> wanted_labels_;
  element current_;
  bool has_apps_ = false;
  bool has_an_app_ = false;
};

}  // namespace

std::unique_ptr<body_decoder> make_app_decoder(decode_options options) {
  return std::make_unique<app_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
