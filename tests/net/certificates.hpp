// Certificates for tests, made on the spot: an authority, and what it issues. Keys are of P-256, which takes no time.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <openssl/types.h>

namespace mesoscale::net {

/// A certificate and its private key, as PEM.
struct certificate {
  std::string cert;
  std::string key;
};

/// A new private key as PEM: "RSA-2048", "P-256" or "ED25519".
std::string make_private_key(const std::string& kind);

/// The public half of a private key, both PEM.
std::string public_key_of(const std::string& private_key);

class certificate_authority {
 public:
  explicit certificate_authority(const std::string& name);

  /// The certificate of the authority itself, as PEM.
  const std::string& cert() const { return own_.cert; }

  /// Issues a certificate for the names, in OpenSSL's spelling ("DNS:localhost", "IP:127.0.0.1", "email:a@b", "URI:x:y").
  /// A negative validity gives one that has expired.
  certificate issue(const std::string& common_name, const std::vector<std::string>& alternative_names,
                    std::chrono::hours validity = std::chrono::hours(24)) const;

 private:
  certificate make(const std::string& name, const std::vector<std::string>& alternative_names,
                   bool is_authority, std::chrono::hours validity) const;

  std::shared_ptr<EVP_PKEY> key_;  ///< null while the authority makes its own certificate
  std::shared_ptr<X509> issuer_;
  certificate own_;
};

}  // namespace mesoscale::net
