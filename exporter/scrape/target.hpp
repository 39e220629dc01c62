// A target: what it is, where it is, how it is reached. And an outcome: what came of asking it for one collector.
// Values only.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "common/core/url.hpp"
#include "common/net/deadline.hpp"
#include "common/net/http_client.hpp"
#include "exporter/collectors/collector.hpp"

namespace mesoscale::exporter {

struct target {
  target_kind kind;
  url base;  ///< its path, if any, stands before the paths of collectors; the scheme "tcp"
             ///< is a server without HTTP, which is asked by words
  std::shared_ptr<const net::access> how;  ///< may be null
  std::string instance() const { return base.authority(); }
};

struct outcome {
  std::optional<failure> why;  ///< set: data is empty
  std::optional<failure>
      absent;             ///< set: the endpoint is not there, which is normal if the target is well otherwise
  bool was_asked = true;  ///< false: what the main collector brought made the question needless
  decoded data;
  std::chrono::duration<double> took{};
  std::size_t response_bytes = 0;
  std::string leader;       ///< who leads, as Marathon's X-Marathon-Leader says; "" if it does not
  bool is_proxied = false;  ///< X-Marathon-Via: another Marathon passed the leader's answer on
  std::string
      redirected_to;  ///< "host:port" of another server that the answer is from; "" if it is the target's own
  net::clock::time_point finished;
};

using outcome_ptr = std::shared_ptr<const outcome>;

/// A failure; measured: the outcome that it stands for, which gives it its times.
outcome_ptr failed_with(failure why, const outcome& measured = outcome());

/// Nothing was asked, because the question was needless.
outcome_ptr not_asked();

}  // namespace mesoscale::exporter
