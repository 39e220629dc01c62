#include "tests/zookeeper/zookeeper_server.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADED  // Makes the header declare the calls that wait.
#include <zookeeper/zookeeper.h>

namespace mesoscale {

namespace {

constexpr std::chrono::seconds patience{20};

sockaddr_in loopback(unsigned short port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// A free port below those that the system gives to outgoing connections: a client that tries again and again to reach a
/// server that is down could otherwise get the server's own port and talk to itself.
unsigned short free_port() {
  std::random_device random;
  std::uniform_int_distribution<int> candidates(20'000, 29'999);
  for (int tries = 0; tries < 100; ++tries) {
    const auto port = static_cast<unsigned short>(candidates(random));
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto address = loopback(port);
    const bool is_free = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    if (is_free) return port;
  }
  throw std::runtime_error("no free port");
}

void check(int code, const std::string& what) {
  if (code != ZOK) throw std::runtime_error(what + ": " + zerror(code));
}

void ignore(zhandle_t*, int, int, const char*, void*) {}

}  // namespace

zookeeper_server::zookeeper_server() : port_(free_port()) {
  // Short ticks, so that a session of a second is possible.
  std::ofstream(folder_.path("zoo.cfg"))
      << "tickTime=200\nmaxSessionTimeout=60000\nadmin.enableServer=false\nclientPortAddress=127.0.0.1\n"
      << "4lw.commands.whitelist=srvr\ndataDir=" << folder_.path("data") << "\nclientPort=" << port_ << "\n";
}

zookeeper_server::~zookeeper_server() { kill(); }

void zookeeper_server::start() {
  const auto config = folder_.path("zoo.cfg");
  const auto log = folder_.path("log");
  process_ = ::fork();
  if (process_ == 0) {
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(out, 1);
    ::dup2(out, 2);
    ::execlp("java", "java", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
             "/usr/share/java/zookeeper.jar", "org.apache.zookeeper.server.quorum.QuorumPeerMain",
             config.c_str(), nullptr);
    ::_exit(127);
  }
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!is_serving()) {
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) != 0) {
      process_ = 0;
      throw std::runtime_error("ZooKeeper ended at its start (packages zookeeper and default-jre-headless)");
    }
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("ZooKeeper does not serve");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

bool zookeeper_server::is_serving() const {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  const auto address = loopback(port_);
  const timeval limit{1, 0};
  ::setsockopt(probe, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  std::string answer;
  if (::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::send(probe, "srvr", 4, MSG_NOSIGNAL) == 4) {
    char buffer[1024];
    for (ssize_t got = 0; (got = ::recv(probe, buffer, sizeof buffer, 0)) > 0;)
      answer.append(buffer, static_cast<std::size_t>(got));
  }
  ::close(probe);
  return answer.find("Mode: standalone") != std::string::npos;
}

void zookeeper_server::kill() {
  if (process_ == 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

void zookeeper_server::forget() { std::filesystem::remove_all(folder_.path("data")); }

void zookeeper_server::pause() { ::kill(process_, SIGSTOP); }

void zookeeper_server::go_on() { ::kill(process_, SIGCONT); }

zookeeper_writer::zookeeper_writer(const zookeeper_server& server) {
  zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
  // Its session outlives what happens to the server in a test.
  handle_ = zookeeper_init(server.host().c_str(), ignore, 60'000, nullptr, nullptr, ZOO_NO_LOG_CLIENTENV);
  if (!handle_) throw std::runtime_error("no ZooKeeper client");
  const auto until = std::chrono::steady_clock::now() + patience;
  while (zoo_state(handle_) != ZOO_CONNECTED_STATE) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("no connection to ZooKeeper");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

void zookeeper_writer::create(const std::string& path) {
  check(zoo_create(handle_, path.c_str(), "", 0, &ZOO_OPEN_ACL_UNSAFE, 0, nullptr, 0), "create " + path);
}

void zookeeper_writer::remove(const std::string& path) {
  check(zoo_delete(handle_, path.c_str(), -1), "remove " + path);
}

std::string zookeeper_writer::join(const std::string& path_and_label, const std::string& content) {
  char name[256];
  check(zoo_create(handle_, path_and_label.c_str(), content.data(), static_cast<int>(content.size()),
                   &ZOO_OPEN_ACL_UNSAFE, ZOO_EPHEMERAL_SEQUENTIAL, name, sizeof name),
        "join " + path_and_label);
  const std::string path = name;
  return path.substr(path.rfind('/') + 1);
}

void zookeeper_writer::leave() {
  if (handle_) zookeeper_close(handle_);
  handle_ = nullptr;
}

}  // namespace mesoscale
