#include "common/core/web_config.hpp"

#include "common/core/web_tls_names.hpp"
#include "common/core/yaml.hpp"

#include <algorithm>
#include <filesystem>

namespace mesoscale {
namespace {

/// crypt(3) spells the salt and the digest with these characters.
bool is_bcrypt_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '/';
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

constexpr std::size_t bcrypt_length = 60;
constexpr int lowest_cost = 4;
/// A check at cost 18 takes some 20 seconds; each step more doubles it.
constexpr int highest_cost = 18;

std::string in_folder_of(const std::string& path, const std::string& name) {
  const std::filesystem::path file(name);
  if (name.empty() || file.is_absolute()) return name;
  return (std::filesystem::path(path).parent_path() / file).lexically_normal().string();
}

/// A PEM text, whose value is a secret or long: a mistake never quotes it.
void read_pem(yaml_map& map, std::string_view key, std::string& target) {
  const yaml_value value = map.get(key);
  if (!value) return;
  if (value.what() != yaml_value::kind::scalar) {
    map.complain(key, value.description(), "PEM text");
    return;
  }
  if (value.scalar().find("-----BEGIN ") == std::string::npos) {
    map.complain(key, "text that is not PEM",
                 "PEM text (-----BEGIN ...); a file is named by " + std::string(key) + "_file");
    return;
  }
  target = value.scalar();
}

/// A value out of a table of names. Gives the index, or nothing after a complaint.
std::optional<std::size_t> read_name(yaml_map& map, std::string_view key,
                                     std::initializer_list<std::string_view> names) {
  const yaml_value value = map.get(key);
  if (!value) return std::nullopt;
  const auto found = std::find(names.begin(), names.end(), value.scalar());
  if (value.what() == yaml_value::kind::scalar && found != names.end()) {
    return static_cast<std::size_t>(found - names.begin());
  }
  std::string list;
  for (const auto name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  map.complain(key, value.description(), "one of " + list);
  return std::nullopt;
}

void read_client_auth(yaml_map& map, web_tls& tls) {
  // The last one is an old spelling that exporter-toolkit still accepts.
  const auto chosen =
      read_name(map, "client_auth_type",
                {"NoClientCert", "RequestClientCert", "RequireAnyClientCert", "VerifyClientCertIfGiven",
                 "RequireAndVerifyClientCert", "RequireClientCert"});
  if (chosen)
    tls.client_auth_type = *chosen == 5 ? client_auth::require_any : static_cast<client_auth>(*chosen);
}

void read_versions(yaml_map& map, web_tls& tls) {
  if (const auto lowest = read_name(map, "min_version", {"TLS12", "TLS13"})) {
    tls.min_version = static_cast<tls_version>(*lowest);
  }
  if (const auto highest = read_name(map, "max_version", {"TLS12", "TLS13"})) {
    tls.max_version = static_cast<tls_version>(*highest);
  }
  if (tls.max_version < tls.min_version) map.complain("max_version", "TLS12", "at least min_version (TLS13)");
}

void check_given(yaml_map& map, std::string_view inline_key, std::string_view expected) {
  const std::string file_key = std::string(inline_key) + "_file";
  const yaml_value file = map.get(file_key);
  const bool is_empty = file.what() == yaml_value::kind::scalar && file.scalar().empty();
  if ((!file || is_empty) && !map.has(inline_key)) map.complain(file_key, file.description(), expected);
}

/// The items of a list, each translated by a table; the name of the table's entries is for the message.
std::optional<std::vector<std::string>> read_translated(yaml_map& map, std::string_view key, name_table names,
                                                        config_errors& errors) {
  const yaml_value value = map.get(key);
  std::vector<std::string> ours;
  if (!value || value.what() == yaml_value::kind::null) return std::nullopt;
  if (value.what() != yaml_value::kind::list) {
    map.complain(key, value.shape(), "a list");
    return std::nullopt;
  }
  for (const yaml_value& item : value.items()) {
    const auto entry =
        std::find_if(names.begin(), names.end(), [&](const auto& e) { return e.given == item.scalar(); });
    if (entry != names.end()) {
      if (!entry->openssl.empty()) ours.emplace_back(entry->openssl);
      continue;
    }
    std::string list;
    for (const auto& e : names) list += (list.empty() ? "" : ", ") + std::string(e.given);
    errors.push_back(item.mistake(item.description(), "one of " + list));
  }
  if (value.items().empty()) return std::nullopt;  // As in exporter-toolkit, an empty list chooses nothing.
  return ours;
}

void check_pair(yaml_map& map, std::string_view inline_key, const std::string& inline_text,
                const std::string& file) {
  if (inline_text.empty() || file.empty()) return;
  const std::string file_key = std::string(inline_key) + "_file";
  map.complain(inline_key, "both " + std::string(inline_key) + " and " + file_key, "only one of them");
}

void check_clients(yaml_map& map, const web_tls& tls) {
  const bool has_ca = !tls.client_ca.empty() || !tls.client_ca_file.empty();
  const auto policy = tls.client_auth_type;
  const bool verifies = policy == client_auth::verify_if_given || policy == client_auth::require_and_verify;
  if (verifies && !has_ca)
    map.complain("client_auth_type", "no client_ca_file", "client_ca_file or client_ca beside it");
  if (has_ca && policy == client_auth::none) {
    map.complain(tls.client_ca_file.empty() ? "client_ca" : "client_ca_file", "client_auth_type NoClientCert",
                 "a client_auth_type that asks for certificates");
  }
  const bool is_certain = policy == client_auth::require_any || policy == client_auth::require_and_verify;
  if (!tls.client_allowed_sans.empty() && !is_certain) {
    map.complain("client_allowed_sans", "a client_auth_type that lets clients in without certificate",
                 "RequireAndVerifyClientCert or RequireAnyClientCert");
  }
}

/// Whether a value is there and says something: "tls_server_config:" and "tls_server_config: {}" do not.
bool says_something(const yaml_value& value) {
  if (!value || value.what() == yaml_value::kind::null) return false;
  return value.what() != yaml_value::kind::map || !value.keys().empty();
}

std::optional<web_tls> read_tls(yaml_map& root, const std::string& path, config_errors& errors) {
  if (!says_something(root.get("tls_server_config"))) return std::nullopt;
  web_tls tls;
  root.read_map("tls_server_config", [&](yaml_map& map) {
    map.read("cert_file", tls.cert_file);
    map.read("key_file", tls.key_file);
    map.read("client_ca_file", tls.client_ca_file);
    read_pem(map, "cert", tls.cert);
    read_pem(map, "key", tls.key);
    read_pem(map, "client_ca", tls.client_ca);
    read_client_auth(map, tls);
    map.read("client_allowed_sans", tls.client_allowed_sans);
    read_versions(map, tls);
    tls.cipher_suites = read_translated(map, "cipher_suites", cipher_suite_names(), errors);
    if (tls.cipher_suites && tls.cipher_suites->empty() && tls.max_version == tls_version::tls12) {
      map.complain("cipher_suites", "suites of TLS 1.3 alone",
                   "one of TLS 1.2, because max_version is TLS12");
    }
    map.read("prefer_server_cipher_suites", tls.prefer_server_cipher_suites);
    if (auto curves = read_translated(map, "curve_preferences", curve_names(), errors)) {
      tls.curve_preferences = std::move(*curves);
    }
    check_given(map, "cert", "the certificate of the server (or cert)");
    check_given(map, "key", "the private key of the server (or key)");
    check_pair(map, "cert", tls.cert, tls.cert_file);
    check_pair(map, "key", tls.key, tls.key_file);
    check_pair(map, "client_ca", tls.client_ca, tls.client_ca_file);
    check_clients(map, tls);
  });
  for (auto* name : {&tls.cert_file, &tls.key_file, &tls.client_ca_file}) *name = in_folder_of(path, *name);
  return tls;
}

/// A header that is given and not blank. values empty: any text of one line.
void read_header(yaml_map& map, std::string_view name, std::initializer_list<std::string_view> values,
                 web_config& out) {
  std::string text;
  if (!map.read(name, text) || text.empty()) return;
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  if (values.size() > 0 && std::find(values.begin(), values.end(), lower) == values.end()) {
    std::string list;
    for (const auto value : values) list += (list.empty() ? "" : " or ") + std::string(value);
    map.complain(name, "\"" + text + "\"", list);
    return;
  }
  if (has_control_character(text)) {
    map.complain(name, "a control character", "one line of text");
    return;
  }
  out.headers.emplace_back(name, text);
}

void read_http(yaml_map& root, web_config& out) {
  root.read_map("http_server_config", [&](yaml_map& map) {
    map.read("http2", out.http2);
    map.read_map("headers", [&](yaml_map& headers) {
      read_header(headers, "Content-Security-Policy", {}, out);
      read_header(headers, "Strict-Transport-Security", {}, out);
      read_header(headers, "X-Content-Type-Options", {"nosniff"}, out);
      read_header(headers, "X-Frame-Options", {"deny", "sameorigin"}, out);
      read_header(headers, "X-XSS-Protection", {}, out);
    });
  });
}

/// Says nothing about what stands in the place of a hash: it may well be the password.
void read_users(yaml_map& root, web_config& out, config_errors& errors) {
  const yaml_value users = root.get("basic_auth_users");
  if (!users || users.what() == yaml_value::kind::null) return;
  if (users.what() != yaml_value::kind::map) {
    errors.push_back(users.mistake(users.what() == yaml_value::kind::list ? "a list" : "text",
                                   "a map of users to bcrypt hashes"));
    return;
  }
  yaml_map map(users, errors);
  for (const std::string& name : users.keys()) {
    const std::string hash = map.get(name).scalar();
    if (name.find(':') != std::string::npos || has_control_character(name)) {
      // The first colon of "user:password" ends the user (RFC 7617), so nobody could log in as this one.
      map.complain(name, "a name with a colon or a control character", "a name without");
    } else if (!is_bcrypt_hash(hash)) {
      map.complain(name, hash.empty() ? "no text" : "text that is no bcrypt hash of cost 4 to 18 (not shown)",
                   "a bcrypt hash, as made by htpasswd -nBC 10 \"\"");
    } else {
      out.user_hashes.emplace(name, hash);
    }
  }
}

void read_rate_limit(yaml_map& root, web_config& out) {
  root.read_map("rate_limit", [&](yaml_map& map) {
    std::int64_t burst = 0;
    const bool has_interval = map.read("interval", out.rate_limit.interval);
    const bool has_burst = map.read("burst", burst, 0, 1'000'000);
    out.rate_limit.burst = static_cast<int>(burst);
    if (!has_interval && burst > 0)
      map.require("interval", "the time that one request more takes to be allowed");
    if (out.rate_limit.interval.count() > 0 && burst == 0 && has_burst == map.has("burst")) {
      map.complain("burst", has_burst ? "0" : "nothing", "at least 1, because 0 would refuse every request");
    }
  });
}

}  // namespace

bool is_bcrypt_hash(std::string_view text) {
  if (text.size() != bcrypt_length || !text.starts_with("$2") || text[3] != '$' || text[6] != '$')
    return false;
  if (text[2] != 'a' && text[2] != 'b' && text[2] != 'y') return false;
  if (!is_digit(text[4]) || !is_digit(text[5])) return false;
  const int cost = bcrypt_cost(text);
  const auto rest = text.substr(7);
  return cost >= lowest_cost && cost <= highest_cost &&
         std::all_of(rest.begin(), rest.end(), is_bcrypt_character);
}

int bcrypt_cost(std::string_view hash) { return (hash[4] - '0') * 10 + (hash[5] - '0'); }

result<web_config> parse_web_config(std::string_view text, const std::string& path) {
  const auto document = parse_yaml(text, path);
  if (!document) return document.error();
  config_errors errors;
  web_config config;
  yaml_map root(*document, errors);
  config.tls = read_tls(root, path, errors);
  read_http(root, config);
  read_users(root, config, errors);
  read_rate_limit(root, config);
  root.finish();
  if (errors.empty()) return config;
  std::string lines;
  for (const config_error& error : errors) lines += (lines.empty() ? "" : "\n") + error.text();
  return failure{errc::invalid, std::move(lines)};
}

}  // namespace mesoscale
