// Plays Alertmanager in the storm of kills: alerts that fire, repeat and resolve, each message sent again until it is taken with 200.
// Knows what must have come of it in the end; does not judge.
#pragma once

#include "tests/webhook/crash/judge.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace mesoscale::webhook {

using nlohmann::json;

class alert_source {
 public:
  explicit alert_source(unsigned seed);

  /// Sends one message; send() tells whether it was taken. A message that was not taken is sent again by the next call.
  void post(const std::function<bool(const std::string& body)>& send);
  /// One more alert may begin that must act once.
  void allow_another() { ++allowed_; }
  /// These alerts have acted: they may resolve.
  void note_acted(const std::vector<std::string>& alerts);
  /// From now on only resolves are sent. False when nothing is left to send.
  bool has_to_finish();

  /// Taken alerts that must have acted once each.
  const std::vector<owed_step>& owed() const { return owed_; }

 private:
  /// An alert that fires and resolves again and again.
  struct changing_alert {
    std::string name;
    std::string app;
    std::string id;
    bool is_firing = false;
    std::int64_t begin = 0;
  };

  void begin_message();
  void add_once();
  void add_changing(changing_alert& which);
  void add(const std::string& name, const std::string& app, const std::string& id, bool is_firing,
           std::int64_t begin);
  bool chance(unsigned percent) { return random_() % 100 < percent; }

  std::mt19937 random_;
  std::vector<changing_alert> changing_;
  std::vector<json> pending_;  ///< alerts of the message that is not taken yet
  std::vector<owed_step> pending_owed_;
  std::vector<owed_step> owed_;
  std::vector<std::string> acted_;  ///< may resolve
  std::int64_t clock_ = 0;          ///< seconds; each episode begins later than the one before it ended
  int allowed_ = 0;
  int begun_ = 0;
  bool is_finishing_ = false;
};

}  // namespace mesoscale::webhook
