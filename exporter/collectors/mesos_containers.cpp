#include "exporter/collectors/mesos_containers.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "exporter/collectors/json_decoder.hpp"
#include "exporter/collectors/marathon_task_id.hpp"
#include "exporter/tables/mesos_container.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& container_rows() {
  static const row_finder rows(mesos_container_table());
  return rows;
}

class container_decoder final : public json_decoder {
 public:
  explicit container_decoder(decode_options options)
      : json_decoder(mesos_container_table(), root::array, std::move(options)) {}

 private:
  struct element {
    std::optional<std::string> framework_id;
    std::optional<std::string> executor_id;
    std::optional<std::string> container_id;  ///< /monitor/statistics has none
    std::string source;
    std::vector<std::pair<found_row, double>> values;
  };

  void begin(const json_path& path, bool is_object) override {
    if (path.depth() == 1) {
      current_ = element{};
      if (!is_object) writer().refuse();
    }
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() == 1) return writer().refuse();
    if (path.depth() == 2) return identity(path.key(), value);
    if (path.depth() != 3 || path[1] != "statistics") return;
    auto found = container_rows().find(path.key());
    if (!found) return;
    if (value.kind != json_kind::number) return writer().refuse();
    current_.values.emplace_back(*found, value.number);
  }

  void identity(std::string_view key, const json_scalar& value) {
    if (value.kind != json_kind::string) return;
    if (key == "framework_id") current_.framework_id = value.string;
    if (key == "executor_id") current_.executor_id = value.string;
    if (key == "container_id") current_.container_id = value.string;
    if (key == "source") current_.source = value.string;
  }

  void end(const json_path& path) override {
    if (path.depth() != 1 || current_.values.empty()) return;
    if (!current_.framework_id || !current_.executor_id) return writer().refuse();
    const auto app = app_of_container(*current_.executor_id, current_.source);
    std::vector<label> labels{{"framework_id", *current_.framework_id},
                              {"executor_id", *current_.executor_id}};
    if (current_.container_id) labels.push_back({"container_id", *current_.container_id});
    if (app) labels.push_back({"app", *app});
    for (const auto& [found, value] : current_.values) writer().add(found, value, labels);
    current_ = element{};
  }

  element current_;
};

}  // namespace

std::unique_ptr<body_decoder> make_container_decoder(decode_options options) {
  return std::make_unique<container_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
