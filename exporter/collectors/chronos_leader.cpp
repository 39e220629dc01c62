#include "exporter/collectors/chronos_leader.hpp"

#include <optional>
#include <utility>

#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/chronos.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& leader_rows() {
  static const row_finder rows(chronos_leader_table());
  return rows;
}

const answer_shape& leader_shape() {
  static const answer_shape shape({{"leader", json_kinds::text}});
  return shape;
}

class leader_decoder final : public json_decoder {
 public:
  explicit leader_decoder(decode_options options)
      : json_decoder(chronos_leader_table(), root::object, std::move(options), leader_shape()) {}

 private:
  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.is({"leader"})) leader_ = value.string;
  }

  result<void> check() override {
    if (!leader_) return failure{errc::wrong_shape, "the answer has no text \"leader\""};
    writer().add(*leader_rows().find("known"), leader_->empty() ? 0 : 1);
    if (leader_->empty()) return {};
    writer().add(*leader_rows().find("leader"), 1, {{"leader", *leader_}});
    writer().name_leader(*leader_);
    return {};
  }

  std::optional<std::string> leader_;
};

}  // namespace

std::unique_ptr<body_decoder> make_chronos_leader_decoder(decode_options options) {
  return std::make_unique<leader_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
