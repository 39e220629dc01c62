// Writing decisions and intents, and what Marathon's answer to a PUT means.
#include "common/core/log.hpp"
#include "common/net/offload.hpp"
#include "webhook/scaler/app_actor.hpp"
#include "webhook/scaler/app_labels.hpp"
#include "webhook/scaler/compose.hpp"
#include "webhook/store/failpoint.hpp"

#include <algorithm>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

void append(std::vector<pulse>& to, const std::vector<pulse>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Repairs, and counts that a rule asks for again after its first step, are told apart by the app's version.
std::string cause_without_step(const app_key& target, const std::string& why, const std::string& version) {
  return target.marathon + ":" + target.app + ":" + why + ":" + version;
}

bool is_repair(const decision& what) {
  return what.reason == reasons::below_min || what.reason == reasons::above_max;
}

bool is_at_bound(const decision& what) {
  return what.reason == reasons::at_max || what.reason == reasons::at_min;
}

const char* name_of(deployment_kind what) {
  switch (what) {
    case deployment_kind::none:
      return "none";
    case deployment_kind::running:
      return "unknown";
    case deployment_kind::own_scale:
      return "own_scale";
    case deployment_kind::other_scale:
      return "other_scale";
    case deployment_kind::config:
      return "config";
  }
  return "unknown";
}

/// "config 97c136bf-5a28": what is in the way.
std::string describe(const running_deployment& running, const std::vector<std::string>& ids) {
  std::string text = name_of(running.what);
  for (const std::string& id : ids) text += " " + id;
  return text;
}

std::optional<instant> first_due(const std::vector<pulse>& pulses) {
  std::optional<instant> first;
  for (const pulse& p : pulses) {
    if (!first || p.due < *first) first = p.due;
  }
  return first;
}

bool skips_deployments(const app_view& view, const rule_file& rules, const pulse& of) {
  for (const rule_activity& activity : view.active) {
    const bool is_its = std::any_of(activity.due.begin(), activity.due.end(), [&of](const pulse& p) {
      return p.activation == of.activation && p.k == of.k;
    });
    const rule* const r = is_its ? rules.find_rule(activity.rule) : nullptr;
    if (r) return r->on_deployment == deployment_policy::skip;
  }
  return false;
}

intent_status status_of(put_answer::kind what) {
  using kind = put_answer::kind;
  switch (what) {
    case kind::accepted:
      return intent_status::accepted;
    case kind::locked:
      return intent_status::deferred;
    case kind::rejected:
      return intent_status::rejected;
    case kind::gone:
      return intent_status::gone;
    case kind::unknown:
    case kind::unconfirmed:
    case kind::created:
      return intent_status::open;
    default:
      return intent_status::not_applied;
  }
}

}  // namespace

hold_draft app_actor::hold_of(const situation& now) const {
  hold_draft draft;
  draft.record = record_of(now);
  const auto due = due_pulses(now.view, now.inputs, now.what.toward);
  const auto resolved = resolutions_toward(now.view, now.inputs, now.what.toward);
  const bool is_over = is_at_bound(now.what) || now.what.what == action::dry_run;
  if (is_over) draft.dropped = due;
  if (is_over) draft.ended = resolved;
  if (now.what.what == action::defer) {
    for (const pulse& p : due)
      (skips_deployments(now.view, *rules_, p) ? draft.dropped : draft.deferred).push_back(p);
    const deployment_kind running = now.inputs.deployment.what;
    draft.waits_for_config = running == deployment_kind::config || running == deployment_kind::running;
    const std::string mistakes = draft.record.detail.empty() ? "" : "; " + draft.record.detail;
    draft.record.detail = describe(now.inputs.deployment, now.app.deployments) + mistakes;
  }
  if (now.what.what == action::none) {
    append(draft.dropped, idle_pulses(now.view, now.inputs));
    const auto idle = resolutions_toward(now.view, now.inputs, direction::none);
    draft.ended.insert(draft.ended.end(), idle.begin(), idle.end());
  }
  draft.recommended = now.what.recommended;
  return draft;
}

asio::awaitable<std::optional<instant>> app_actor::hold(situation now) {
  if (is_worth_a_record(now)) {
    const hold_draft draft = hold_of(now);
    auto write = [log = shared_.log, draft, at = shared_.now()] { return log->write_hold(draft, at); };
    const auto stored = co_await net::offload(*shared_.storage, std::move(write));
    if (!stored) co_return store_failed(stored.error());
    if (*stored) tell(draft.record, webhook::name_of(now.what.what));
    if (!draft.dropped.empty()) co_return soon(milliseconds(0));
  } else if (now.what.recommended) {
    auto write = [log = shared_.log, target = target_, count = *now.what.recommended, at = shared_.now()] {
      return log->write_recommendation(target, count, at);
    };
    const auto stored = co_await net::offload(*shared_.storage, std::move(write));
    if (!stored) co_return store_failed(stored.error());
  }
  if (now.what.what == action::retry) {
    log::warn("Marathon does not answer", {{"app", target_.app}, {"reason", now.why}});
    co_return after_failure();
  }
  forget_failures();
  wake at = next_look(now.view);
  const auto not_after = [&at](wake other) {
    if (other && (!at || *other < *at)) at = other;
  };
  if (now.what.what == action::defer) not_after(soon(rules_->global.deployment_poll));
  if (now.what.reason == reasons::forbidden) not_after(forbidden_until_);
  if (now.what.reason == reasons::manual_hold) {
    const std::string group = read_overrides(now.app.labels).group;
    not_after(manual_hold_end(now.view, governing_rules(target_, now.view, *rules_, group)));
  }
  if (now.what.reason == reasons::cooldown) not_after(cooldown_end(now.inputs, shared_.now()));
  co_return at;
}

