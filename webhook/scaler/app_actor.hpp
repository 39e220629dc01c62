// The one that acts for one app: looks at what is open and due now (not at messages), reads the app, decides, writes the
// intent, PUTs, writes the answer, and watches until the instances run. One step at a time; a step can be cut off anywhere and
// the next one carries on. app_actor_act.cpp has the acting, app_actor_verify.cpp the watching and what else is asked for.
//
//   observe --> open intent? --yes--> read app --> accepted / not applied / superseded --> observe again
//      |no
//      +--> a change is watched --> read app --> reached, superseded, vanished, stuck --> observe again
//      +--> nothing due, no tick --> sleep
//      +--> read app --> an accepted change is not shown yet --> wait until it is watched again
//      +--> read app --> decide --> hold, defer, retry: write decision --> wait
//                           +-----> scale: write intent --> PUT --> write answer --> wait
#pragma once

#include "webhook/decision/decide.hpp"
#include "webhook/scaler/environment.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <random>

namespace mesoscale::webhook {

class app_actor {
 public:
  /// seed is for the jitter of retries.
  app_actor(app_key target, const environment& shared, std::uint32_t seed);

  /// One cycle. Gives when the next one should be at the latest; nothing: only when something happens.
  boost::asio::awaitable<std::optional<instant>> step();

  const app_key& target() const { return target_; }

  /// Whether it waits for something that Marathon's events tell: a deployment's end, instances that start.
  bool awaits_marathon() const { return awaits_marathon_; }
  /// Marathon has told that something happened: what is watched is looked at with the next step.
  void note_event() { next_verify_ = {}; }

 private:
  using wake = std::optional<instant>;
  /// What one decision was made from.
  struct situation {
    app_view view;
    app_reading app;
    decision_inputs inputs;
    decision what;
    std::string why;  ///< why Marathon could not be read
  };

  boost::asio::awaitable<result<app_view>> observe();
  boost::asio::awaitable<read_answer> read_app();
  boost::asio::awaitable<wake> resolve_intent(app_view view);
  boost::asio::awaitable<wake> cycle(app_view view);
  boost::asio::awaitable<bool> note_reading(app_view* view, app_reading app, bool runs_config);
  boost::asio::awaitable<void> fetch_values(app_view* view);
  boost::asio::awaitable<capacity> look_for_room(app_view view, app_reading app);
  boost::asio::awaitable<wake> hold(situation now);
  boost::asio::awaitable<wake> act(situation now);
  boost::asio::awaitable<wake> carry_out(intent_draft draft, bool force);
  boost::asio::awaitable<wake> conclude(std::int64_t intent, intent_draft draft, put_answer answer);
  boost::asio::awaitable<bool> write_answer(intent_answer answer, bool is_recovery);
  boost::asio::awaitable<bool> verify(app_view view);
  boost::asio::awaitable<bool> conclude_watch(watched_change change, verdict found, std::string detail);
  boost::asio::awaitable<std::string> explain_stuck();
  boost::asio::awaitable<void> roll_back(app_view view, app_reading app);

  hold_draft hold_of(const situation& now) const;
  intent_draft intent_of(const situation& now) const;
  decision_record record_of(const situation& now) const;
  bool is_worth_a_record(const situation& now) const;
  wake next_look(const app_view& view) const;
  /// first: the pause after one failure; nothing: retry_backoff.
  wake after_failure(std::optional<milliseconds> first = {});
  wake after_put(put_answer::kind what);
  wake soon(milliseconds span) const { return shared_.now() + span; }
  wake store_failed(const failure& why);
  void tell(const decision_record& record, const char* outcome) const;
  void show(actor_report report);
  void watch_for_conflict(const decision_inputs& inputs);

  app_key target_;
  const environment& shared_;
  std::shared_ptr<const rule_file> rules_;  ///< of the step that runs
  std::minstd_rand random_;
  actor_report shown_;   ///< what was told last
  int failures_ = 0;     ///< in a row; the pause grows with them
  instant next_tick_{};  ///< when the app is looked at without another reason
  instant next_verify_{};
  instant next_put_{};         ///< none is sent before; an answer of Marathon has said so
  bool is_forbidden_ = false;  ///< that answer was a 403
  bool awaits_marathon_ = false;
  bool has_conflict_ = false;
};

}  // namespace mesoscale::webhook
