#include "common/net/login_token.hpp"

#include <algorithm>
#include <utility>

namespace mesoscale::net {

namespace {

constexpr std::chrono::seconds first_pause{1};
constexpr std::chrono::seconds longest_pause{60};
constexpr std::chrono::seconds between_rejections{60};

}  // namespace

const std::string& login_token::value(time_point now) const {
  static const std::string none;
  return now < expires_ ? token_ : none;
}

bool login_token::wants_login(time_point now) const {
  return now >= pause_until_ && (token_.empty() || now >= renewed_);
}

void login_token::succeeded(std::string token, duration lifetime, time_point now) {
  token_ = std::move(token);
  renewed_ = now + lifetime / 10 * 9;
  expires_ = now + lifetime;
  pause_until_ = {};
  failures_ = 0;
  why_.clear();
}

void login_token::failed(std::string why, time_point now) {
  // 1 s << 6 is more than the longest pause; counting on would overflow some day.
  const auto pause = std::min<std::chrono::seconds>(first_pause * (1 << failures_), longest_pause);
  failures_ = std::min(failures_ + 1, 6);
  pause_until_ = now + pause;
  why_ = std::move(why);
}

bool login_token::reject(const std::string& token, time_point now) {
  if (token != token_) return true;
  if (given_up_ && now - *given_up_ < between_rejections) return false;
  given_up_ = now;
  token_.clear();
  expires_ = {};
  return true;
}

}  // namespace mesoscale::net
