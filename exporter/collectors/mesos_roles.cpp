#include "exporter/collectors/mesos_roles.hpp"

#include <string>
#include <utility>
#include <vector>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/collectors/mesos_resources.hpp"
#include "exporter/tables/mesos_roles.hpp"

namespace mesoscale::exporter {
namespace {

constexpr auto text = json_kinds::text;

const row_finder& role_rows() {
  static const row_finder rows(mesos_role_table());
  return rows;
}

const answer_shape& role_shape() {
  static const answer_shape shape(
      {{"roles/[]/frameworks", json_kinds::list}, {"roles/[]/frameworks/[]", text}, {"roles/[]/name", text}},
      {{mesos_role_table(), "roles/", "roles/[]/", text}});
  return shape;
}

const answer_shape& weight_shape() {
  static const answer_shape shape({{"[]/role", text}, {"[]/weight", json_kinds::number}});
  return shape;
}

class role_decoder final : public json_decoder {
 public:
  explicit role_decoder(decode_options options)
      : json_decoder(mesos_role_table(), root::object, std::move(options), role_shape()) {}

 private:
  struct element {
    std::string name;
    std::vector<std::string> framework_ids;
    element_values values{role_rows()};
  };

  void begin(const json_path& path, bool) override {
    if (path.is({"roles"})) has_roles_ = true;
    if (path.is({"roles", "[]"})) current_ = element{};
    if (path.is({"roles", "[]", "frameworks"})) current_.values.set("roles/frameworks", 0);
  }

  static std::string row_key(const json_path& path) { return "roles/" + key_of(path, 2); }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() < 3 || !path.starts_with({"roles", "[]"})) return;
    if (path.is({"roles", "[]", "name"})) {
      current_.name = value.string;
    } else if (path.is({"roles", "[]", "frameworks", "[]"})) {
      current_.values.add("roles/frameworks", 1);
      current_.framework_ids.emplace_back(value.string);
    } else {
      take_value(path, value);
    }
  }

  void take_value(const json_path& path, const json_scalar& value) {
    const std::string key = row_key(path);
    if (value.kind == json_kind::string && path.depth() > 3) {
      if (const auto count = count_resource(value.string)) return current_.values.set(key, *count);
    }
    current_.values.take(key, value, writer());
  }

  void end(const json_path& path) override {
    if (!path.is({"roles", "[]"})) return;
    if (current_.name.empty()) return refuse_nameless(path);
    const label role[] = {{"role", current_.name}};
    current_.values.write(role, writer());
    for (const std::string& id : current_.framework_ids) {
      writer().add(*role_rows().find("roles/frameworks/id"), 1, {role[0], {"framework_id", id}});
    }
  }

  result<void> check() override {
    if (!has_roles_) return failure{errc::wrong_shape, "the answer has no list \"roles\""};
    return {};
  }

  element current_;
  bool has_roles_ = false;
};

class weight_decoder final : public json_decoder {
 public:
  explicit weight_decoder(decode_options options)
      : json_decoder(mesos_role_table(), root::array, std::move(options), weight_shape()) {}

 private:
  void begin(const json_path& path, bool) override {
    if (path.depth() != 1) return;
    role_.clear();
    values_.clear();
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() != 2) return;
    if (path.key() == "role") role_ = value.string;
    if (path.key() == "weight") values_.take("weights/weight", value, writer());
  }

  void end(const json_path& path) override {
    if (path.depth() != 1) return;
    if (role_.empty()) return refuse_nameless(path);
    const label role[] = {{"role", role_}};
    values_.write(role, writer());
  }

  std::string role_;
  element_values values_{role_rows()};
};

}  // namespace

std::unique_ptr<body_decoder> make_role_decoder(decode_options options) {
  return std::make_unique<role_decoder>(std::move(options));
}

std::unique_ptr<body_decoder> make_weight_decoder(decode_options options) {
  return std::make_unique<weight_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
