#include "exporter/collectors/mesos_snapshot.hpp"

#include <optional>
#include <utility>

#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/mesos_agent.hpp"
#include "exporter/tables/mesos_master.hpp"

namespace mesoscale::exporter {
namespace {

const answer_shape& snapshot_shape() {
  static const answer_shape shape({{"*", json_kinds::number}});
  return shape;
}

class snapshot_decoder final : public json_decoder {
 public:
  snapshot_decoder(const row_finder& rows, decode_options options)
      : json_decoder(rows.table(), root::object, std::move(options), snapshot_shape()),
        rows_(rows),
        seen_(rows.table().rows.size()) {}

 private:
  void scalar(const json_path& path, const json_scalar& value) override {
    const std::string_view key = path.key();
    const auto found = rows_.find(key);
    if (found) seen_[found->index] = true;
    if (key.starts_with(rows_.table().own_prefix)) is_own_kind_ = true;
    take_standing(key, value.number);
    if (found) {
      writer().add(*found, value.number);
    } else {
      writer().add_unknown(key, value.number);
    }
  }

  void take_standing(std::string_view key, double value) {
    if (key == "master/elected") leads_ = value != 0;
    if (key == "master/slaves_active") standing_.counts_agents = value > 0;
    if (key == "master/frameworks_active") standing_.counts_frameworks = value > 0;
    if (!key.starts_with("registrar/")) return;
    has_registrar_ = true;
    if (key == "registrar/registry_size_bytes" || key == "registrar/state_fetch_ms") has_registry_ = true;
  }

  result<void> check() override {
    const metric_table& table = rows_.table();
    if (leads_) {
      standing_.leads = *leads_;
      standing_.has_registry = has_registry_ || !has_registrar_;
      writer().set_standing(standing_);
    }
    if (!is_own_kind_) {
      return failure{errc::wrong_shape,
                     "no number in the answer has a key that begins with " + std::string(table.own_prefix)};
    }
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      if (table.rows[i].when == presence::always && !seen_[i]) ++writer().counts().keys_missing;
    }
    return {};
  }

  const row_finder& rows_;
  std::vector<bool> seen_;
  bool is_own_kind_ = false;
  std::optional<bool> leads_;
  master_standing standing_;
  bool has_registrar_ = false;
  bool has_registry_ = false;
};

}  // namespace

std::unique_ptr<body_decoder> make_master_snapshot_decoder(decode_options options) {
  static const row_finder rows(mesos_master_table());
  return std::make_unique<snapshot_decoder>(rows, std::move(options));
}

std::unique_ptr<body_decoder> make_agent_snapshot_decoder(decode_options options) {
  static const row_finder rows(mesos_agent_table());
  return std::make_unique<snapshot_decoder>(rows, std::move(options));
}

}  // namespace mesoscale::exporter
