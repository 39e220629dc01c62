// Checks passwords against bcrypt hashes without holding up the io thread: each check costs 50 ms or more of a small pool.
// Remembers the successes, not the passwords. Knows neither HTTP nor files.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace mesoscale::net {

namespace asio = boost::asio;

enum class password_verdict {
  right,
  wrong,
  busy,  ///< too many checks are waiting, or we are stopping; try again in a second
};

struct password_check_options {
  std::size_t threads = 1;
  std::size_t max_waiting = 32;      ///< checks waiting or running
  std::size_t max_remembered = 256;  ///< successes; the oldest is forgotten first
};

/// Belongs to the io thread; must outlive its checks.
class password_check {
 public:
  explicit password_check(password_check_options options = {});
  ~password_check();

  /// Ends the threads: waits for the checks that run, those that wait turn out wrong. Call it before the io_context ends.
  void finish();

  /// Whether the password is that of the user. users maps names to bcrypt hashes. An unknown user costs as much time as a
  /// known one. A success is remembered for the same user, password and hash: it is no longer one when the hash changes.
  asio::awaitable<password_verdict> check(std::string user, std::string password,
                                          std::map<std::string, std::string, std::less<>> users);

 private:
  using fingerprint = std::array<unsigned char, 32>;
  fingerprint fingerprint_of(std::string_view user, std::string_view password, std::string_view hash) const;
  void remember(const fingerprint& success);

  password_check_options options_;
  std::array<unsigned char, 32> secret_;  ///< random: fingerprints of two processes have nothing in common
  std::set<fingerprint> remembered_;
  std::deque<fingerprint> order_;
  std::size_t waiting_ = 0;
  std::atomic<bool> is_ending_ = false;
  asio::thread_pool pool_;
};

/// Whether a password has this bcrypt hash. Takes long; false for what is no hash, and for a password with a zero byte
/// (crypt would ignore what follows).
bool matches_bcrypt(const std::string& password, const std::string& hash);

}  // namespace mesoscale::net
