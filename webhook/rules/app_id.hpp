// Ids of Marathon apps that come from labels or from the rule file: checked before they are ever put into a URL.
#pragma once

#include "common/core/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace mesoscale::webhook {

/// The app that a decision is about.
struct app_key {
  std::string marathon;  ///< name of the Marathon in the rule file
  std::string app;       ///< "/prod/web"
  friend auto operator<=>(const app_key&, const app_key&) = default;
};

/// The id with one leading slash. Refused (errc::invalid): an empty id, empty segments, a segment that is not a host name in
/// lower case (Marathon's PathId without its ".."), and the segments restart, tasks and versions, which Marathon reads as
/// something else than an id (src/main/scala/mesosphere/marathon/state/PathId.scala).
result<std::string> normalise_app_id(std::string_view text);

}  // namespace mesoscale::webhook
