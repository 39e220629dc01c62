#include "common/net/access_files.hpp"

#include "common/core/yaml.hpp"
#include "common/net/auth.hpp"
#include "common/net/json_web_token.hpp"
#include "common/net/tls_context.hpp"

namespace mesoscale::net {
namespace {

/// Why the account's key cannot be signed with.
result<void> check_private_key(const std::string& file) {
  const auto text = read_file(file);
  if (!text) return text.error();
  if (const auto token = sign_rs256("{}", *text); !token)
    return failure{errc::invalid, file + ": " + token.error().what};
  return {};
}

}  // namespace

std::vector<std::string> check_access_files(const http_access& how, std::string_view section) {
  std::vector<std::string> mistakes;
  const auto note = [&](std::string_view key, const auto& done) {
    if (!done) mistakes.push_back(std::string(section) + "." + std::string(key) + ": " + done.error().what);
  };
  if (!how.basic_password_file.empty())
    note("basic_auth.password_file",
         basic_credentials(how.basic_username, how.basic_password_file)->authorization());
  if (!how.token_file.empty())
    note("authorization.credentials_file",
         token_credentials(how.token_type, how.token_file)->authorization());
  if (!how.dcos_private_key_file.empty())
    note("dcos_auth.private_key_file", check_private_key(how.dcos_private_key_file));
  // One after the other, so that each has its key.
  tls_client_options trust, own;
  trust.ca_file = how.tls.ca_file;
  if (!trust.ca_file.empty()) note("tls_config.ca_file", make_context(trust));
  if (how.tls.cert_file.empty()) return mistakes;
  own.cert_file = how.tls.cert_file;
  own.key_file = how.tls.key_file;
  const auto made = make_context(own);
  const bool is_key = !made && made.error().what.starts_with(own.key_file + ":");
  note(is_key ? "tls_config.key_file" : "tls_config.cert_file", made);
  return mistakes;
}

}  // namespace mesoscale::net
