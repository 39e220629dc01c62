#include "common/net/http_access.hpp"

#include "common/core/yaml.hpp"
#include "common/net/dcos_auth.hpp"
#include "common/net/http_client.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

namespace mesoscale::net {
namespace {

constexpr std::string_view ways_to_log_in[] = {"basic_auth", "authorization", "dcos_auth"};

void read_basic(yaml_map& basic, http_access& target) {
  basic.read("username", target.basic_username);
  basic.read("password_file", target.basic_password_file);
  basic.require("username", "the name to log in with");
  basic.require("password_file", "the path of a file that holds the password");
}

bool is_token_character(unsigned char c) {
  return c > 0x20 && c < 0x7f &&
         std::string_view("\"(),/:;<=>?@[\\]{}").find(static_cast<char>(c)) == std::string_view::npos;
}

void read_token(yaml_map& token, http_access& target) {
  if (token.read("type", target.token_type)) {
    const bool is_word = !target.token_type.empty() &&
                         std::all_of(target.token_type.begin(), target.token_type.end(), is_token_character);
    if (!is_word) token.complain("type", "something else", "one word, like Bearer");
    std::string lower = target.token_type;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (lower == "basic") token.complain("type", "\"" + target.token_type + "\"", "basic_auth for that");
  }
  token.read("credentials_file", target.token_file);
  token.require("credentials_file", "the path of a file that holds the token");
}

void read_dcos(yaml_map& dcos, http_access& target) {
  std::string text;
  if (dcos.read("login_url", text)) {
    auto parsed = parse_url(text);
    if (parsed) {
      target.dcos_login_url = std::move(parsed).value();
    } else {
      // The text is not repeated: a URL that is refused may hold a password.
      dcos.complain("login_url", "a URL that cannot be used",
                    "a URL like https://leader.mesos/acs/api/v1/auth/login, without user and password");
    }
  }
  dcos.read("uid", target.dcos_uid);
  dcos.read("private_key_file", target.dcos_private_key_file);
  dcos.require("login_url", "the URL of the login, like https://leader.mesos/acs/api/v1/auth/login");
  dcos.require("uid", "the name of the service account");
  dcos.require("private_key_file", "the path of a file that holds the account's private key");
}

void read_tls(yaml_map& tls, tls_client_options& target) {
  tls.read("ca_file", target.ca_file);
  tls.read("cert_file", target.cert_file);
  tls.read("key_file", target.key_file);
  tls.read("server_name", target.server_name);
  tls.read("insecure_skip_verify", target.insecure_skip_verify);
  if (target.cert_file.empty() != target.key_file.empty()) {
    tls.complain("", target.cert_file.empty() ? "key_file without cert_file" : "cert_file without key_file",
                 "both or none");
  }
}

void refuse_second_login(yaml_map& map) {
  std::string_view first;
  for (const std::string_view way : ways_to_log_in) {
    if (!map.has(way)) continue;
    if (first.empty()) {
      first = way;
    } else {
      map.complain(way, "a second way to log in", "either " + std::string(first) + " or " + std::string(way));
    }
  }
}

/// As Prometheus does it: a relative name is relative to the folder of the configuration file.
void resolve_files(http_access& target, const std::filesystem::path& folder) {
  for (std::string* const file :
       {&target.basic_password_file, &target.token_file, &target.dcos_private_key_file, &target.tls.ca_file,
        &target.tls.cert_file, &target.tls.key_file}) {
    if (!file->empty()) *file = (folder / *file).string();
  }
}

}  // namespace

void read_http_access(yaml_map& map, http_access& target) {
  map.read_map("basic_auth", [&](yaml_map& basic) { read_basic(basic, target); });
  map.read_map("authorization", [&](yaml_map& token) { read_token(token, target); });
  map.read_map("dcos_auth", [&](yaml_map& dcos) { read_dcos(dcos, target); });
  refuse_second_login(map);
  map.read_map("tls_config", [&](yaml_map& tls) { read_tls(tls, target.tls); });
  resolve_files(target, std::filesystem::path(map.value().file()).parent_path());
}

std::shared_ptr<const access> make_access(const http_access& how, std::shared_ptr<http_client> client) {
  auto made = std::make_shared<access>();
  made->tls = how.tls;
  if (!how.basic_password_file.empty()) {
    made->login = basic_credentials(how.basic_username, how.basic_password_file);
  } else if (!how.token_file.empty()) {
    made->login = token_credentials(how.token_type, how.token_file);
  } else if (how.dcos_login_url) {
    dcos_account account{*how.dcos_login_url, how.dcos_uid, how.dcos_private_key_file, how.tls};
    made->login = dcos_credentials(std::move(account), std::move(client));
  }
  return made;
}

}  // namespace mesoscale::net