intent_draft app_actor::intent_of(const situation& now) const {
  intent_draft draft;
  draft.record = record_of(now);
  const std::string& version = now.app.version;
  if (is_repair(now.what)) {
    draft.record.causes = {cause_without_step(target_, std::string(now.what.reason), version)};
  } else {
    draft.included = due_pulses(now.view, now.inputs, now.what.toward);
    draft.resolutions = resolutions_toward(now.view, now.inputs, now.what.toward);
    draft.shares = shares_of(now.view, now.inputs, now.what.toward, now.what.to);
    for (const auto& [activation, part] : draft.shares) draft.activations.push_back(activation);
    draft.noticed = first_due(draft.included);
    if (draft.record.causes.empty())
      draft.record.causes = {cause_without_step(target_, draft.record.rule, version)};
  }
  draft.recommended = now.what.recommended;
  draft.base = cooldown_base(now.view, now.inputs);
  draft.version_before = version;
  return draft;
}

asio::awaitable<std::optional<instant>> app_actor::act(situation now) {
  intent_draft draft = intent_of(now);
  const bool force = now.what.force;
  co_return co_await carry_out(std::move(draft), force);
}

asio::awaitable<std::optional<instant>> app_actor::carry_out(intent_draft draft, bool force) {
  draft.rule_hash = fingerprints_of(draft.record.rule, *rules_);
  draft.force = force;
  auto write = [log = shared_.log, draft, now = shared_.now()] { return log->write_intent(draft, now); };
  const auto intent = co_await net::offload(*shared_.storage, std::move(write));
  if (!intent) co_return store_failed(intent.error());
  if (!*intent) {
    log::info("an alert has resolved since the app was read: deciding again", {{"app", target_.app}});
    co_return soon(milliseconds(0));
  }
  put_answer answer;
  answer.what = put_answer::kind::not_sent;
  answer.why = "no Marathon of the name " + target_.marathon + " is configured";
  if (marathon_) answer = co_await marathon_->put_instances(target_.app, draft.record.to, force);
  failpoint("put_answered");
  co_return co_await conclude(**intent, std::move(draft), std::move(answer));
}

asio::awaitable<std::optional<instant>> app_actor::conclude(std::int64_t intent, intent_draft draft,
                                                            put_answer answer) {
  using kind = put_answer::kind;
  const decision_record& record = draft.record;
  const std::string outcome = webhook::name_of(answer.what);
  intent_answer out{intent, status_of(answer.what), answer.deployment_id, answer.version, outcome, ""};
  if (answer.what == kind::rejected || answer.what == kind::forbidden) out.detail = answer.why;
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
  if (answer.what == kind::created)
    log::error("Marathon has created an app instead of scaling one", {{"app", target_.app}});
  const bool is_stored = co_await write_answer(std::move(out), false);
  if (!is_stored) co_return after_failure();
  if (answer.what == kind::accepted) {
    forget_failures();
    next_verify_ = {};
    change_report report{target_, verdict::waiting, std::nullopt, std::nullopt};
    if (draft.noticed) report.since_noticed = shared_.now() - *draft.noticed;
    if (shared_.on_change) shared_.on_change(report);
  }
  co_return after_answer(answer.what);
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

decision_record app_actor::record_of(const situation& now) const {
  decision_record record;
  record.time = shared_.now();
  record.target = target_;
  record.from = now.inputs.current;
  record.to = now.what.to;
  record.action = webhook::name_of(now.what.what);
  record.reason = now.what.reason;
  record.direction = webhook::name_of(now.what.toward);
  record.detail = mistakes_in(now.app.labels, *rules_);
  if (is_repair(now.what)) return record;
  record.rule = voting_rules(now.view, now.inputs, now.what.toward);
  for (const direction toward : {direction::up, direction::down}) {
    if (now.what.toward != direction::none && now.what.toward != toward) continue;
    for (const pulse& p : due_pulses(now.view, now.inputs, toward)) record.causes.push_back(p.cause);
    for (const std::int64_t id : resolutions_toward(now.view, now.inputs, toward))
      record.causes.push_back(target_.marathon + ":" + target_.app + ":resolved:" + std::to_string(id));
  }
  return record;
}

bool app_actor::is_worth_a_record(const situation& now) const {
  return now.view.has_due() || now.what.toward != direction::none ||
         now.what.reason == reasons::unconfirmed || !now.view.resolutions.empty();
}

}  // namespace mesoscale::webhook
