// What is going on in Marathon beside an app's own answer: deployments that run, instances that wait for offers.
// Pure: plain messages in, values out. What it means for a change is the gate's (decision/deployment_gate.hpp) and verify.hpp's.
#pragma once

#include "common/net/http_message.hpp"
#include "webhook/decision/deployment_gate.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mesoscale::webhook {

struct deployment_reading {
  std::string id;
  std::vector<std::string> affected;  ///< ids of apps and pods
  bool only_scales = false;           ///< every action of every step is ScaleApplication
};

struct deployments_answer {
  bool is_known = false;  ///< false: the list could not be read
  std::vector<deployment_reading> list = {};
};

struct queue_entry {
  std::string app;
  std::int64_t count = 0;   ///< instances that wait
  bool is_overdue = false;  ///< it waits for offers
  std::int64_t backoff_left_s =
      0;  ///< above 0: the app's tasks have failed, and Marathon waits before the next try
  std::string
      reasons;  ///< why offers were refused, most frequent first: "InsufficientCpus 12, UnfulfilledRole 3"
};

struct queue_answer {
  bool is_known = false;
  std::vector<queue_entry> list = {};
  std::string why = {};

  const queue_entry* find(const std::string& app) const;
};

/// Reads steps as objects with actions and, as 0.8 writes them, as arrays of actions.
deployments_answer classify_deployments(const net::http_response& response);

queue_answer classify_queue(const net::http_response& response);

/// The kind of what runs for an app. own_id: the deployment that we recorded last, and is_own_target whether the app still
/// aims at its count. A deployment that is not in the list, or does anything unknown, counts as a configuration.
deployment_kind kind_of(const std::vector<std::string>& running, const deployments_answer& answer,
                        const std::string& own_id, bool is_own_target);

}  // namespace mesoscale::webhook
