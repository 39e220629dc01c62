#include "common/net/redirect.hpp"

#include <algorithm>

namespace mesoscale::net {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

result<url> redirect_target(const client_request& request, const url& asked, const http_response& answer) {
  const auto status = std::to_string(answer.status);
  const bool keeps_method = answer.status == 307 || answer.status == 308;
  if (!keeps_method && request.method != "GET" && request.method != "HEAD") {
    return failure{errc::redirect, request.method + " was answered with " + status +
                                       ", expected 307 or 308 for a redirect that keeps the method"};
  }
  const auto location = answer.headers.get("Location");
  if (location.empty()) return failure{errc::redirect, "the answer " + status + " has no Location"};
  auto next = resolve_location(asked, location);
  if (!next)
    return failure{errc::redirect, "the Location of the answer " + status + ": " + next.error().what};
  return next;
}

bool may_see_login(const client_request& request, const url& to) {
  if (request.to.scheme == "https" && to.scheme != "https") return false;
  if (to.authority() == request.to.authority()) return true;
  if (!request.how) return false;
  const auto& named = request.how->login_authorities;
  return std::find(named.begin(), named.end(), to.authority()) != named.end();
}

}  // namespace mesoscale::net
