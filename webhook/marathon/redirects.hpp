// Redirects of Marathon: a standby sends to the leader, a plain port to the one with TLS. They are followed only to the servers of
// the rule file, because what goes with them (a login, a change) is for nobody else.
#pragma once

#include "common/core/url.hpp"
#include "common/net/http_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace mesoscale::webhook {

/// Where an answer sends a request that went to `asked`: one of the servers, or another port of one of their hosts that speaks TLS.
/// Nothing: it is no redirect, has no usable Location, or leads elsewhere. Pure.
std::optional<url> redirect_within(const std::vector<url>& servers, const url& asked,
                                   const net::http_response& answer);

/// Sends a request and follows such redirects, with its method and body, at most three. A redirect that is not followed is the
/// answer; nothing has happened then.
boost::asio::awaitable<result<net::http_response>> send_within(std::shared_ptr<net::http_client> client,
                                                               net::client_request request,
                                                               std::vector<url> servers, net::deadline until);

}  // namespace mesoscale::webhook
