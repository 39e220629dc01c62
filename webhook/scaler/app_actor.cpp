#include "webhook/scaler/app_actor.hpp"

#include "common/core/log.hpp"
#include "common/net/offload.hpp"
#include "webhook/scaler/compose.hpp"
#include "webhook/scaler/verify.hpp"
#include "webhook/store/failpoint.hpp"

#include <algorithm>
#include <utility>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

constexpr milliseconds longest_pause{60'000};
constexpr milliseconds forbidden_pause{300'000};
constexpr milliseconds crowded_pause{5'000};
/// A server without its leader shows what it knew last. When none shows anything newer for this long, Marathon's state itself went
/// back (it was restored from a copy).
constexpr milliseconds longest_disbelief{300'000};
/// Nothing is known of what was shown in a longer pause between two answers. In looks at their slowest: one may be lost.
constexpr int longest_silence_looks = 3;

void keep_earlier(std::optional<instant>& at, std::optional<instant> other) {
  if (other && (!at || *other < *at)) at = other;
}

bool has_vote(const decision_inputs& inputs, vote::kind wanted) {
  return std::any_of(inputs.signals.begin(), inputs.signals.end(),
                     [&](const signal& s) { return vote_of(s, inputs.current).what == wanted; });
}

/// Whether there is anything to store about what an app looks like.
bool is_news(const std::optional<app_state>& known, const app_reading& app, bool runs_config) {
  return !known || runs_config || known->instances != app.instances || known->version != app.version ||
         known->last_config != app.last_config_change || (known->waits_for_config && app.deployments.empty());
}

}  // namespace

app_actor::app_actor(app_key target, const environment& shared, std::uint32_t seed)
    : target_(std::move(target)), shared_(shared), random_(seed + 1) {}

asio::awaitable<result<app_view>> app_actor::observe() {
  auto read = [log = shared_.log, target = target_, rules = rules_, at = here()] {
    return log->observe(target, *rules, at);
  };
  auto view = co_await net::offload(*shared_.storage, std::move(read));
  if (!view) log::error("the store cannot be read", {{"app", target_.app}, {"reason", view.error().what}});
  if (view && view->given_up) tell(*view->given_up, view->given_up->action.c_str());
  co_return view;
}

/// is_old: it shows an older version of the app than the known one with another count, and has not done so for long. With the same
/// count it is as good a base, whatever its version.
asio::awaitable<read_answer> app_actor::read_app(app_view view) {
  const std::string known = view.state ? view.state->version : "";
  read_answer reading;
  reading.why = "no Marathon of the name " + target_.marathon + " is configured";
  if (marathon_) reading = co_await marathon_->read_app(target_.app, known);
  failpoint("app_read");
  if (reading.what == read_answer::kind::unavailable) co_return reading;
  const bool is_known_count = view.state && view.state->instances == reading.app.instances;
  if (is_known_count || !is_older_version(reading.app.version, known)) {
    old_since_.reset();
    reading.why.clear();
    co_return reading;
  }
  const milliseconds longest_silence = longest_silence_looks * std::max(longest_pause, rules_->global.tick);
  if (!old_since_ || shared_.now() - old_seen_ > longest_silence) old_since_ = shared_.now();
  old_seen_ = shared_.now();
  reading.is_old = shared_.now() - *old_since_ < longest_disbelief;
  const std::string silent = reading.why.empty() ? "" : "; another server: " + reading.why;
  reading.why =
      "found version " + reading.app.version + " of the app, expected " + known + " or a newer one" + silent;
  co_return reading;
}

/// A reload may change both at any moment; a step ends with those that it began with. Another Marathon, or another way to it,
/// starts without the pauses that the one before had earned.
void app_actor::take_environment() {
  rules_ = shared_.rules;
  const auto before = std::exchange(marathon_, shared_.marathon(target_.marathon));
  if (before == marathon_) return;
  forget_failures();
  not_before_ = {};
  forbidden_until_ = {};
}

asio::awaitable<std::optional<instant>> app_actor::step() {
  take_environment();
  auto view = co_await observe();
  if (!view) co_return after_failure();
  if (view->intent) {
    if (shared_.now() < not_before_) co_return not_before_;
    const wake later = co_await resolve_intent(*view);
    if (later) co_return later;
    view = co_await observe();
    if (!view) co_return after_failure();
  }
  awaits_marathon_ = view->watched.has_value();
  if (view->watched && shared_.now() >= next_verify_) {
    const watch_outcome looked = co_await verify(*view);
    if (looked.later) co_return looked.later;
    if (looked.has_concluded) {
      view = co_await observe();
      if (!view) co_return after_failure();
    }
  }
  awaits_marathon_ = view->watched.has_value();
  const bool is_followed = view->has_something_open() || follows_schedules(target_, *view, *rules_);
  const bool is_tick = is_followed && shared_.now() >= next_tick_;
  const bool has_reason =
      view->has_due() || is_tick || follows_values(*view, *rules_) || !view->resolutions.empty();
  wake at = next_look(*view);
  const instant earliest = std::max(not_before_, settled_);
  if (has_reason && shared_.now() < earliest) {
    at = earliest;
  } else if (has_reason) {
    next_tick_ = shared_.now() + rules_->global.tick;
    const bool is_watched = view->watched.has_value();
    at = co_await cycle(std::move(*view));
    if (!is_watched) co_return at;
  }
  if (awaits_marathon_) keep_earlier(at, next_verify_);
  co_return at;
}

asio::awaitable<std::optional<instant>> app_actor::cycle(app_view view) {
  read_answer reading = co_await read_app(view);
  // From the count before an accepted change the next step would come to the same count, and one of both would be lost.
  const bool is_not_shown_yet =
      reading.what == read_answer::kind::present && view.watched && is_as_before(*view.watched, reading.app);
  if (is_not_shown_yet) co_return next_verify_;
  reading.disbelieve_old();
  const bool is_present = reading.what == read_answer::kind::present;
  std::optional<deployments_answer> deployments;
  if (is_present && !reading.app.deployments.empty()) {
    deployments = co_await marathon_->read_deployments();
  }
  if (is_present) {
    const running_deployment running = deployment_of(view, reading.app, deployments);
    const bool is_noted = co_await note_reading(&view, reading.app, running.what == deployment_kind::config);
    if (!is_noted) co_return after_failure();
    co_await fetch_values(&view);
  }
  situation now{std::move(view), reading.app, {}, {}, reading.why};
  now.inputs = compose(target_, now.view, *rules_, reading, here(), deployments);
  now.what = decide(now.inputs);
  const bool is_change = now.what.what == action::scale || now.what.what == action::dry_run;
  if (is_change && now.what.to > now.inputs.current) {
    now.inputs.room = co_await look_for_room(now.view, reading.app);
    now.what = decide(now.inputs);
  }
  watch_for_conflict(now.inputs);
  if (is_present) {
    const std::int64_t max = std::min(now.inputs.max, now.inputs.hard_max);
    show({target_, now.inputs.current, now.what.to, now.inputs.min, max});
  }
  if (now.what.what == action::scale && was_rejected(now.view, now.what, reading.app.version)) {
    now.what.what = action::hold;
    now.what.to = now.inputs.current;
    now.what.reason = reasons::rejected;
  }
  if (now.what.what == action::scale && shared_.now() < forbidden_until_) {
    now.what.what = action::hold;
    now.what.to = now.inputs.current;
    now.what.reason = reasons::forbidden;
  }
  awaits_marathon_ = awaits_marathon_ || now.what.what == action::defer;
  if (now.what.what == action::scale) co_return co_await act(std::move(now));
  co_return co_await hold(std::move(now));
}

/// False when it could not be stored. The view then has the app as it is now.
asio::awaitable<bool> app_actor::note_reading(app_view* view, app_reading app, bool runs_config) {
  if (!is_news(view->state, app, runs_config)) co_return true;
  auto write = [log = shared_.log, target = target_, app, runs_config, at = here()] {
    return log->note_reading(target, app, runs_config, at);
  };
  auto noted = co_await net::offload(*shared_.storage, std::move(write));
  if (!noted) {
    store_failed(noted.error());
    co_return false;
  }
  const bool has_changed =
      view->state && view->state->version != noted->version && view->state->instances != noted->instances;
  if (has_changed) {
    view->changes.push_back(
        {noted->external_at.value_or(shared_.now()), noted->instances - view->state->instances});
    log::info("somebody else has changed the count",
              {{"app", target_.app},
               {"from", std::to_string(view->state->instances)},
               {"to", std::to_string(noted->instances)},
               {"how", noted->external.empty() ? "awaited" : noted->external}});
  }
  view->state = std::move(*noted);
  co_return true;
}

void app_actor::watch_for_conflict(const decision_inputs& inputs) {
  const bool has_both = has_vote(inputs, vote::kind::up) && has_vote(inputs, vote::kind::down);
  if (has_both && !has_conflict_ && shared_.on_conflict) shared_.on_conflict(target_);
  has_conflict_ = has_both;
}

void app_actor::show(actor_report report) {
  shown_ = std::move(report);
  if (shared_.on_reading) shared_.on_reading(shown_);
}

bool app_actor::was_rejected(const app_view& view, const decision& what, const std::string& version) {
  return view.rejected && view.rejected->version == version && view.rejected->to == what.to;
}

std::optional<instant> app_actor::next_look(const app_view& view) const {
  if (!view.has_something_open() && !follows_schedules(target_, view, *rules_)) return std::nullopt;
  const instant tick = std::max(next_tick_, shared_.now());
  return view.next_repeat ? std::min(*view.next_repeat, tick) : tick;
}

/// When to look again. What a deployment or the app itself stands in the way of may be looked at earlier when something happens;
/// what was refused or failed may not.
std::optional<instant> app_actor::after_answer(put_answer::kind what) {
  using kind = put_answer::kind;
  const global_settings& global = rules_->global;
  switch (what) {
    case kind::accepted:
      return soon(milliseconds(0));
    case kind::locked:
      return soon(global.deployment_poll);
    case kind::gone:
    case kind::rejected:
      return soon(global.tick);
    case kind::conflict:
      return back_off(global.retry_backoff);
    case kind::forbidden:
      forbidden_until_ = shared_.now() + forbidden_pause;
      return forbidden_until_;
    case kind::too_many_deployments: {
      milliseconds pause = crowded_pause;
      for (int i = 0; i < crowded_ && pause < longest_pause; ++i) pause *= 2;
      ++crowded_;
      return back_off(std::min(pause, longest_pause));
    }
    default:
      return after_failure();
  }
}

/// Doubles from retry_backoff up to a minute; a fifth more or less, so that many apps do not come all at once.
std::optional<instant> app_actor::after_failure() {
  milliseconds pause = rules_->global.retry_backoff;
  for (int i = 0; i < failures_ && pause < longest_pause; ++i) pause *= 2;
  ++failures_;
  pause = std::min(pause, longest_pause);
  const auto permille = std::uniform_int_distribution<std::int64_t>(800, 1200)(random_);
  return back_off(milliseconds(pause.count() * permille / 1000));
}

/// Nothing that comes in shortens it.
std::optional<instant> app_actor::back_off(milliseconds span) {
  not_before_ = shared_.now() + span;
  return not_before_;
}

void app_actor::forget_failures() {
  failures_ = 0;
  crowded_ = 0;
}

std::optional<instant> app_actor::store_failed(const failure& why) {
  log::error("the store cannot be written", {{"app", target_.app}, {"reason", why.what}});
  return after_failure();
}

void app_actor::tell(const decision_record& record, const char* outcome) const {
  if (shared_.on_decision) shared_.on_decision(record, outcome);
}

}  // namespace mesoscale::webhook
