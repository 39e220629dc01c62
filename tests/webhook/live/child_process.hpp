// A program that a test starts, kills and waits for. Nothing of it outlives the test.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mesoscale::webhook {

struct launch {
  std::vector<std::string> words;                                ///< program and arguments
  std::vector<std::pair<std::string, std::string>> environment;  ///< added to ours
  std::string output_file;                                       ///< gets both outputs, appended
  std::optional<std::size_t> file_size_limit;                    ///< writes beyond it fail
};

class child_process {
 public:
  explicit child_process(const launch& what);
  ~child_process();
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  pid_t id() const { return id_; }
  void signal(int number);
  /// How it ended, as waitpid() says; nothing when it still runs after `patience`.
  std::optional<int> wait(std::chrono::milliseconds patience);
  bool is_running() { return !wait(std::chrono::milliseconds(0)); }

 private:
  pid_t id_ = -1;
  std::optional<int> ended_;
};

}  // namespace mesoscale::webhook
