#include "webhook/decision/votes.hpp"

#include "webhook/decision/reasons.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

using kind = vote::kind;

vote vote_for(std::int64_t count, std::int64_t current) {
  if (count > current) return {kind::up, count};
  if (count < current) return {kind::down, count};
  return {kind::stay, current};
}

/// A step that is spent does not vote; that an up rule still fires is a reason not to scale down.
vote vote_without_pulse(direction toward, signal_state state) {
  if (state == signal_state::unknown || toward == direction::up) return {kind::veto};
  return {};
}

vote vote_by(direction toward, std::int64_t change, std::int64_t current) {
  if (toward == direction::down) return {kind::down, current - change};
  return {kind::up, saturating_add(current, change)};
}

vote vote_of(const step_policy& how, const signal& from, std::int64_t current) {
  if (from.state != signal_state::pulse) return vote_without_pulse(how.toward, from.state);
  return vote_by(how.toward, saturating_multiply(how.by, from.pulses), current);
}

vote vote_of(const percent_policy& how, const signal& from, std::int64_t current) {
  if (from.state != signal_state::pulse) return vote_without_pulse(how.toward, from.state);
  const exact_number share = exact_number(current) * how.percent / 100;
  const std::int64_t change = how.toward == direction::up ? share.ceil() : share.floor();
  return vote_by(how.toward, saturating_multiply(std::max(how.min_step, change), from.pulses), current);
}

vote vote_of(const absolute_policy& how, const signal& from, std::int64_t current) {
  if (from.state == signal_state::unknown) return {kind::veto};
  return vote_for(how.to, current);
}

vote vote_without_value(const target_policy& how, std::int64_t current) {
  switch (how.on_missing) {
    case fallback::hold:
      break;
    case fallback::static_count:
      return vote_for(how.fallback_instances, current);
    case fallback::static_if_higher:
      return vote_for(std::max(how.fallback_instances, current), current);
    case fallback::static_if_lower:
      return vote_for(std::min(how.fallback_instances, current), current);
  }
  return {kind::veto};
}

/// At 0 instances nothing can be compared with what there is: as many as the value needs, and no tolerance.
vote vote_of(const target_policy& how, const signal& from, std::int64_t current) {
  if (from.state == signal_state::unknown || !from.value) return vote_without_value(how, current);
  const exact_number share = *from.value / how.target;
  if (current == 0) return vote_for(std::max<std::int64_t>(0, share.ceil()), current);
  const bool is_average = how.what == target_policy::kind::average_value;
  const exact_number ratio = is_average ? share / current : share;
  const exact_number& tolerance = ratio > 1 ? how.tolerance_up : how.tolerance_down;
  if (magnitude(1 - ratio) <= tolerance) return {kind::stay, current};
  const exact_number needed = is_average ? share : ratio * from.ready.value_or(current);
  const std::int64_t count = std::max<std::int64_t>(0, needed.ceil());
  // Fewer ready instances than there are make a high ratio ask for less, and the other way round.
  const bool is_on_the_wrong_side = ratio > 1 ? count < current : count > current;
  return vote_for(is_on_the_wrong_side ? current : count, current);
}

vote vote_of(const hold_policy&, const signal&, std::int64_t) { return {}; }

struct ballot {
  std::optional<std::int64_t> up, down;  ///< the largest of each
  bool has_stay = false;
  bool has_veto = false;
  bool has_unconfirmed = false;
};

ballot collect(const std::vector<signal>& signals, std::int64_t current) {
  ballot out;
  for (const signal& s : signals) {
    const vote v = vote_of(s, current);
    if (v.what == kind::up) out.up = std::max(out.up.value_or(v.count), v.count);
    if (v.what == kind::down) out.down = std::max(out.down.value_or(v.count), v.count);
    out.has_stay = out.has_stay || v.what == kind::stay;
    out.has_veto = out.has_veto || v.what == kind::veto;
    out.has_unconfirmed = out.has_unconfirmed || s.state == signal_state::unconfirmed;
  }
  return out;
}

}  // namespace

vote vote_of(const signal& from, std::int64_t current) {
  if (from.state == signal_state::inactive) return {};
  const vote out = std::visit([&](const auto& how) { return vote_of(how, from, current); }, from.how);
  if (!from.is_paused) return out;
  if (out.what == kind::up) return {kind::veto};
  return out.what == kind::down ? vote() : out;
}

bool has_up(const std::vector<signal>& signals, std::int64_t current) {
  return std::any_of(signals.begin(), signals.end(),
                     [current](const signal& s) { return vote_of(s, current).what == kind::up; });
}

bool has_vote(const std::vector<signal>& signals, std::int64_t current) {
  return std::any_of(signals.begin(), signals.end(),
                     [current](const signal& s) { return vote_of(s, current).what != kind::none; });
}

wanted combine(const std::vector<signal>& signals, std::int64_t current, down_block block) {
  const ballot votes = collect(signals, current);
  if (votes.up) return {*votes.up, reasons::scale_up, direction::up};
  if (votes.down) {
    if (votes.has_veto) return {current, reasons::vetoed, direction::down};
    if (block.hold_alert) return {current, reasons::hold_alert, direction::down};
    if (block.truncated) return {current, reasons::truncated, direction::down};
    if (votes.has_stay) return {current, reasons::other_signal_content, direction::down};
    return {*votes.down, reasons::scale_down, direction::down};
  }
  if (votes.has_stay) return {current, reasons::within_tolerance};
  return {current, votes.has_unconfirmed ? reasons::unconfirmed : reasons::already_stepped_or_no_data};
}

}  // namespace mesoscale::webhook
