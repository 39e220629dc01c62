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
  /// Something new has come in that is to be decided on not before `at`, together with what comes until then. Further news do not
  /// put it off.
  void note_news(instant at) {
    if (settled_ <= shared_.now()) settled_ = at;
  }

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
  /// What a look at a watched change has led to.
  struct watch_outcome {
    bool has_concluded = false;  ///< it is not watched any more, or is stuck since now
    wake later = {};             ///< it was rolled back: when the next step should be
  };
  struct queue_look {
    bool is_listed = false;  ///< instances of the app wait in Marathon's queue
    std::string text;        ///< why they wait, or why nobody knows
  };

  boost::asio::awaitable<result<app_view>> observe();
  boost::asio::awaitable<read_answer> read_app(app_view view);
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
  boost::asio::awaitable<watch_outcome> verify(app_view view);
  boost::asio::awaitable<watch_outcome> look_into_delay(app_view view, app_reading app);
  boost::asio::awaitable<bool> conclude_watch(watched_change change, verdict found, std::string detail);
  boost::asio::awaitable<queue_look> look_at_queue();
  boost::asio::awaitable<wake> roll_back(app_view view, app_reading app);

  hold_draft hold_of(const situation& now) const;
  intent_draft intent_of(const situation& now) const;
  decision_record record_of(const situation& now) const;
  bool is_worth_a_record(const situation& now) const;
  static bool was_rejected(const app_view& view, const decision& what, const std::string& version);
  wake next_look(const app_view& view) const;
  void take_environment();
  wake after_answer(put_answer::kind what);
  wake after_failure();
  wake back_off(milliseconds span);
  void forget_failures();
  moment here() const { return shared_.here(); }
  wake soon(milliseconds span) const { return shared_.now() + span; }
  wake store_failed(const failure& why);
  void tell(const decision_record& record, const char* outcome) const;
  void show(actor_report report);
  void watch_for_conflict(const decision_inputs& inputs);

  app_key target_;
  const environment& shared_;
  std::shared_ptr<const rule_file> rules_;  ///< of the step that runs
  std::shared_ptr<marathon_api> marathon_;  ///< of the step that runs; null: not configured
  std::minstd_rand random_;
  actor_report shown_;                ///< what was told last
  int failures_ = 0;                  ///< in a row; the pause grows with them
  int crowded_ = 0;                   ///< refusals in a row because too many deployments run
  instant not_before_{};              ///< whatever happens, Marathon is not asked for a change earlier
  instant settled_{};                 ///< what has come in is not decided on earlier
  std::optional<instant> old_since_;  ///< since when no server shows the known version or a newer one
  instant old_seen_{};                ///< when that was seen last
  std::optional<instant>
      lost_since_;         ///< since when each look at a watched change shows an old state from before it
  std::int64_t late_ = 0;  ///< the intent of which it was logged that it takes long
  instant next_tick_{};    ///< when the app is looked at without another reason
  instant next_verify_{};
  instant forbidden_until_{};  ///< a change that is due is held back and told until then
  bool awaits_marathon_ = false;
  bool has_conflict_ = false;
};

}  // namespace mesoscale::webhook
