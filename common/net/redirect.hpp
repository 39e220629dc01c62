// Decides what follows a redirect: which URL, whether at all, and whether the login may go there. Pure.
#pragma once

#include "common/core/result.hpp"
#include "common/core/url.hpp"
#include "common/net/http_client.hpp"

namespace mesoscale::net {

/// 301, 302, 303, 307, 308.
bool is_redirect(int status);

/// Where the answer sends this request. Fails (errc::redirect) without a usable Location, and for a method other than GET and
/// HEAD unless the status promises to keep it (307, 308): a PUT that came back as a GET would look like success.
result<url> redirect_target(const client_request& request, const url& asked, const http_response& answer);

/// Whether an Authorization may be sent to `to`: the authority that was asked for first and the ones that were named for it,
/// but never in clear text when the first request was not.
bool may_see_login(const client_request& request, const url& to);

}  // namespace mesoscale::net
