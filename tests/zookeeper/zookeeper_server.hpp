// A real ZooKeeper on loopback for tests, from Debian's package, and somebody who registers masters there.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "tests/net/temporary_folder.hpp"

#include <sys/types.h>

struct _zhandle;

namespace mesoscale {

/// One server. It keeps its port and its data from one start to the next.
class zookeeper_server {
 public:
  zookeeper_server();
  ~zookeeper_server();
  zookeeper_server(const zookeeper_server&) = delete;
  zookeeper_server& operator=(const zookeeper_server&) = delete;

  void start();   ///< comes back once it serves
  void kill();    ///< SIGKILL
  void forget();  ///< removes its data, sessions included; for a server that does not run
  void pause();   ///< SIGSTOP: connections stay open, nothing is answered
  void go_on();   ///< SIGCONT

  std::string host() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  bool is_serving() const;

  net::temporary_folder folder_;
  unsigned short port_;
  pid_t process_ = 0;
};

/// A session that creates nodes; its ephemeral nodes vanish with it.
class zookeeper_writer {
 public:
  explicit zookeeper_writer(const zookeeper_server& server);
  ~zookeeper_writer() { leave(); }
  zookeeper_writer(const zookeeper_writer&) = delete;
  zookeeper_writer& operator=(const zookeeper_writer&) = delete;

  void create(const std::string& path);
  void remove(const std::string& path);
  /// Creates an ephemeral node whose name ends with a sequence number, as a master does; gives the name.
  std::string join(const std::string& path_and_label, const std::string& content);
  /// Ends the session, as a master that dies.
  void leave();

 private:
  _zhandle* handle_;
};

}  // namespace mesoscale
