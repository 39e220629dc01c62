// Who may post to /webhook while no authentication is configured: loopback, and the networks that a flag adds.
#pragma once

#include "common/core/result.hpp"

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <string>
#include <vector>

namespace mesoscale::webhook {

class peer_filter {
 public:
  /// Networks as "10.0.0.0/8", "fd00::/8", or single addresses. Failure: errc::invalid.
  static result<peer_filter> parse(const std::vector<std::string>& networks);

  /// peer: a numeric address; an IPv4 address inside IPv6 counts as IPv4.
  bool allows(const std::string& peer) const;

 private:
  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

}  // namespace mesoscale::webhook
