// Makes a server's OpenSSL context from the web configuration file: certificate, client certificates, versions, suites.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>

#include "common/core/result.hpp"
#include "common/core/web_config.hpp"

namespace mesoscale::net {

namespace asio = boost::asio;

/// Reads the files that the settings name. The failure (errc::invalid) names the key, the file and what is wrong with it;
/// a private key with a passphrase is refused, because there is nobody to ask. HTTP/2 is not offered to clients.
result<std::shared_ptr<asio::ssl::context>> make_web_context(const web_tls& settings);

}  // namespace mesoscale::net
