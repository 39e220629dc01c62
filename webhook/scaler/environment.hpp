// What all actors share. The parts outlive the actors.
#pragma once

#include "webhook/marathon/marathon_api.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/store/journal.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace mesoscale::webhook {

/// What an actor tells about itself; the program makes metrics of it.
struct actor_report {
  app_key target;
  std::int64_t current = 0;
  std::int64_t wanted = 0;
  std::int64_t min = 0;
  std::int64_t max = 0;
};

/// What an actor tells about one change: Marathon has accepted it (waiting), or what became of it.
struct change_report {
  app_key target;
  verdict what = verdict::waiting;
  std::optional<milliseconds> since_noticed;   ///< since its first cause came up
  std::optional<milliseconds> since_accepted;  ///< nothing at the acceptance itself
};

struct environment {
  std::shared_ptr<const rule_file>
      rules;  ///< a reload puts another one here; a step works with the one it began with
  journal* log = nullptr;
  const boost::asio::any_io_executor* storage = nullptr;  ///< one thread: the journal's
  /// Null for a name that is not configured. What it gives lives on through a reload.
  std::function<std::shared_ptr<marathon_api>(const std::string& name)> marathon;
  std::function<instant()> now;   ///< of a clock that goes on evenly while the program runs
  std::function<instant()> wall;  ///< of the wall clock, which may be set
  moment here() const { return {now(), wall()}; }
  /// Instances that the agents have room for; nothing: not known. May be empty: nobody looks.
  std::function<boost::asio::awaitable<std::optional<std::int64_t>>(resource_need)> find_room;
  /// The one value of a PromQL query; nothing: it has none. May be empty.
  std::function<boost::asio::awaitable<std::optional<exact_number>>(std::string query)> ask_prometheus;
  std::function<void(const decision_record&, const char* outcome)> on_decision;  ///< may be empty
  std::function<void(const actor_report&)> on_reading;                           ///< may be empty
  std::function<void(const change_report&)> on_change;                           ///< may be empty
  std::function<void(const app_key&)> on_conflict;  ///< up and down fire both; may be empty
};

}  // namespace mesoscale::webhook
