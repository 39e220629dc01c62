// What became of an intent that was left open, watching an accepted change until it has come true, and what is asked for before a change: values and room.
#include "common/core/log.hpp"
#include "common/net/offload.hpp"
#include "webhook/scaler/app_actor.hpp"
#include "webhook/scaler/compose.hpp"
#include "webhook/scaler/verify.hpp"

#include <algorithm>
#include <utility>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

/// The rules that led to a change; those that are gone are left out.
std::vector<const rule*> named_rules(const std::string& names, const rule_file& rules) {
  std::vector<const rule*> out;
  std::size_t begin = 0;
  while (begin < names.size()) {
    const auto end = std::min(names.find(',', begin), names.size());
    if (const rule* const r = rules.find_rule(std::string_view(names).substr(begin, end - begin)))
      out.push_back(r);
    begin = end + 1;
  }
  return out;
}

/// What became of an intent, from what the app looks like now.
intent_status status_from(const open_intent& intent, const read_answer& reading) {
  if (reading.what == read_answer::kind::missing) return intent_status::gone;
  const bool has_changed = reading.app.version != intent.version_before || intent.version_before.empty();
  if (reading.app.instances == intent.to && has_changed) return intent_status::accepted;
  if (reading.app.instances == intent.from) return intent_status::not_applied;
  return intent_status::superseded;
}

/// So many looks in a row an old state from before a change must be shown until the change counts as lost. At the default verify_poll
/// that is longer than Marathon takes to elect a leader; a server without one shows what it knew last.
constexpr int looks_until_lost = 6;

milliseconds timeout_of(const std::vector<const rule*>& of) {
  if (of.empty()) return rule().verify_timeout;
  milliseconds longest{0};
  for (const rule* const r : of) longest = std::max(longest, r->verify_timeout);
  return longest;
}

}  // namespace

