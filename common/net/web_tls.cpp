#include "common/net/web_tls.hpp"

#include "common/core/yaml.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <vector>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace mesoscale::net {

namespace {

namespace ssl = asio::ssl;
using boost::system::error_code;

failure unusable(const std::string& key, const std::string& why) {
  return failure{errc::invalid, "tls_server_config." + key + ": " + why};
}

/// Where a PEM text comes from: a file or the configuration itself. key is what a message names.
struct pem_text {
  std::string key;
  std::string origin;  ///< the file, or "the text given there"
  std::string text;
};

result<pem_text> read_pem(const std::string& key, const std::string& file, const std::string& text) {
  if (file.empty()) return pem_text{key, "the text given there", text};
  auto content = read_file(file);
  if (!content) return unusable(key + "_file", "cannot read " + content.error().what);
  return pem_text{key + "_file", file, *std::move(content)};
}

failure unusable(const pem_text& pem, const std::string& expected, const std::string& why) {
  return unusable(pem.key, pem.origin + ": expected " + expected + ", found a mistake: " + why);
}

result<void> use_certificate(ssl::context& context, const web_tls& settings) {
  const auto certificate = read_pem("cert", settings.cert_file, settings.cert);
  if (!certificate) return certificate.error();
  const auto key = read_pem("key", settings.key_file, settings.key);
  if (!key) return key.error();
  error_code error;
  context.use_certificate_chain(asio::buffer(certificate->text), error);
  if (error) return unusable(*certificate, "a certificate (PEM)", error.message());
  // OpenSSL would ask the terminal for a passphrase and wait there.
  context.set_password_callback([](std::size_t, ssl::context::password_purpose) { return std::string(); },
                                error);
  context.use_private_key(asio::buffer(key->text), ssl::context::pem, error);
  if (error)
    return unusable(*key, "the private key (PEM, without passphrase) of the certificate", error.message());
  return {};
}

/// Trusts each certificate of the text for clients, and tells clients which authorities are meant.
result<void> trust_clients(SSL_CTX* context, const web_tls& settings) {
  if (settings.client_ca.empty() && settings.client_ca_file.empty()) return {};
  const auto pem = read_pem("client_ca", settings.client_ca_file, settings.client_ca);
  if (!pem) return pem.error();
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(
      BIO_new_mem_buf(pem->text.data(), static_cast<int>(pem->text.size())), BIO_free);
  int count = 0;
  while (X509* read = PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr)) {
    const std::unique_ptr<X509, decltype(&X509_free)> authority(read, X509_free);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get());
    SSL_CTX_add_client_CA(context, authority.get());
    ++count;
  }
  const auto last = ERR_peek_last_error();
  ERR_clear_error();
  if (count > 0 && ERR_GET_REASON(last) == PEM_R_NO_START_LINE) return {};
  return unusable(*pem, "certificates to trust (PEM)",
                  count == 0 ? "no certificate" : ERR_reason_error_string(last));
}

std::string text_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

/// An IP address as Go prints it, so that the list of allowed names means the same.
std::string address_text(const ASN1_OCTET_STRING* bytes) {
  const auto* data = ASN1_STRING_get0_data(bytes);
  if (ASN1_STRING_length(bytes) == 4) {
    asio::ip::address_v4::bytes_type v4;
    std::copy_n(data, v4.size(), v4.begin());
    return asio::ip::address_v4(v4).to_string();
  }
  if (ASN1_STRING_length(bytes) != 16) return {};
  asio::ip::address_v6::bytes_type v6;
  std::copy_n(data, v6.size(), v6.begin());
  return asio::ip::address_v6(v6).to_string();
}

