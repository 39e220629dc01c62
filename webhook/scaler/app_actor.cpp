#include "webhook/scaler/app_actor.hpp"

#include "common/core/log.hpp"
#include "common/net/offload.hpp"
#include "webhook/scaler/compose.hpp"
#include "webhook/store/failpoint.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

constexpr milliseconds longest_pause{60'000};
constexpr milliseconds forbidden_pause{300'000};
constexpr milliseconds crowded_pause{5'000};

/// What became of an intent, from what the app looks like now.
intent_status status_from(const open_intent& intent, const read_answer& reading) {
  if (reading.what == read_answer::kind::missing) return intent_status::gone;
  const bool has_changed = reading.app.version != intent.version_before || intent.version_before.empty();
  if (reading.app.instances == intent.to && has_changed) return intent_status::accepted;
  if (reading.app.instances == intent.from) return intent_status::not_applied;
  return intent_status::superseded;
}

std::vector<std::string> causes_of(const std::vector<pulse>& pulses) {
  std::vector<std::string> causes;
  for (const pulse& p : pulses) causes.push_back(p.cause);
  return causes;
}

void append(std::vector<pulse>& to, const std::vector<pulse>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Repairs, and counts that a rule asks for again after its first step, are told apart by the app's version.
std::string cause_without_step(const app_key& target, const std::string& why, const std::string& version) {
  return target.marathon + ":" + target.app + ":" + why + ":" + version;
}

bool is_repair(const decision& what) { return what.reason == "below_min" || what.reason == "above_max"; }

}  // namespace

app_actor::app_actor(app_key target, const environment& shared, std::uint32_t seed)
    : target_(std::move(target)), shared_(shared), random_(seed + 1) {}

asio::awaitable<result<app_view>> app_actor::observe() {
  auto read = [log = shared_.log, target = target_, rules = rules_, now = shared_.now()] {
    return log->observe(target, *rules, now);
  };
  auto view = co_await net::offload(*shared_.storage, std::move(read));
  if (!view) log::error("the store cannot be read", {{"app", target_.app}, {"reason", view.error().what}});
  co_return view;
}

asio::awaitable<read_answer> app_actor::read_app() {
  read_answer reading;
  reading.why = "no Marathon of the name " + target_.marathon + " is configured";
  if (marathon_) reading = co_await marathon_->read_app(target_.app);
  failpoint("app_read");
  co_return reading;
}

asio::awaitable<std::optional<instant>> app_actor::step() {
  // A reload changes what the next step goes by, never a step in progress.
  rules_ = shared_.rules;
  marathon_ = shared_.marathon(target_.marathon);
  auto view = co_await observe();
  if (!view) co_return after_failure();
  if (view->intent) {
    const wake later = co_await resolve_intent(*view);
    if (later) co_return later;
    view = co_await observe();
    if (!view) co_return after_failure();
  }
  const bool is_tick = !view->active.empty() && shared_.now() >= next_tick_;
  if (!view->has_due() && !is_tick && !follows_values(*view, *rules_)) co_return next_look(*view);
  next_tick_ = shared_.now() + rules_->global.tick;
  co_return co_await cycle(std::move(*view));
}

/// Nothing when the intent is resolved; else when to try again.
asio::awaitable<std::optional<instant>> app_actor::resolve_intent(app_view view) {
  const read_answer reading = co_await read_app();
  if (reading.what == read_answer::kind::unavailable) {
    log::warn("Marathon does not answer", {{"app", target_.app}, {"reason", reading.why}});
    co_return after_failure();
  }
  intent_answer answer;
  answer.intent = view.intent->id;
  answer.status = status_from(*view.intent, reading);
  answer.outcome = name_of(answer.status);
  answer.version_after = reading.app.version;
  if (answer.status == intent_status::accepted && !reading.app.deployments.empty()) {
    answer.deployment_id = reading.app.deployments.front();
  }
  log::info("found out what became of a change", {{"app", target_.app}, {"outcome", answer.outcome}});
  const bool is_stored = co_await write_answer(std::move(answer), true);
  if (!is_stored) co_return after_failure();
  co_return std::nullopt;
}

asio::awaitable<std::optional<instant>> app_actor::cycle(app_view view) {
  const read_answer reading = co_await read_app();
  const decision_inputs inputs = compose(target_, view, *rules_, reading, shared_.now());
  decision what = decide(inputs);
  if (reading.what == read_answer::kind::present) {
    show({target_, inputs.current, what.to, inputs.min, std::min(inputs.max, inputs.hard_max)});
  }
  if (what.what == action::scale && was_rejected(what, reading.app.version)) {
    what.what = action::hold;
    what.to = inputs.current;
    what.reason = "rejected";
  }
  if (what.what == action::scale) co_return co_await act(std::move(view), inputs, what, reading.app.version);
  co_return co_await hold(std::move(view), inputs, what, reading.why);
}

asio::awaitable<std::optional<instant>> app_actor::hold(app_view view, decision_inputs inputs, decision what,
                                                        std::string why) {
  if (is_worth_a_record(view, what)) {
    hold_draft draft;
    draft.record = record_of(view, inputs, what);
    const auto due = due_pulses(view, inputs, what.toward);
    if (what.reason == "at_max" || what.reason == "at_min" || what.what == action::dry_run)
      draft.dropped = due;
    if (what.what == action::defer) draft.deferred = due;
    if (what.what == action::none) append(draft.dropped, idle_pulses(view, inputs));
    draft.recommended = what.recommended;
    auto write = [log = shared_.log, draft, now = shared_.now()] { return log->write_hold(draft, now); };
    const auto stored = co_await net::offload(*shared_.storage, std::move(write));
    if (!stored) {
      log::error("the store cannot be written", {{"app", target_.app}, {"reason", stored.error().what}});
      co_return after_failure();
    }
    if (*stored) tell(draft.record, name_of(what.what));
    if (!draft.dropped.empty()) co_return soon(milliseconds(0));
  } else if (what.recommended) {
    auto write = [log = shared_.log, target = target_, count = *what.recommended, now = shared_.now()] {
      return log->write_recommendation(target, count, now);
    };
    const auto stored = co_await net::offload(*shared_.storage, std::move(write));
    if (!stored) {
      log::error("the store cannot be written", {{"app", target_.app}, {"reason", stored.error().what}});
      co_return after_failure();
    }
  }
  if (what.what == action::retry) {
    log::warn("Marathon does not answer", {{"app", target_.app}, {"reason", why}});
    co_return after_failure();
  }
  failures_ = 0;
  wake at = next_look(view);
  const auto not_after = [&at](wake other) {
    if (other && (!at || *other < *at)) at = other;
  };
  if (what.what == action::defer) not_after(soon(rules_->global.deployment_poll));
  if (what.reason == "cooldown") not_after(cooldown_end(inputs, shared_.now()));
  co_return at;
}

asio::awaitable<std::optional<instant>> app_actor::act(app_view view, decision_inputs inputs, decision what,
                                                       std::string version) {
  intent_draft draft;
  draft.record = record_of(view, inputs, what);
  if (is_repair(what)) {
    draft.record.causes = {cause_without_step(target_, std::string(what.reason), version)};
  } else {
    draft.included = due_pulses(view, inputs, what.toward);
    if (draft.included.empty())
      draft.record.causes = {cause_without_step(target_, draft.record.rule, version)};
  }
  draft.recommended = what.recommended;
  draft.base = cooldown_base(view, inputs);
  draft.version_before = version;
  auto write = [log = shared_.log, draft, now = shared_.now()] { return log->write_intent(draft, now); };
  const auto intent = co_await net::offload(*shared_.storage, std::move(write));
  if (!intent) {
    log::error("the store cannot be written", {{"app", target_.app}, {"reason", intent.error().what}});
    co_return after_failure();
  }
  put_answer answer = co_await marathon_->put_instances(target_.app, what.to, what.force);
  failpoint("put_answered");
  if (answer.what == put_answer::kind::rejected) rejected_ = {version, what.to};
  co_return co_await conclude(*intent, std::move(draft.record), std::move(answer));
}

/// Table of what each answer to a PUT means for its intent and when to look again.
asio::awaitable<std::optional<instant>> app_actor::conclude(std::int64_t intent, decision_record record,
                                                            put_answer answer) {
  using kind = put_answer::kind;
  const std::string outcome = name_of(answer.what);
  intent_answer out{intent, intent_status::not_applied, answer.deployment_id, answer.version, outcome};
  if (answer.what == kind::accepted) out.status = intent_status::accepted;
  if (answer.what == kind::locked) out.status = intent_status::deferred;
  if (answer.what == kind::rejected) out.status = intent_status::rejected;
  if (answer.what == kind::gone) out.status = intent_status::gone;
  if (answer.what == kind::unknown || answer.what == kind::unconfirmed) out.status = intent_status::open;
  tell(record, outcome.c_str());
  const std::string from = std::to_string(record.from), to = std::to_string(record.to);
  if (answer.what == kind::accepted) {
    // Once nothing fires the app is not read again: what Marathon has accepted is what it aims at now.
    actor_report report = shown_;
    report.current = record.to;
    show(std::move(report));
    log::info("scaled", {{"app", target_.app}, {"rule", record.rule}, {"from", from}, {"to", to}});
  } else {
    log::warn("Marathon did not take a change",
              {{"app", target_.app}, {"to", to}, {"outcome", outcome}, {"reason", answer.why}});
  }
  const bool is_stored = co_await write_answer(std::move(out), false);
  if (!is_stored) co_return after_failure();
  switch (answer.what) {
    case kind::accepted:
      failures_ = 0;
      co_return soon(milliseconds(0));
    case kind::locked:
      co_return soon(rules_->global.deployment_poll);
    case kind::conflict:
      co_return soon(rules_->global.retry_backoff);
    case kind::forbidden:
      co_return soon(forbidden_pause);
    case kind::gone:
    case kind::rejected:
      co_return soon(rules_->global.tick);
    case kind::too_many_deployments:
      co_return std::max(after_failure(), soon(crowded_pause));
    default:
      co_return after_failure();
  }
}

asio::awaitable<bool> app_actor::write_answer(intent_answer answer, bool is_recovery) {
  auto write = [log = shared_.log, answer, is_recovery, now = shared_.now()] {
    return is_recovery ? log->write_recovery(answer, now) : log->write_answer(answer, now);
  };
  const auto stored = co_await net::offload(*shared_.storage, std::move(write));
  if (!stored)
    log::error("the store cannot be written", {{"app", target_.app}, {"reason", stored.error().what}});
  co_return stored.ok();
}

void app_actor::show(actor_report report) {
  shown_ = std::move(report);
  if (shared_.on_reading) shared_.on_reading(shown_);
}

decision_record app_actor::record_of(const app_view& view, const decision_inputs& inputs,
                                     const decision& what) const {
  decision_record record;
  record.time = shared_.now();
  record.target = target_;
  record.from = inputs.current;
  record.to = what.to;
  record.action = name_of(what.what);
  record.reason = what.reason;
  record.direction = name_of(what.toward);
  if (is_repair(what)) return record;
  record.rule = voting_rules(view, inputs, what.toward);
  for (const direction toward : {direction::up, direction::down}) {
    if (what.toward != direction::none && what.toward != toward) continue;
    const auto causes = causes_of(due_pulses(view, inputs, toward));
    record.causes.insert(record.causes.end(), causes.begin(), causes.end());
  }
  return record;
}

bool app_actor::is_worth_a_record(const app_view& view, const decision& what) const {
  return view.has_due() || what.toward != direction::none || what.reason == "unconfirmed";
}

bool app_actor::was_rejected(const decision& what, const std::string& version) const {
  return rejected_ && rejected_->first == version && rejected_->second == what.to;
}

std::optional<instant> app_actor::next_look(const app_view& view) const {
  if (view.active.empty()) return std::nullopt;
  const instant tick = std::max(next_tick_, shared_.now());
  return view.next_repeat ? std::min(*view.next_repeat, tick) : tick;
}

/// Doubles from retry_backoff up to a minute; a fifth more or less, so that many apps do not come all at once.
std::optional<instant> app_actor::after_failure() {
  milliseconds pause = rules_->global.retry_backoff;
  for (int i = 0; i < failures_ && pause < longest_pause; ++i) pause *= 2;
  ++failures_;
  pause = std::min(pause, longest_pause);
  const auto permille = std::uniform_int_distribution<std::int64_t>(800, 1200)(random_);
  return shared_.now() + milliseconds(pause.count() * permille / 1000);
}

void app_actor::tell(const decision_record& record, const char* outcome) const {
  if (shared_.on_decision) shared_.on_decision(record, outcome);
}

}  // namespace mesoscale::webhook
