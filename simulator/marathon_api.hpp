// Marathon's REST API of version 1.11: a request in, its answer out. The cluster and the log of changes are what it works on;
// sending and receiving is somebody else's.
#pragma once

#include "common/net/http_message.hpp"
#include "simulator/cluster.hpp"
#include "simulator/marathon_dialects.hpp"
#include "simulator/put_log.hpp"

#include <string>

namespace mesoscale::simulator {

class marathon_api {
 public:
  /// address: "host:port" under which it is reached.
  marathon_api(cluster& model, put_log& log, std::string address)
      : model_(model), log_(log), address_(std::move(address)) {}
  marathon_api(cluster& model, put_log& log, std::string address, marathon_extras extras)
      : model_(model), log_(log), address_(std::move(address)), extras_(extras) {}

  /// The answer at the model's now. Requests other than GET and HEAD are logged.
  net::http_response answer(const net::http_request& request);

  /// Logs a change that never reached Marathon, because a fault answered for it.
  void log_unseen(const net::http_request& request, int status);

 private:
  net::http_response route(const net::http_request& request, put_entry& entry);
  net::http_response apps(const net::http_request& request, put_entry& entry);
  net::http_response one_app(const net::http_request& request, const std::string& rest, put_entry& entry);
  net::http_response read_app(const std::string& id, const std::string& tail, const std::string& version);
  net::http_response write_app(const net::http_request& request, const std::string& id, put_entry& entry);
  net::http_response post_app(const net::http_request& request, put_entry& entry);
  net::http_response list_apps(const net::http_request& request);
  net::http_response list_tasks(const net::http_request& request);
  net::http_response one_deployment(const net::http_request& request, const std::string& id,
                                    put_entry& entry);
  net::http_response change_answer(const change& done, const std::string& id, int status, put_entry& entry);
  put_entry start_entry(const net::http_request& request) const;

  cluster& model_;
  put_log& log_;
  std::string address_;
  marathon_extras extras_;
};

}  // namespace mesoscale::simulator
