#include "common/net/password_check.hpp"

#include "common/core/web_config.hpp"
#include "common/net/offload.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

#include <crypt.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace mesoscale::net {

namespace {

struct wiped {
  void operator()(crypt_data* data) const {
    OPENSSL_cleanse(data, sizeof *data);
    delete data;
  }
};

/// A hash that no password is known for, as costly as the costliest of the users.
std::string decoy(const std::map<std::string, std::string, std::less<>>& users) {
  int cost = 10;
  if (!users.empty()) cost = 0;
  for (const auto& [name, hash] : users) {
    if (is_bcrypt_hash(hash)) cost = std::max(cost, bcrypt_cost(hash));
  }
  const std::string digits = std::to_string(cost);
  return "$2y$" + std::string(2 - digits.size(), '0') + digits +
         "$abcdefghijklmnopqrstuu2222222222222222222222222222222";
}

}  // namespace

bool matches_bcrypt(const std::string& password, const std::string& hash) {
  // A setting that is no bcrypt hash would silently be taken for the salt of an ancient DES hash.
  if (!is_bcrypt_hash(hash) || password.find('\0') != std::string::npos) return false;
  const std::unique_ptr<crypt_data, wiped> data(new crypt_data{});
  const char* made = crypt_r(password.c_str(), hash.c_str(), data.get());
  return made && std::string_view(made).size() == hash.size() &&
         CRYPTO_memcmp(made, hash.data(), hash.size()) == 0;
}

password_check::password_check(password_check_options options) : options_(options), pool_(options.threads) {
  if (RAND_bytes(secret_.data(), static_cast<int>(secret_.size())) != 1) {
    throw std::runtime_error("the system gives no random bytes");
  }
}

void password_check::finish() {
  is_ending_ = true;
  pool_.join();
}

password_check::~password_check() {
  finish();
  OPENSSL_cleanse(secret_.data(), secret_.size());
}

password_check::fingerprint password_check::fingerprint_of(std::string_view user, std::string_view password,
                                                           std::string_view hash) const {
  // The lengths keep "a" + "bc" apart from "ab" + "c".
  std::string text = std::to_string(user.size()) + " " + std::to_string(password.size()) + " ";
  text.append(user).append(password).append(hash);
  fingerprint out{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(), &size);
  OPENSSL_cleanse(text.data(), text.size());
  return out;
}

void password_check::remember(const fingerprint& success) {
  if (options_.max_remembered == 0 || !remembered_.insert(success).second) return;
  order_.push_back(success);
  if (order_.size() <= options_.max_remembered) return;
  remembered_.erase(order_.front());
  order_.pop_front();
}

asio::awaitable<password_verdict> password_check::check(
    std::string user, std::string password, std::map<std::string, std::string, std::less<>> users) {
  const auto found = users.find(user);
  const bool is_known = found != users.end();
  const std::string hash = is_known ? found->second : decoy(users);
  const fingerprint success = fingerprint_of(user, password, hash);
  if (remembered_.contains(success)) co_return password_verdict::right;
  if (is_ending_ || waiting_ >= options_.max_waiting) co_return password_verdict::busy;
  ++waiting_;
  // A pool that is ending has no time for what still waits in it.
  auto compare = [password = std::move(password), hash, ending = &is_ending_] {
    return !*ending && matches_bcrypt(password, hash);
  };
  bool is_right = false;
  auto comparing = offload(pool_, std::move(compare));
  try {
    is_right = co_await std::move(comparing);
  } catch (...) {
    --waiting_;
    throw;
  }
  --waiting_;
  if (!is_right || !is_known) co_return password_verdict::wrong;
  remember(success);
  co_return password_verdict::right;
}

}  // namespace mesoscale::net
