#include "tests/webhook/live/child_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace mesoscale::webhook {
namespace {

[[noreturn]] void become(const launch& what) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (const auto& [name, value] : what.environment) ::setenv(name.c_str(), value.c_str(), 1);
  const int output = ::open(what.output_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  if (what.file_size_limit) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{*what.file_size_limit, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  std::vector<char*> words;
  for (const std::string& word : what.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execv(words[0], words.data());
  ::_exit(127);
}

}  // namespace

child_process::child_process(const launch& what) {
  id_ = ::fork();
  if (id_ < 0) throw std::runtime_error("fork failed");
  if (id_ == 0) become(what);
}

child_process::~child_process() {
  if (!is_running()) return;
  signal(SIGKILL);
  wait(std::chrono::seconds(10));
}

void child_process::signal(int number) {
  if (!ended_) ::kill(id_, number);
}

std::optional<int> child_process::wait(std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!ended_) {
    int status = 0;
    if (::waitpid(id_, &status, WNOHANG) == id_) ended_ = status;
    if (ended_ || std::chrono::steady_clock::now() >= until) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return ended_;
}

}  // namespace mesoscale::webhook
