// A Chronos with a few jobs that run by the clock: a request in, its answer out. Reads only; its scheduler is a calculation of
// what has run until now. Speaks as 2.x (paths without a version) or as 3.x (paths below /v1).
#pragma once

#include "common/net/http_message.hpp"
#include "simulator/instant.hpp"
#include "simulator/json.hpp"

#include <string>
#include <vector>

namespace mesoscale::simulator {

struct chronos_options {
  int version = 3;  ///< 2 or 3
  std::string address = {};
  instant started_at = {};
};

class chronos_api {
 public:
  explicit chronos_api(chronos_options options);

  net::http_response answer(const net::http_request& request, instant now) const;

 private:
  struct job {
    std::string name;
    microseconds period;
    microseconds takes;   ///< how long a run is under way
    int fails_every = 0;  ///< every n-th run fails; 0: none
    bool disabled = false;
    std::vector<std::string> parents = {};
  };
  /// What became of a job until now.
  struct history {
    int runs = 0;
    int errors = 0;
    int errors_since_success = 0;
    instant last_success = {};
    instant last_error = {};
    instant next_run = {};
    bool is_running = false;
  };

  history history_of(const job& of, instant now) const;
  json job_json(const job& of, instant now) const;
  json list(instant now) const;
  json summary(instant now) const;
  json metrics(instant now) const;
  std::string graph(instant now) const;

  chronos_options options_;
  std::vector<job> jobs_;
};

}  // namespace mesoscale::simulator
