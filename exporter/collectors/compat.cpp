#include "exporter/collectors/compat.hpp"

#include <algorithm>
#include <utility>

#include "exporter/collectors/compat_decoders.hpp"
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
    {"mesos_master_agents", &compat_names::mesos_exporter, make_compat_agent_list_decoder},
    {"mesos_master_snapshot", &compat_names::mesos_exporter, make_compat_master_decoder},
};

class double_decoder final : public body_decoder {
 public:
  double_decoder(std::unique_ptr<body_decoder> own, std::unique_ptr<body_decoder> old)
      : own_(std::move(own)), old_(std::move(old)) {}

  result<void> feed(std::string_view piece) override {
    if (is_old_good_) is_old_good_ = old_->feed(piece).ok();
    return own_->feed(piece);
  }

  result<decoded> finish() override {
    auto made = own_->finish();
    if (!made || !is_old_good_) return made;
    if (auto old = old_->finish()) made->compat = std::move(old->samples);
    return made;
  }

  decoded absent() override { return own_->absent(); }

 private:
  std::unique_ptr<body_decoder> own_;
  std::unique_ptr<body_decoder> old_;
  bool is_old_good_ = true;
};

}  // namespace

std::unique_ptr<body_decoder> make_decoder(const collector& of, decode_options options,
                                           const compat_names& names) {
  const auto at = std::ranges::find(collectors, of.name, &compat_collector::name);
  if (at == std::end(collectors) || !(names.*at->wanted)) return of.make_decoder(std::move(options));
  auto old = at->make(options);
  return std::make_unique<double_decoder>(of.make_decoder(std::move(options)), std::move(old));
}

}  // namespace mesoscale::exporter
