// What an answer of Marathon means. Pure: plain messages in, values out. Asking is marathon_client.hpp.
#pragma once

#include "common/core/labels.hpp"
#include "common/core/result.hpp"
#include "common/net/http_message.hpp"
#include "webhook/alertmanager/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mesoscale::webhook {

/// What one instance takes, in thousandths, as Mesos itself rounds resources.
struct resource_need {
  std::int64_t cpus = 0;
  std::int64_t mem = 0;   ///< thousandths of a MiB
  std::int64_t disk = 0;  ///< thousandths of a MiB
  std::int64_t gpus = 0;
};

/// An app as GET /v2/apps/{id} shows it, as far as scaling needs it.
struct app_reading {
  std::int64_t instances = 0;  ///< the last accepted target
  std::int64_t tasks_running = 0;
  std::string version;
  std::optional<instant> last_scaling;             ///< versionInfo.lastScalingAt; 0.8.1 has none
  std::vector<std::string> deployments;            ///< ids of those that affect the app
  std::optional<instant> last_config_change = {};  ///< versionInfo.lastConfigChangeAt; 0.8.1 has none
  std::int64_t tasks_healthy = 0;
  bool has_health_checks = false;
  resource_need need = {};
  label_set labels = {};
};

struct read_answer {
  enum class kind { present, missing, unavailable } what = kind::unavailable;
  app_reading app;
  std::string why;      ///< for unavailable: which server, what happened
  int status = 0;       ///< 0: no answer came
  bool is_old = false;  ///< what it shows is older than what is known; set by the one who knows

  /// For decisions, an old state of the app is as good as none.
  void disbelieve_old() {
    if (is_old) what = kind::unavailable;
  }
};

struct put_answer {
  enum class kind {
    accepted,              ///< 200 with a deployment
    unconfirmed,           ///< 2xx without one (a proxy of 0.8.1): read the app
    created,               ///< 201: an app was made by mistake; read it, and somebody should look
    locked,                ///< 409: a deployment affects the app
    conflict,              ///< 409: another change at the same time
    unauthorized,          ///< 401
    too_many_deployments,  ///< 403 with that message
    forbidden,             ///< 403
    gone,                  ///< 404, or 422 because the body is no full app
    rejected,              ///< 400, 422 and other 4xx: the same request will not do better
    redirected,            ///< 3xx: another server leads; nothing was changed
    not_sent,              ///< no server took the connection
    unknown,               ///< 429, 5xx, timeout, reset: it may have happened
  } what = kind::unknown;
  std::string deployment_id;
  std::string version;
  std::string why;  ///< Marathon's message, shortened, or what happened to the connection
  int status = 0;
};

/// The word for the outcome of a decision and for metrics.
const char* name_of(put_answer::kind what);

read_answer classify_read(const net::http_response& response);
put_answer classify_put(const net::http_response& response);

/// Whether a version is an earlier one. Versions are times; texts that are none are not compared. Source: Marathon names an app's
/// version after the moment at which it was stored.
bool is_older_version(const std::string& version, const std::string& than);

/// A PUT to which no answer came: not_sent if it cannot have been sent, else unknown.
put_answer put_failure(const failure& why);

}  // namespace mesoscale::webhook
