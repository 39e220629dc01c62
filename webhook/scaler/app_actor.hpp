// The one that acts for one app: looks at what is open and due now (not at messages), reads the app, decides, writes the
// intent, PUTs, writes the answer. One step at a time; a step can be cut off anywhere and the next one carries on.
//
//   observe --> open intent? --yes--> read app --> accepted / not applied / superseded --> observe again
//      |no
//      +--> nothing due, no tick --> sleep
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

 private:
  using wake = std::optional<instant>;

  boost::asio::awaitable<result<app_view>> observe();
  boost::asio::awaitable<read_answer> read_app();
  boost::asio::awaitable<wake> resolve_intent(app_view view);
  boost::asio::awaitable<wake> cycle(app_view view);
  boost::asio::awaitable<wake> hold(app_view view, decision_inputs inputs, decision what, std::string why);
  boost::asio::awaitable<wake> act(app_view view, decision_inputs inputs, decision what, std::string version);
  boost::asio::awaitable<wake> conclude(std::int64_t intent, decision_record record, put_answer answer);
  boost::asio::awaitable<bool> write_answer(intent_answer answer, bool is_recovery);

  decision_record record_of(const app_view& view, const decision_inputs& inputs, const decision& what) const;
  bool is_worth_a_record(const app_view& view, const decision& what) const;
  bool was_rejected(const decision& what, const std::string& version) const;
  wake next_look(const app_view& view) const;
  wake after_failure();
  wake soon(milliseconds span) const { return shared_.now() + span; }
  void tell(const decision_record& record, const char* outcome) const;
  void show(actor_report report);

  app_key target_;
  const environment& shared_;
  std::shared_ptr<const rule_file> rules_;  ///< of this step
  marathon_api* marathon_ = nullptr;        ///< of this step; null for a name that is not configured
  std::minstd_rand random_;
  actor_report shown_;   ///< what was told last
  int failures_ = 0;     ///< in a row; the pause grows with them
  instant next_tick_{};  ///< when the app is looked at without another reason
  std::optional<std::pair<std::string, std::int64_t>>
      rejected_;  ///< the version and count that Marathon refused for good
};

}  // namespace mesoscale::webhook
