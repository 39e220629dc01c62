#include "simulator/signed_token.hpp"

#include "common/core/base64.hpp"

#include <memory>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace mesoscale::simulator {
namespace {

bool is_signed_by(const std::string& text, const std::string& signature, EVP_PKEY* key) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> checking(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const bool is_right =
      EVP_DigestVerifyInit(checking.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestVerify(checking.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size()) == 1;
  ERR_clear_error();
  return is_right;
}

}  // namespace

result<json> verified_claims(std::string_view token, const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  ERR_clear_error();
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
    return failure{errc::invalid, "found no public RSA key, expected one as PEM"};
  const auto first = token.find('.');
  const auto second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos) return failure{errc::http_401, "found no token of three parts"};
  const auto header = decode_base64(token.substr(0, first));
  const auto claims = decode_base64(token.substr(first + 1, second - first - 1));
  const auto signature = decode_base64(token.substr(second + 1));
  if (!header || !claims || !signature) return failure{errc::http_401, "found a token that is no base 64"};
  const json head = json::parse(*header, nullptr, false);
  json body = json::parse(*claims, nullptr, false);
  if (!head.is_object() || head.value("alg", "") != "RS256" || !body.is_object())
    return failure{errc::http_401, "found another token than one signed with RS256"};
  if (!is_signed_by(std::string(token.substr(0, second)), *signature, key.get()))
    return failure{errc::http_401, "found a signature of another key"};
  return body;
}

}  // namespace mesoscale::simulator
