// The web configuration file on disk: read at start, read again when it or a file that it names has changed.
// A new version that cannot be used leaves the old one in force, says so in a log line and in its state.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/core/result.hpp"
#include "common/core/web_config.hpp"

namespace mesoscale::net {

namespace asio = boost::asio;

/// One version of the file with what it names; never changes once it is made.
struct web_settings {
  web_config config;
  std::shared_ptr<asio::ssl::context> tls;  ///< null: plain HTTP
};

/// Reads a file and everything that it names. The failure (errc::invalid) has a line for each mistake.
result<std::shared_ptr<const web_settings>> load_web_settings(const std::string& path);

/// How the last reading went; for metrics.
struct web_config_state {
  bool is_last_reload_successful = true;
  std::chrono::system_clock::time_point last_success;
  std::uint64_t reloads = 0;         ///< successful ones after the first reading
  std::uint64_t failed_reloads = 0;  ///< each counted once, however often the same mistake was met
  std::string last_failure;          ///< "" after a success
};

/// Not thread-safe: it belongs to the io thread. Reading takes well under a millisecond.
class web_config_file {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  /// Fails when the first version cannot be used.
  static result<std::shared_ptr<web_config_file>> open(std::string path);

  /// The version in force. Looks at the files (time, size, inode) at most once a second; while the last reading failed,
  /// it tries again as often, because what was missing may have come.
  std::shared_ptr<const web_settings> current(time_point now = std::chrono::steady_clock::now());

  /// Reads at once, as for SIGHUP. The failure is also in the state and in the log; the old version stays in force.
  result<void> reload();

  const web_config_state& state() const { return state_; }

 private:
  explicit web_config_file(std::string path) : path_(std::move(path)) {}
  result<void> read();
  std::string stamp() const;

  std::string path_;
  std::shared_ptr<const web_settings> settings_;
  web_config_state state_;
  std::string stamp_;  ///< of the files before they were last read
  time_point looked_{};
};

}  // namespace mesoscale::net
