#include "common/net/reload_request.hpp"

#include <boost/asio/ip/address.hpp>

namespace mesoscale::net {
namespace {

bool is_loopback(const std::string& peer) {
  boost::system::error_code wrong;
  const auto address = boost::asio::ip::make_address(peer, wrong);
  return !wrong && address.is_loopback();
}

}  // namespace

std::optional<http_response> refuse_reload(const http_request& request, bool is_authenticating) {
  if (request.method != "POST" && request.method != "PUT") {
    auto response = text_response(405, "405 Method Not Allowed: expected POST or PUT\n");
    response.headers.set("Allow", "POST, PUT");
    return response;
  }
  if (is_authenticating || is_loopback(request.peer_address)) return std::nullopt;
  return text_response(403,
                       "403 Forbidden: expected a request from loopback, or users or client certificates in "
                       "--web.config.file\n");
}

http_response reload_response(const result<void>& done) {
  if (done) return text_response(200, "the configuration was read again\n");
  return text_response(
      500, "the configuration cannot be used, the one before stays in force:\n" + done.error().what + "\n");
}

}  // namespace mesoscale::net
