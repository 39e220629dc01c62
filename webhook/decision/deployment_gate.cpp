#include "webhook/decision/deployment_gate.hpp"

namespace mesoscale::webhook {
namespace {

bool reverses(std::int64_t want, std::int64_t current, const running_deployment& running) {
  if (!running.from || !running.to) return false;
  if (*running.to > *running.from) return want < current;
  return *running.to < *running.from && want > current;
}

}  // namespace

passage passage_for(std::int64_t want, std::int64_t current, const running_deployment& running,
                    force_policy force) {
  if (running.what == deployment_kind::none) return passage::open;
  if (running.what != deployment_kind::own_scale || force != force_policy::own) return passage::closed;
  const bool is_larger = want > running.to.value_or(current);
  return is_larger || reverses(want, current, running) ? passage::forced : passage::closed;
}

}  // namespace mesoscale::webhook