/// Nothing when the intent is resolved; else when to try again.
asio::awaitable<std::optional<instant>> app_actor::resolve_intent(app_view view) {
  read_answer reading = co_await read_app(view);
  reading.disbelieve_old();
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

asio::awaitable<app_actor::watch_outcome> app_actor::verify(app_view view) {
  const watched_change change = *view.watched;
  const milliseconds pause = change.is_stuck ? rules_->global.tick : rules_->global.verify_poll;
  next_verify_ = shared_.now() + pause;
  const read_answer reading = co_await read_app(view);
  // Only the state from before the change is news: that it was lost. Anything else that is old says nothing.
  const bool seems_lost =
      reading.what == read_answer::kind::present && reading.is_old && is_as_before(change, reading.app);
  if (!seems_lost) lost_since_.reset();
  if (seems_lost && !lost_since_) lost_since_ = shared_.now();
  const bool is_lost =
      seems_lost && shared_.now() - *lost_since_ >= looks_until_lost * rules_->global.verify_poll;
  const bool says_nothing = reading.is_old && !is_lost;
  if (reading.what == read_answer::kind::unavailable || says_nothing) {
    log::warn("Marathon does not answer", {{"app", target_.app}, {"reason", reading.why}});
    co_return watch_outcome();
  }
  verdict found = verdict::superseded;
  std::string detail = "the app is gone";
  if (reading.what == read_answer::kind::present) {
    const auto led = named_rules(change.rules, *rules_);
    found = judge(change, reading.app, shared_.now(), timeout_of(led));
    detail.clear();
  }
  if (found == verdict::stuck) co_return co_await look_into_delay(std::move(view), reading.app);
  watch_outcome out;
  if (found != verdict::waiting)
    out.has_concluded = co_await conclude_watch(change, found, std::move(detail));
  co_return out;
}

/// Not reached in time. What waits in the queue is stuck; what does not was launched and may still load its image or get healthy,
/// so it is only watched further.
asio::awaitable<app_actor::watch_outcome> app_actor::look_into_delay(app_view view, app_reading app) {
  const watched_change change = *view.watched;
  const auto led = named_rules(change.rules, *rules_);
  const bool rolls_back =
      app.tasks_running < change.to && std::any_of(led.begin(), led.end(), [](const rule* r) {
        return r->on_stuck == stuck_policy::rollback && r->force == force_policy::own;
      });
  watch_outcome out;
  next_verify_ = shared_.now() + rules_->global.tick;
  if (change.is_stuck && !rolls_back) co_return out;
  queue_look queue = co_await look_at_queue();
  if (!queue.is_listed) {
    const bool is_told = std::exchange(late_, change.intent) == change.intent;
    if (!is_told) log::warn("a change takes long", {{"app", target_.app}, {"reason", queue.text}});
    co_return out;
  }
  if (!change.is_stuck) {
    out.has_concluded = co_await conclude_watch(change, verdict::stuck, std::move(queue.text));
    if (!out.has_concluded) co_return out;
  }
  if (rolls_back) out.later = co_await roll_back(std::move(view), std::move(app));
  co_return out;
}

asio::awaitable<app_actor::queue_look> app_actor::look_at_queue() {
  const queue_answer queue = co_await marathon_->read_queue();
  if (!queue.is_known) co_return queue_look{false, "the queue cannot be read: " + queue.why};
  const queue_entry* const entry = queue.find(target_.app);
  if (!entry) co_return queue_look{false, "not in the queue"};
  const std::string count = std::to_string(entry->count);
  if (entry->backoff_left_s > 0) co_return queue_look{true, "tasks fail, " + count + " wait"};
  const std::string reasons = entry->reasons.empty() ? "" : ": " + entry->reasons;
  co_return queue_look{true, count + " wait for offers" + reasons};
}

asio::awaitable<bool> app_actor::conclude_watch(watched_change change, verdict found, std::string detail) {
  auto write = [log = shared_.log, intent = change.intent, found, detail, now = shared_.now()] {
    return log->write_verdict(intent, found, detail, now);
  };
  const auto stored = co_await net::offload(*shared_.storage, std::move(write));
  if (!stored) {
    store_failed(stored.error());
    co_return false;
  }
  const std::string to = std::to_string(change.to);
  if (found == verdict::reached) {
    log::info("a change is reached", {{"app", target_.app}, {"to", to}});
  } else {
    log::warn("a change did not come true",
              {{"app", target_.app}, {"to", to}, {"verdict", webhook::name_of(found)}, {"reason", detail}});
  }
  change_report report{target_, found, std::nullopt, shared_.now() - change.accepted};
  if (change.noticed) report.since_noticed = shared_.now() - *change.noticed;
  if (shared_.on_change) shared_.on_change(report);
  co_return true;
}

/// Back to what runs, and not below the minimum; only over our own scaling, not while paused or dry, and not as long as Marathon
/// has refused it. Nothing: it was not tried.
asio::awaitable<std::optional<instant>> app_actor::roll_back(app_view view, app_reading app) {
  if (shared_.now() < std::max(not_before_, forbidden_until_)) co_return std::nullopt;
  const std::optional<deployments_answer> deployments = co_await marathon_->read_deployments();
  read_answer reading;
  reading.what = read_answer::kind::present;
  reading.app = app;
  situation now{std::move(view), app, {}, {}, {}};
  now.inputs = compose(target_, now.view, *rules_, reading, here(), deployments);
  const std::int64_t to = std::max(app.tasks_running, bounds_of(now.inputs).min);
  const bool is_allowed = now.inputs.gate == stop_gate::open && !now.inputs.dry_run &&
                          now.inputs.frozen != freeze::both && now.inputs.frozen != freeze::down &&
                          now.inputs.deployment.what == deployment_kind::own_scale;
  if (!is_allowed || to >= app.instances) co_return std::nullopt;
  now.what = {action::scale, to, reasons::stuck_rollback, direction::down, true};
  if (was_rejected(now.view, now.what, app.version)) co_return std::nullopt;
  intent_draft draft;
  draft.record = record_of(now);
  draft.record.rule = now.view.watched->rules;
  draft.record.causes = {target_.marathon + ":" + target_.app +
                         ":stuck:" + std::to_string(now.view.watched->intent)};
  draft.base = app.instances;
  draft.version_before = app.version;
  std::int64_t left = to - app.instances;
  const auto& activations = now.view.watched->activations;
  for (std::size_t i = 0; i < activations.size(); ++i) {
    const std::int64_t part = left / static_cast<std::int64_t>(activations.size() - i);
    draft.shares.emplace_back(activations[i], part);
    left -= part;
  }
  co_return co_await carry_out(std::move(draft), true);
}

/// A value that is missing for one of the alerts is missing: what is left of it may only be too small.
asio::awaitable<void> app_actor::fetch_values(app_view* view) {
  constexpr std::size_t most_queries = 20;
  for (rule_activity& activity : view->active) {
    const rule* const r = rules_->find_rule(activity.rule);
    if (!r || r->value_query.empty()) continue;
    activity.value.reset();
    const bool can_ask =
        shared_.ask_prometheus && !activity.lacks_query && activity.queries.size() <= most_queries;
    if (!can_ask) continue;
    for (const std::string& query : activity.queries) {
      const std::optional<exact_number> value = co_await shared_.ask_prometheus(query);
      if (!value) {
        activity.value.reset();
        break;
      }
      if (!activity.value || *value > *activity.value) activity.value = value;
    }
  }
}

asio::awaitable<capacity> app_actor::look_for_room(app_view view, app_reading app) {
  capacity room;
  const queue_answer queue = co_await marathon_->read_queue();
  if (const queue_entry* const entry = queue.find(target_.app)) {
    const bool was_raised = view.watched && view.watched->to > view.watched->from;
    room.waiting_for_offers = was_raised && entry->is_overdue && entry->count > 0;
    room.backing_off = entry->backoff_left_s > 0;
  }
  if (shared_.find_room) room.fits = co_await shared_.find_room(app.need);
  co_return room;
}

}  // namespace mesoscale::webhook
