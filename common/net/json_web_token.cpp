#include "common/net/json_web_token.hpp"

#include "common/core/base64.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace mesoscale::net {

namespace {

/// OpenSSL would ask the terminal for a passphrase.
int no_passphrase(char*, int, int, void*) { return 0; }

using private_key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

private_key read_key(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  private_key key(PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr), EVP_PKEY_free);
  ERR_clear_error();
  return key;
}

}  // namespace

result<std::string> sign_rs256(std::string_view claims, const std::string& pem) {
  const private_key key = read_key(pem);
  if (!key) return failure{errc::invalid, "expected a private key as PEM without passphrase"};
  if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) {
    return failure{errc::invalid, "expected an RSA key, found one of another kind"};
  }
  const std::string text =
      encode_base64url(R"({"alg":"RS256","typ":"JWT"})") + "." + encode_base64url(claims);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> signing(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  std::string signature;
  bool worked = EVP_DigestSignInit(signing.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
                EVP_DigestSign(signing.get(), nullptr, &size, bytes, text.size()) == 1;
  if (worked) {
    signature.resize(size);
    worked = EVP_DigestSign(signing.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                            text.size()) == 1;
  }
  ERR_clear_error();
  if (!worked) return failure{errc::invalid, "OpenSSL cannot sign with this key"};
  signature.resize(size);
  return text + "." + encode_base64url(signature);
}

std::optional<std::chrono::system_clock::time_point> token_expiry(std::string_view token) {
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  const auto claims = decode_base64(token.substr(first + 1, second - first - 1));
  if (!claims) return std::nullopt;
  const auto parsed = nlohmann::json::parse(*claims, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("exp") || !parsed["exp"].is_number()) return std::nullopt;
  const auto seconds = parsed["exp"].get<double>();
  constexpr double latest = 4e9;  // The year 2096: what is much later overflows the clock's nanoseconds.
  if (!std::isfinite(seconds) || seconds < 0) return std::nullopt;
  const auto whole = static_cast<std::int64_t>(std::min(seconds, latest));
  return std::chrono::system_clock::time_point(std::chrono::seconds(whole));
}

}  // namespace mesoscale::net
