// Step 4 of the decision cycle: what each rule asks for, and what comes of all of them together. Pure.
//
//   any up ------------------------------------------------> the largest up
//   else any down, and a veto, a hold alert, a truncation
//                  or a rule that wants the count to stay -> the current count
//   else any down -----------------------------------------> the largest down, which is the smallest change
//   else --------------------------------------------------> the current count
#pragma once

#include "webhook/decision/wanted.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mesoscale::webhook {

/// What one rule says at the moment.
enum class signal_state : std::uint8_t {
  inactive,     ///< none of its alerts is open
  active,       ///< firing, but no step is due: it vetoes the other direction
  unconfirmed,  ///< as active; a step would be due, but too long nothing was heard of the alert
  pulse,        ///< firing, and steps are due
  unknown,  ///< whether it fires, or what its value is, is not known or too old: never a reason to scale down
};

struct signal {
  std::string rule;
  policy how;
  signal_state state = signal_state::inactive;
  std::int64_t pulses = 1;                 ///< due steps, summed before the vote
  std::optional<exact_number> value = {};  ///< of a target policy; nothing: missing
  std::optional<std::int64_t> ready =
      {};  ///< instances that the value was measured over; nothing: all of them
  /// Its rule is paused: it asks for nothing. What would be a vote up still keeps the others from scaling down.
  bool is_paused = false;
};

struct vote {
  enum class kind : std::uint8_t { none, up, down, stay, veto } what = kind::none;
  std::int64_t count = 0;
};

vote vote_of(const signal& from, std::int64_t current);

/// What keeps votes to scale down from counting, besides other votes.
struct down_block {
  bool hold_alert = false;
  bool truncated = false;
};

bool has_up(const std::vector<signal>& signals, std::int64_t current);

/// Whether any signal says something, and be it only that the count must not fall.
bool has_vote(const std::vector<signal>& signals, std::int64_t current);

wanted combine(const std::vector<signal>& signals, std::int64_t current, down_block block);

}  // namespace mesoscale::webhook
