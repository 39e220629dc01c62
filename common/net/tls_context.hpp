// Makes OpenSSL's contexts from our settings: TLS 1.2 and later, peers verified. For use inside net only.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

#include "common/core/result.hpp"
#include "common/net/tls.hpp"

namespace mesoscale::net {

namespace asio = boost::asio;

/// Failures are errc::tls and name the file that could not be used.
result<std::shared_ptr<asio::ssl::context>> make_context(const tls_client_options& options);
result<std::shared_ptr<asio::ssl::context>> make_context(const tls_server_options& options);

/// Tells a client's connection which name or address the certificate must be for, and the server which one is asked for (SNI).
void expect_server_name(SSL* connection, const std::string& name);

/// When the files of the settings were last changed, as text to compare: a new certificate is used without a restart.
std::string file_stamp(const tls_client_options& options);

}  // namespace mesoscale::net
