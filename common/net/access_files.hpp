// Whether the files of a way to log in and of its TLS can be used: opened before a configuration comes into force, so that a
// mistyped name is told at once and not by every request. Asks no server and keeps nothing of what it reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/net/http_access.hpp"

namespace mesoscale::net {

/// Opens every file that is named, as the requests will: certificates, keys and secrets. A line for each that cannot be used:
/// section ("mesos.http"), key, file and reason, nothing of what the file holds. No lines: all are good.
std::vector<std::string> check_access_files(const http_access& how, std::string_view section);

}  // namespace mesoscale::net
