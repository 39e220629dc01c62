#include "webhook/ui/peer_filter.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace mesoscale::webhook {

namespace ip = boost::asio::ip;

result<peer_filter> peer_filter::parse(const std::vector<std::string>& networks) {
  peer_filter out;
  for (const std::string& text : networks) {
    const bool is_v6 = text.find(':') != std::string::npos;
    const std::string with_length =
        text.find('/') == std::string::npos ? text + (is_v6 ? "/128" : "/32") : text;
    boost::system::error_code error;
    if (is_v6) {
      out.v6_.push_back(ip::make_network_v6(with_length, error));
    } else {
      out.v4_.push_back(ip::make_network_v4(with_length, error));
    }
    if (error) return failure{errc::invalid, "found \"" + text + "\", expected a network such as 10.0.0.0/8"};
  }
  return out;
}

bool peer_filter::allows(const std::string& peer) const {
  boost::system::error_code error;
  ip::address address = ip::make_address(peer, error);
  if (error) return false;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  if (address.is_loopback()) return true;
  if (address.is_v4()) {
    const auto host = ip::network_v4(address.to_v4(), 32);
    return std::any_of(v4_.begin(), v4_.end(),
                       [&](const auto& n) { return host == n || host.is_subnet_of(n); });
  }
  const auto host = ip::network_v6(address.to_v6(), 128);
  return std::any_of(v6_.begin(), v6_.end(),
                     [&](const auto& n) { return host == n || host.is_subnet_of(n); });
}

}  // namespace mesoscale::webhook
