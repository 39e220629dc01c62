#include "exporter/collectors/marathon_info.hpp"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/marathon.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& info_rows() {
  static const row_finder rows(marathon_info_table());
  return rows;
}

const row_finder& leader_rows() {
  static const row_finder rows(marathon_leader_table());
  return rows;
}

const answer_shape& info_shape() {
  constexpr auto text = json_kinds::text;
  static const answer_shape shape(
      {{"buildref", text}, {"frameworkId", text}, {"name", text}, {"version", text}},
      {{marathon_info_table(), "", ""}});
  return shape;
}

const answer_shape& leader_shape() {
  static const answer_shape shape({{"leader", json_kinds::text}});
  return shape;
}

class info_decoder final : public json_decoder {
 public:
  explicit info_decoder(decode_options options)
      : json_decoder(marathon_info_table(), root::object, std::move(options), info_shape()) {}

 private:
  struct fact {
    std::string_view key;
    std::string_view label;
    std::string value;
  };

  void scalar(const json_path& path, const json_scalar& value) override {
    const std::string key = key_of(path, 0);
    for (fact& one : facts_) {
      if (key != one.key) continue;
      one.value = value.string;
      return;
    }
    values_.take(key, value, writer());
  }

  result<void> check() override {
    std::vector<label> labels;
    for (const fact& one : facts_) {
      if (!one.value.empty()) labels.push_back({one.label, one.value});
    }
    if (labels.empty()) return failure{errc::wrong_shape, "the answer has neither \"version\" nor \"name\""};
    writer().add(*info_rows().find("version"), 1, labels);
    values_.write({}, writer());
    return {};
  }

  std::array<fact, 4> facts_{{{"buildref", "buildref", ""},
                              {"frameworkId", "framework_id", ""},
                              {"name", "name", ""},
                              {"version", "version", ""}}};
  element_values values_{info_rows()};
};

class leader_decoder final : public json_decoder {
 public:
  explicit leader_decoder(decode_options options)
      : json_decoder(marathon_leader_table(), root::object, std::move(options), leader_shape()) {}

  decoded absent() override {
    writer().add(*leader_rows().find("known"), 0);
    return std::move(writer()).take();
  }

 private:
  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.is({"leader"})) leader_ = value.string;
  }

  result<void> check() override {
    if (leader_.empty()) return failure{errc::wrong_shape, "the answer has no text \"leader\""};
    writer().add(*leader_rows().find("leader"), 1, {{"leader", leader_}});
    writer().add(*leader_rows().find("known"), 1);
    writer().name_leader(leader_);
    return {};
  }

  std::string leader_;
};

}  // namespace

std::unique_ptr<body_decoder> make_info_decoder(decode_options options) {
  return std::make_unique<info_decoder>(std::move(options));
}

std::unique_ptr<body_decoder> make_leader_decoder(decode_options options) {
  return std::make_unique<leader_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
