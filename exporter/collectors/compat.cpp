#include "exporter/collectors/compat.hpp"

#include <utility>
#include <vector>

#include "exporter/collectors/compat_decoders.hpp"
#include "exporter/collectors/compat_info.hpp"
#include "exporter/collectors/compat_marathon_metrics.hpp"

namespace mesoscale::exporter {
namespace {

struct compat_collector {
  std::string_view name;
  bool compat_names::*wanted;
  decoder_factory make;
};

constexpr compat_collector collectors[] = {
    {"marathon_apps", &compat_names::marathon_exporter, make_compat_app_decoder},
    {"marathon_metrics", &compat_names::marathon_exporter, make_compat_marathon_metrics_decoder},
    {"mesos_agent_containers", &compat_names::mesos_exporter, make_compat_container_decoder},
    {"mesos_agent_snapshot", &compat_names::mesos_exporter, make_compat_agent_decoder},
    {"mesos_agent_tasks", &compat_names::mesos_exporter, make_compat_agent_state_decoder},
    {"mesos_master_agents", &compat_names::mesos_exporter, make_compat_agent_list_decoder},
    {"mesos_master_agents", &compat_names::mesos_exporter, make_compat_attribute_decoder},
    {"mesos_master_snapshot", &compat_names::mesos_exporter, make_compat_master_decoder},
};

class several_decoders final : public body_decoder {
 public:
  several_decoders(std::unique_ptr<body_decoder> own, std::vector<std::unique_ptr<body_decoder>> old)
      : own_(std::move(own)), old_(std::move(old)) {}

  result<void> feed(std::string_view piece) override {
    std::erase_if(old_, [piece](const auto& one) { return !one->feed(piece).ok(); });
    return own_->feed(piece);
  }

  result<decoded> finish() override {
    auto made = own_->finish();
    if (!made) return made;
    for (const auto& one : old_) {
      auto old = one->finish();
      if (old && !old->samples.empty()) made->compat.push_back(std::move(old->samples));
    }
    return made;
  }

  decoded absent() override { return own_->absent(); }

 private:
  std::unique_ptr<body_decoder> own_;
  std::vector<std::unique_ptr<body_decoder>> old_;
};

}  // namespace

std::unique_ptr<body_decoder> make_decoder(std::string_view collector_name, decoder_factory own,
                                           decode_options options, const compat_names& names) {
  std::vector<std::unique_ptr<body_decoder>> old;
  for (const compat_collector& one : collectors) {
    if (one.name == collector_name && names.*one.wanted) old.push_back(one.make(options));
  }
  auto made = own(std::move(options));
  if (old.empty()) return made;
  return std::make_unique<several_decoders>(std::move(made), std::move(old));
}

}  // namespace mesoscale::exporter
