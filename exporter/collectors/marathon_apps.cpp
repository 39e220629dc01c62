#include "exporter/collectors/marathon_apps.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/marathon.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& app_rows() {
  static const row_finder rows(marathon_app_table());
  return rows;
}

const row_finder& deployment_rows() {
  static const row_finder rows(marathon_deployment_table());
  return rows;
}

class app_decoder final : public json_decoder {
 public:
  explicit app_decoder(decode_options options)
      : json_decoder(marathon_app_table(), root::object, std::move(options)) {}

 private:
  struct element {
    std::optional<std::string> id;
    std::optional<double> deployments;  ///< absent unless the answer has the list
    std::vector<std::pair<found_row, double>> values;
  };

  void begin(const json_path& path, bool is_object) override {
    if (path.is({"apps"})) {
      has_apps_ = !is_object;
    } else if (path.is({"apps", "[]"})) {
      current_ = element{};
      if (!is_object) writer().refuse();
    } else if (path.is({"apps", "[]", "deployments"})) {
      if (is_object) return writer().refuse();
      current_.deployments = 0;
    } else if (path.is({"apps", "[]", "deployments", "[]"}) && current_.deployments) {
      ++*current_.deployments;
    }
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.is({"apps", "[]"})) return writer().refuse();
    if (path.depth() != 3 || !path.starts_with({"apps", "[]"})) return;
    if (path.key() == "id" && value.kind == json_kind::string) current_.id = value.string;
    const auto found = app_rows().find(path.key());
    if (!found) return;
    if (value.kind != json_kind::number || path.key() == "deployments") return writer().refuse();
    current_.values.emplace_back(*found, value.number);
  }

  void end(const json_path& path) override {
    if (!path.is({"apps", "[]"})) return;
    if (!current_.id) return writer().refuse();
    if (current_.deployments)
      current_.values.emplace_back(*app_rows().find("deployments"), *current_.deployments);
    const label labels[] = {{"app", *current_.id}};
    for (const auto& [found, value] : current_.values) writer().add(found, value, labels);
    current_ = element{};
  }

  result<void> check() override {
    if (!has_apps_) return failure{errc::wrong_shape, "the answer has no list \"apps\""};
    return {};
  }

  element current_;
  bool has_apps_ = false;
};

class deployment_decoder final : public json_decoder {
 public:
  explicit deployment_decoder(decode_options options)
      : json_decoder(marathon_deployment_table(), root::array, std::move(options)) {}

 private:
  void begin(const json_path& path, bool is_object) override {
    if (path.depth() != 1) return;
    is_object ? static_cast<void>(++deployments_) : writer().refuse();
  }

  void scalar(const json_path& path, const json_scalar&) override {
    if (path.depth() == 1) writer().refuse();
  }

  result<void> check() override {
    writer().add(*deployment_rows().find("[]"), deployments_);
    return {};
  }

  double deployments_ = 0;
};

}  // namespace

std::unique_ptr<body_decoder> make_app_decoder(decode_options options) {
  return std::make_unique<app_decoder>(std::move(options));
}

std::unique_ptr<body_decoder> make_deployment_decoder(decode_options options) {
  return std::make_unique<deployment_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