/// The subject alternative names of a certificate: DNS names, mail addresses, URIs and IP addresses.
std::vector<std::string> alternative_names(X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  std::vector<std::string> out;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) out.push_back(text_of(name->d.dNSName));
    if (name->type == GEN_EMAIL) out.push_back(text_of(name->d.rfc822Name));
    if (name->type == GEN_URI) out.push_back(text_of(name->d.uniformResourceIdentifier));
    if (name->type == GEN_IPADD) out.push_back(address_text(name->d.iPAddress));
  }
  return out;
}

/// What a shown certificate must be; lives as long as the context that asks it.
struct client_rule {
  bool is_verified;
  std::vector<std::string> allowed_names;  ///< sorted; empty: any
};

void forget_rule(void*, void* rule, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<client_rule*>(rule);
}

int rule_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, forget_rule);
  return index;
}

/// Called by OpenSSL instead of its own verification when a client shows a certificate.
int check_client(X509_STORE_CTX* chain, void* argument) {
  const auto& rule = *static_cast<const client_rule*>(argument);
  if (rule.is_verified && X509_verify_cert(chain) != 1) return 0;
  if (rule.allowed_names.empty()) return 1;
  for (const auto& name : alternative_names(X509_STORE_CTX_get0_cert(chain))) {
    if (std::binary_search(rule.allowed_names.begin(), rule.allowed_names.end(), name)) return 1;
  }
  X509_STORE_CTX_set_error(chain, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

void ask_clients(SSL_CTX* context, const web_tls& settings) {
  const auto policy = settings.client_auth_type;
  if (policy == client_auth::none) return;
  const bool is_required = policy == client_auth::require_any || policy == client_auth::require_and_verify;
  const bool is_verified =
      policy == client_auth::verify_if_given || policy == client_auth::require_and_verify;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | (is_required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
  auto rule = std::make_unique<client_rule>(client_rule{is_verified, settings.client_allowed_sans});
  std::sort(rule->allowed_names.begin(), rule->allowed_names.end());
  SSL_CTX_set_cert_verify_callback(context, check_client, rule.get());
  SSL_CTX_set_ex_data(context, rule_index(), rule.release());
}

int protocol(tls_version version) { return version == tls_version::tls13 ? TLS1_3_VERSION : TLS1_2_VERSION; }

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ":") + name;
  return out;
}

result<void> choose_protocol(SSL_CTX* context, const web_tls& settings) {
  // A list with suites of TLS 1.3 alone leaves none for TLS 1.2.
  const bool is_only_13 = settings.cipher_suites && settings.cipher_suites->empty();
  SSL_CTX_set_min_proto_version(context, is_only_13 ? TLS1_3_VERSION : protocol(settings.min_version));
  SSL_CTX_set_max_proto_version(context, protocol(settings.max_version));
  if (settings.prefer_server_cipher_suites) SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE);
  if (settings.cipher_suites && !is_only_13 &&
      SSL_CTX_set_cipher_list(context, joined(*settings.cipher_suites).c_str()) != 1) {
    return unusable("cipher_suites", "OpenSSL knows none of them here");
  }
  if (!settings.curve_preferences.empty() &&
      SSL_CTX_set1_groups_list(context, joined(settings.curve_preferences).c_str()) != 1) {
    return unusable("curve_preferences", "OpenSSL does not know one of them here");
  }
  return {};
}

}  // namespace

result<std::shared_ptr<ssl::context>> make_web_context(const web_tls& settings) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  context->set_options(ssl::context::default_workarounds | ssl::context::no_compression);
  SSL_CTX* const native = context->native_handle();
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION);
  // Without a session context OpenSSL refuses to resume the sessions of clients that showed a certificate.
  static constexpr unsigned char session_context[] = "mesoscale";
  SSL_CTX_set_session_id_context(native, session_context, sizeof session_context - 1);
  if (auto chosen = choose_protocol(native, settings); !chosen) return chosen.error();
  if (auto used = use_certificate(*context, settings); !used) return used.error();
  if (auto trusted = trust_clients(native, settings); !trusted) return trusted.error();
  ask_clients(native, settings);
  return context;
}

}  // namespace mesoscale::net
