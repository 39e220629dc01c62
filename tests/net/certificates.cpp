#include "tests/net/certificates.hpp"

#include <functional>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace mesoscale::net {

namespace {

void check(bool worked, const char* what) {
  if (!worked) throw std::runtime_error(std::string("cannot make a test certificate: ") + what);
}

std::string as_pem(const std::function<int(BIO*)>& write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  check(write(out.get()) == 1, "PEM");
  char* data = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

template <class Object>
Object* read_pem(const std::string& text, Object* (*read)(BIO*, Object**, pem_password_cb*, void*)) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
  Object* object = read(in.get(), nullptr, nullptr, nullptr);
  check(object != nullptr, "reading it back");
  return object;
}

void add_extension(X509* to, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), X509_EXTENSION_free);
  check(extension && X509_add_ext(to, extension.get(), -1) == 1, value.c_str());
}

/// No two certificates of an authority have the same number.
long next_serial() {
  static long serial = 0;
  return ++serial;
}

}  // namespace

std::string make_private_key(const std::string& kind) {
  EVP_PKEY* made = kind == "RSA-2048" ? EVP_RSA_gen(2048) : kind == "P-256" ? EVP_EC_gen("P-256") : nullptr;
  if (kind == "ED25519") made = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(made, EVP_PKEY_free);
  check(key != nullptr, kind.c_str());
  return as_pem([&](BIO* to) {
    return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

std::string public_key_of(const std::string& private_key) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      read_pem<EVP_PKEY>(private_key, PEM_read_bio_PrivateKey), EVP_PKEY_free);
  return as_pem([&](BIO* to) { return PEM_write_bio_PUBKEY(to, key.get()); });
}

certificate_authority::certificate_authority(const std::string& name) {
  own_ = make(name, {}, true, std::chrono::hours(24));
  key_.reset(read_pem<EVP_PKEY>(own_.key, PEM_read_bio_PrivateKey), EVP_PKEY_free);
  issuer_.reset(read_pem<X509>(own_.cert, PEM_read_bio_X509), X509_free);
}

certificate certificate_authority::issue(const std::string& common_name,
                                         const std::vector<std::string>& alternative_names,
                                         std::chrono::hours validity) const {
  return make(common_name, alternative_names, false, validity);
}

certificate certificate_authority::make(const std::string& name,
                                        const std::vector<std::string>& alternative_names, bool is_authority,
                                        std::chrono::hours validity) const {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
  check(key && made, "a key");
  X509* const x = made.get();
  X509* const issuer = issuer_ ? issuer_.get() : x;
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x), next_serial());
  const auto seconds = std::chrono::seconds(validity).count();
  X509_gmtime_adj(X509_getm_notBefore(x), seconds < 0 ? 2 * seconds : -3600);
  X509_gmtime_adj(X509_getm_notAfter(x), seconds);
  X509_set_pubkey(x, key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(issuer));
  add_extension(x, issuer, NID_basic_constraints, is_authority ? "critical,CA:TRUE" : "CA:FALSE");
  std::string names;
  for (const auto& alternative : alternative_names) names += (names.empty() ? "" : ",") + alternative;
  if (!names.empty()) add_extension(x, issuer, NID_subject_alt_name, names);
  check(X509_sign(x, key_ ? key_.get() : key.get(), EVP_sha256()) > 0, "the signature");
  certificate out;
  out.cert = as_pem([&](BIO* to) { return PEM_write_bio_X509(to, x); });
  out.key = as_pem([&](BIO* to) {
    return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  return out;
}

}  // namespace mesoscale::net
