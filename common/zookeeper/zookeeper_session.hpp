// One session with ZooKeeper by its C client, whose threads call back: each call-back becomes a piece of work on the
// executor. Knows no paths and no masters. For use inside common/zookeeper only.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/core/result.hpp"

namespace mesoscale {

namespace asio = boost::asio;

/// What a watcher tells.
struct zookeeper_event {
  enum class kind {
    connected,  ///< the session is established, for the first time or again
    lost,       ///< no server can be reached; the client library goes on trying
    ended,      ///< the session has expired or was refused: another one must be opened
    changed,    ///< the children of the path, or whether it exists
  };
  kind what;
  std::string path;  ///< of changed
};

/// How a question ended.
struct zookeeper_answer {
  enum class kind { ok, no_node, failed };
  kind what;
  std::string why;  ///< of failed: "connection loss", "not authenticated"
};

class zookeeper_session {
 public:
  using event_handler = std::function<void(zookeeper_event)>;
  using children_handler = std::function<void(zookeeper_answer, std::vector<std::string>)>;
  using content_handler = std::function<void(zookeeper_answer, std::string)>;

  /// Opens a session; looks names up and so may block for seconds: not for the io thread. Handlers run on the executor.
  static result<std::shared_ptr<zookeeper_session>> open(asio::any_io_executor executor, std::string hosts,
                                                         std::chrono::milliseconds timeout,
                                                         event_handler on_event);
  ~zookeeper_session();  ///< closes

  /// Closes the session and ends its threads; blocks for some milliseconds, at most a few seconds. Nothing is posted to the
  /// executor after it has come back.
  void close();

  /// Not after close(). The children of a path; afterwards one event tells the next change. For a path that does not exist the answer is
  /// no_node, and the event tells when it appears.
  void children(const std::string& path, children_handler done);
  void content(const std::string& path, content_handler done);

 private:
  struct client;
  explicit zookeeper_session(std::shared_ptr<client> opened);

  std::shared_ptr<client> client_;
};

}  // namespace mesoscale
