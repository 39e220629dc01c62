// What the actors ask of one Marathon. A seam: tests put a fake here. The real one is marathon_client.hpp.
#pragma once

#include "webhook/marathon/answer.hpp"
#include "webhook/marathon/progress.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace mesoscale::webhook {

class marathon_api {
 public:
  virtual ~marathon_api() = default;
  /// GET /v2/apps/{id}. app is a checked id: "/prod/web". known_version: a server that shows an older one ("": none is known) has
  /// lost its leader and is passed over; an older one comes back only when no server shows a newer one, with what befell those that
  /// did not answer in `why`.
  virtual boost::asio::awaitable<read_answer> read_app(std::string app, std::string known_version) = 0;
  /// PUT (or PATCH) /v2/apps/{id} {"instances":N}; with force the deployment that runs is cancelled in its favour.
  virtual boost::asio::awaitable<put_answer> put_instances(std::string app, std::int64_t instances,
                                                           bool force) = 0;
  /// GET /v2/deployments: what they do, and to which apps.
  virtual boost::asio::awaitable<deployments_answer> read_deployments() = 0;
  /// GET /v2/queue: what waits for offers.
  virtual boost::asio::awaitable<queue_answer> read_queue() = 0;
};

}  // namespace mesoscale::webhook
