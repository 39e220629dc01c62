#include "common/net/tls_context.hpp"

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <filesystem>
#include <initializer_list>
#include <utility>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace mesoscale::net {

namespace {

namespace ssl = asio::ssl;
using boost::system::error_code;

failure file_failure(const std::string& path, const std::string& expected, const error_code& error) {
  return failure{errc::tls, path + ": cannot be used as " + expected + ": " + error.message()};
}

std::shared_ptr<ssl::context> empty_context(ssl::context::method method) {
  auto context = std::make_shared<ssl::context>(method);
  context->set_options(ssl::context::default_workarounds | ssl::context::no_compression);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
  return context;
}

result<void> use_certificate(ssl::context& context, const std::string& cert_file,
                             const std::string& key_file) {
  error_code error;
  context.use_certificate_chain_file(cert_file, error);
  if (error) return file_failure(cert_file, "a certificate (PEM)", error);
  // OpenSSL would ask the terminal for the passphrase of a key and wait there.
  context.set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); },
                                error);
  context.use_private_key_file(key_file, ssl::context::pem, error);
  if (error) return file_failure(key_file, "the private key (PEM) of " + cert_file, error);
  return {};
}

result<void> trust(ssl::context& context, const std::string& ca_file) {
  error_code error;
  context.load_verify_file(ca_file, error);
  if (error) return file_failure(ca_file, "certificates to trust (PEM)", error);
  return {};
}

}  // namespace

result<std::shared_ptr<ssl::context>> make_context(const tls_client_options& options) {
  auto context = empty_context(ssl::context::tls_client);
  if (options.insecure_skip_verify) {
    context->set_verify_mode(ssl::verify_none);
  } else {
    context->set_verify_mode(ssl::verify_peer);
    if (options.ca_file.empty()) {
      error_code ignored;
      context->set_default_verify_paths(ignored);
    } else if (auto trusted = trust(*context, options.ca_file); !trusted) {
      return trusted.error();
    }
  }
  if (!options.cert_file.empty()) {
    if (auto used = use_certificate(*context, options.cert_file, options.key_file); !used)
      return used.error();
  }
  return context;
}

result<std::shared_ptr<ssl::context>> make_context(const tls_server_options& options) {
  auto context = empty_context(ssl::context::tls_server);
  if (auto used = use_certificate(*context, options.cert_file, options.key_file); !used) return used.error();
  if (!options.client_ca_file.empty()) {
    if (auto trusted = trust(*context, options.client_ca_file); !trusted) return trusted.error();
    context->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
  }
  // Without a session context OpenSSL refuses to resume the sessions of clients that showed a certificate.
  static constexpr unsigned char session_context[] = "mesoscale";
  SSL_CTX_set_session_id_context(context->native_handle(), session_context, sizeof session_context - 1);
  return context;
}

void expect_server_name(SSL* connection, const std::string& name) {
  error_code not_numeric;
  asio::ip::make_address(name, not_numeric);
  auto* const parameters = SSL_get0_param(connection);
  if (!not_numeric) {
    X509_VERIFY_PARAM_set1_ip_asc(parameters, name.c_str());
    return;
  }
  X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(parameters, name.c_str(), name.size());
  SSL_set_tlsext_host_name(connection, name.c_str());
}

std::string file_stamp(const tls_client_options& options) {
  std::string stamp;
  for (const auto* path : {&options.ca_file, &options.cert_file, &options.key_file}) {
    std::error_code missing;
    const auto changed = std::filesystem::last_write_time(*path, missing);
    stamp += missing ? "-" : std::to_string(changed.time_since_epoch().count());
    stamp += ' ';
  }
  return stamp;
}

}  // namespace mesoscale::net
