// A table of routes: method and path to handler. Exact paths, or a prefix that ends in "/*".
// Answers 404 for an unknown path, 405 with Allow for an unknown method, HEAD by GET without its body.
#pragma once

#include <string>
#include <vector>

#include "common/net/http_server.hpp"

namespace mesoscale::net {

struct route {
  std::string method;
  std::string path;
  http_handler handle;
};

/// The longest matching path wins.
http_handler make_router(std::vector<route> routes);

}  // namespace mesoscale::net
