// What all actors share. The parts outlive the actors.
#pragma once

#include "webhook/marathon/marathon_api.hpp"
#include "webhook/rules/rule_file.hpp"
#include "webhook/store/journal.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <memory>

namespace mesoscale::webhook {

/// What an actor tells about itself; the program makes metrics of it.
struct actor_report {
  app_key target;
  std::int64_t current = 0;
  std::int64_t wanted = 0;
  std::int64_t min = 0;
  std::int64_t max = 0;
};

struct environment {
  std::shared_ptr<const rule_file> rules;
  journal* log = nullptr;
  boost::asio::thread_pool* storage = nullptr;                     ///< one thread: the journal's
  std::function<marathon_api*(const std::string& name)> marathon;  ///< null for a name that is not configured
  std::function<instant()> now;
  std::function<void(const decision_record&, const char* outcome)> on_decision;  ///< may be empty
  std::function<void(const actor_report&)> on_reading;                           ///< may be empty
};

}  // namespace mesoscale::webhook
