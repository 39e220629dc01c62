#include "common/net/auth.hpp"

#include "common/core/yaml.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <utility>

namespace mesoscale::net {

namespace {

bool has_control_character(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// The content of a secret's file without the line end. Read each time: the files are tiny, and so a rotated secret is
/// used at once. The failure names the file and never quotes what stands in it.
result<std::string> read_secret(const std::string& path) {
  auto text = read_file(path);
  if (!text) return failure{errc::http_401, "cannot read the secret: " + text.error().what};
  auto& secret = *text;
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) return failure{errc::http_401, path + ": the file is empty, expected a secret"};
  if (has_control_character(secret)) {
    return failure{errc::http_401, path + ": expected one line of text, found a control character"};
  }
  return std::move(secret);
}

std::string base64(const std::string& text) {
  std::string encoded((text.size() + 2) / 3 * 4 + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return encoded;
}

class basic final : public credentials {
 public:
  basic(std::string username, std::string password_file)
      : username_(std::move(username)), password_file_(std::move(password_file)) {}

  result<std::string> authorization() override {
    // RFC 7617: the first colon ends the name, so a name with one would be read as another user.
    if (username_.find(':') != std::string::npos || has_control_character(username_)) {
      return failure{errc::http_401, "username: expected text without colon and control characters"};
    }
    auto password = read_secret(password_file_);
    if (!password) return password.error();
    return "Basic " + base64(username_ + ":" + *password);
  }

 private:
  std::string username_;
  std::string password_file_;
};

class token final : public credentials {
 public:
  token(std::string type, std::string file) : type_(std::move(type)), file_(std::move(file)) {}

  result<std::string> authorization() override {
    auto secret = read_secret(file_);
    if (!secret) return secret.error();
    return type_ + " " + *secret;
  }

 private:
  std::string type_;
  std::string file_;
};

}  // namespace

asio::awaitable<result<void>> credentials::prepare(deadline) { co_return result<void>(); }

bool credentials::reject(const std::string&) { return false; }

std::shared_ptr<credentials> basic_credentials(std::string username, std::string password_file) {
  return std::make_shared<basic>(std::move(username), std::move(password_file));
}

std::shared_ptr<credentials> token_credentials(std::string type, std::string credentials_file) {
  return std::make_shared<token>(std::move(type), std::move(credentials_file));
}

}  // namespace mesoscale::net
