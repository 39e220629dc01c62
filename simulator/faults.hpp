// Faults that a test or a person sets on the simulated daemons: which requests one strikes, and what it makes of the answer.
// Pure; breaking the connection itself is left to the server (wire_fault), refusing it to the listeners.
#pragma once

#include "common/core/result.hpp"
#include "common/net/http_message.hpp"
#include "simulator/json.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::simulator {

/// Which daemon a request came to.
struct daemon_name {
  enum class kind { master, agent, marathon, chronos };
  kind what;
  std::string address;  ///< "127.0.11.2:5051"
};

enum class fault_kind {
  refuse,              ///< nobody listens
  reset,               ///< the connection is reset instead of an answer
  hang,                ///< no answer ever
  hang_after_headers,  ///< the header, then nothing
  drip,                ///< a byte every 100 ms
  status,              ///< that status with the body that the daemon gives it
  html,                ///< 200 text/html
  truncated,           ///< the connection ends in the middle of the body
  empty_body,          ///< 200 and nothing, as the proxy of Marathon 0.8.1 answers when it fails
  empty_object,        ///< {}
  null,                ///< null
  nan,                 ///< numbers are NaN, which is no JSON
  wrong_types,         ///< numbers are strings
  delay,               ///< the answer comes later
};

struct fault {
  std::string target;  ///< "masters", "agents", "marathon", "chronos" or an address
  std::string path;    ///< prefix of the path; "" for all
  std::string method;  ///< "" for all
  std::string key;     ///< nan, wrong_types: only the member of this name; "" for all
  fault_kind kind = fault_kind::status;
  int status = 503;
  std::string message;                 ///< Marathon's words for the status; "" for those that it usually has
  std::string location;                ///< status: where a 3xx leads; "" for nowhere
  std::chrono::milliseconds delay{0};  ///< added to every kind
  int remaining = -1;                  ///< how many requests it still strikes; -1 for ever
  bool processed = false;  ///< whether the daemon acts on the request before a reset, hang or status
};

/// Reads the body of PUT /control/faults. Failure names the member, what was found and what was expected.
result<fault> parse_fault(const json& body);
json to_json(const fault& which);

class fault_list {
 public:
  void add(fault which) { faults_.push_back(std::move(which)); }
  void clear() { faults_.clear(); }
  const std::vector<fault>& all() const { return faults_; }

  /// The newest fault that strikes the request, used once; nothing if it is to be answered well.
  std::optional<fault> strike(const daemon_name& at, const net::http_request& request);
  /// Whether the daemon must not listen.
  bool refuses(const daemon_name& at) const;

 private:
  std::vector<fault> faults_;
};

/// Whether the daemon's own answer is never seen. The daemon then acts on the request only if the fault says `processed`;
/// under every other kind it acts, and its answer is spoilt.
bool replaces_answer(const fault& which);

/// What comes instead of the daemon's answer.
net::http_response replacement(const fault& which, const daemon_name& at);

/// The daemon's answer, spoilt.
net::http_response spoil(const fault& which, net::http_response good);

}  // namespace mesoscale::simulator
