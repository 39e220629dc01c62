// When a token from a login is good, when it is time for another, and when a failed login may be tried again. Values only:
// the times come in, and who logs in how is somebody else's business.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace mesoscale::net {

class login_token {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  using duration = std::chrono::steady_clock::duration;

  /// The token that may be sent now; "" if there is none.
  const std::string& value(time_point now) const;

  /// Whether a login should be started: there is no token or nine tenths of its life are over, and no pause after a failure.
  bool wants_login(time_point now) const;

  void succeeded(std::string token, duration lifetime, time_point now);
  /// After the first failure in a row there is a pause of 1 s, then twice as long each time, up to 60 s.
  void failed(std::string why, time_point now);

  /// A server did not accept this token. True: it is worth another try, because there is another token by now or may be
  /// after a login. However young it is, it is given up for another one, but not more than once a minute: a server that
  /// refuses every token must not cause a login each time it is asked.
  bool reject(const std::string& token, time_point now);

  const std::string& last_failure() const { return why_; }

 private:
  std::string token_;
  std::optional<time_point> given_up_;  ///< when a token was last given up because it was rejected
  time_point renewed_{};                ///< from then on another one is wanted
  time_point expires_{};
  time_point pause_until_{};
  int failures_ = 0;
  std::string why_;
};

}  // namespace mesoscale::net
