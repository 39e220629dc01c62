// The result of something that can be expected to fail: a value, or a failure that says what and why.
// Not for programmer's mistakes (assert) and not for exceptions of libraries, which stop at the session and in main.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace mesoscale {

/// Why something failed. The first block is the closed list of reasons of the metric
/// mesoscale_exporter_target_failure{reason}; reason_name() gives their spelling there.
enum class errc {
  connect,      ///< could not connect, for another reason than the two below
  refused,      ///< connection refused
  unreachable,  ///< no route to the host or network
  resolve,      ///< the name could not be looked up
  timeout,      ///< the deadline passed
  tls,          ///< handshake or verification failed
  http_401,
  http_403,
  http_4xx,
  http_5xx,
  redirect,     ///< too many redirects, or one that must not be followed
  too_large,    ///< header or body over its limit
  not_json,     ///< the body does not parse
  wrong_shape,  ///< it parses but is not what was asked for
  rate_limited,
  no_leader,
  not_serving,
  not_whitelisted,

  disconnected,  ///< the peer closed or reset the connection in the middle; reported as "connect"
  cancelled,     ///< we are stopping; reported as "connect"
  invalid,       ///< configuration or input that cannot be used
  storage,       ///< the store could not read or write
};

/// The label value of a reason ("http_401", "not_json", ...), as listed in docs/metrics.
std::string_view reason_name(errc code);

/// An expected failure: code decides (metric label, HTTP status, retry), what tells a person which thing and what was expected.
struct failure {
  errc code;
  std::string what;
};

template <class T>
class [[nodiscard]] result {
 public:
  result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  result(failure why)
      : state_(std::in_place_index<1>, std::move(why)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    assert(ok());
    return std::get<0>(state_);
  }
  const T& value() const& {
    assert(ok());
    return std::get<0>(state_);
  }
  T&& value() && {
    assert(ok());
    return std::get<0>(std::move(state_));
  }
  const failure& error() const {
    assert(!ok());
    return std::get<1>(state_);
  }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, failure> state_;
};

template <>
class [[nodiscard]] result<void> {
 public:
  result() = default;
  result(failure why) : error_(std::move(why)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const failure& error() const {
    assert(error_);
    return *error_;
  }

 private:
  std::optional<failure> error_;
};

}  // namespace mesoscale
