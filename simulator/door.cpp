#include "simulator/door.hpp"

#include "common/core/base64.hpp"
#include "common/core/basic_login.hpp"
#include "common/core/yaml.hpp"
#include "simulator/json.hpp"
#include "simulator/signed_token.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <openssl/rand.h>

namespace mesoscale::simulator {
namespace {

constexpr std::string_view login_path = "/acs/api/v1/auth/login";

/// The first line of a file; "" when it cannot be read, which opens for nobody.
std::string secret_in(const std::string& file) {
  auto text = read_file(file);
  if (!text) return {};
  return text->substr(0, text->find_first_of("\r\n"));
}

std::string random_bytes() {
  std::array<unsigned char, 24> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return {};
  return std::string(bytes.begin(), bytes.end());
}

/// As DC/OS gives it: a JSON Web Token. Whoever has it only reads its "exp"; the signature is chance.
std::string make_token(const std::string& uid, instant end) {
  const json claims = {
      {"uid", uid},
      {"exp", std::chrono::duration_cast<std::chrono::seconds>(end.time_since_epoch()).count()}};
  return encode_base64url(R"({"alg":"HS256","typ":"JWT"})") + "." + encode_base64url(claims.dump()) + "." +
         encode_base64url(random_bytes());
}

bool is_for_everybody(const daemon_name& at, const std::string& path) {
  if (at.what != daemon_name::kind::master && at.what != daemon_name::kind::agent) return false;
  static constexpr std::array<std::string_view, 6> open = {"/health",  "/master/health", "/slave(1)/health",
                                                           "/version", "/redirect",      "/master/redirect"};
  return std::find(open.begin(), open.end(), path) != open.end();
}

}  // namespace

bool door::is_login(const daemon_name& at, const net::http_request& request) const {
  return !options_.dcos_public_key_file.empty() && at.what == daemon_name::kind::master &&
         request.path == login_path;
}

result<void> door::check_proof(const net::http_request& request, instant now) const {
  const json body = json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("uid") || !body.contains("token") || !body["token"].is_string())
    return failure{errc::http_401, "found no uid and token, expected {\"uid\", \"token\"}"};
  const auto key = read_file(options_.dcos_public_key_file);
  if (!key) return key.error();
  const auto claims = verified_claims(body["token"].get<std::string>(), *key);
  if (!claims) return claims.error();
  if (body["uid"] != options_.dcos_uid || claims->value("uid", "") != options_.dcos_uid)
    return failure{errc::http_401, "found another uid"};
  const auto end = claims->find("exp");
  if (end == claims->end() || !end->is_number() || end->get<double>() <= epoch_seconds(now))
    return failure{errc::http_401, "found a proof that has expired"};
  return {};
}

net::http_response door::log_in(const net::http_request& request, instant now) {
  if (request.method != "POST") return net::text_response(405, "405 Method Not Allowed");
  if (const auto checked = check_proof(request, now); !checked) {
    ++counts_.refused_logins;
    return net::json_response(401,
                              json{{"title", "Unauthorized"}, {"description", checked.error().what}}.dump());
  }
  std::erase_if(tokens_, [now](const auto& one) { return one.second <= now; });
  const instant end = std::chrono::floor<std::chrono::seconds>(now + options_.token_lifetime);
  const std::string token = make_token(options_.dcos_uid, end);
  tokens_[token] = end;
  ++counts_.logins;
  return net::json_response(200, json{{"token", token}}.dump());
}

bool door::is_right(const std::string& authorization, instant now) {
  if (!options_.dcos_public_key_file.empty() && authorization.starts_with("token=")) {
    const auto found = tokens_.find(authorization.substr(6));
    return found != tokens_.end() && now < found->second;
  }
  if (!options_.bearer_file.empty() && authorization.starts_with("Bearer ")) {
    const std::string expected = secret_in(options_.bearer_file);
    return !expected.empty() && authorization.substr(7) == expected;
  }
  if (options_.basic_password_file.empty()) return false;
  const auto login = parse_basic_login(authorization);
  const std::string expected = secret_in(options_.basic_password_file);
  return login && !expected.empty() && login->user == options_.basic_user && login->password == expected;
}

bool door::admits(const daemon_name& at, const net::http_request& request, instant now) {
  if (options_.is_open() || is_for_everybody(at, request.path)) return true;
  if (is_right(std::string(request.headers.get("Authorization")), now)) return true;
  ++counts_.refused;
  return false;
}

}  // namespace mesoscale::simulator
