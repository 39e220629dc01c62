#include "common/zookeeper/zookeeper_session.hpp"

#include "common/core/log.hpp"

#include <boost/asio/post.hpp>

#include <cerrno>
#include <cstring>
#include <utility>

#include <zookeeper/zookeeper.h>

namespace mesoscale {

struct zookeeper_session::client : std::enable_shared_from_this<client> {
  asio::any_io_executor executor;
  event_handler on_event;
  zhandle_t* handle = nullptr;

  void tell(zookeeper_event event) {
    asio::post(executor, [self = shared_from_this(), event = std::move(event)] { self->on_event(event); });
  }
};

namespace {

zookeeper_answer answer_of(int code) {
  using kind = zookeeper_answer::kind;
  if (code == ZOK) return {kind::ok, ""};
  return {code == ZNONODE ? kind::no_node : kind::failed, zerror(code)};
}

void log_line(const char* message) { log::debug("ZooKeeper client", {{"line", message}}); }

/// The client library hands a pointer through to the answer; this stands behind it. The answer comes exactly once: at the
/// latest, as a failure, when the session is closed.
template <class Handler>
struct question {
  asio::any_io_executor executor;
  Handler done;
};

template <class Handler>
std::unique_ptr<question<Handler>> taken_back(const void* data) {
  return std::unique_ptr<question<Handler>>(static_cast<question<Handler>*>(const_cast<void*>(data)));
}

using children_question = question<zookeeper_session::children_handler>;
using content_question = question<zookeeper_session::content_handler>;
using exists_question = question<std::function<void(int)>>;

// What follows is called by the threads of the client library: it only puts the news on the executor.

void got_children(int code, const String_vector* names, const void* data) {
  auto asked = taken_back<zookeeper_session::children_handler>(data);
  std::vector<std::string> children;
  for (int i = 0; code == ZOK && i < names->count; ++i) children.emplace_back(names->data[i]);
  asio::post(asked->executor, [done = std::move(asked->done), answer = answer_of(code),
                               children = std::move(children)] { done(answer, children); });
}

void got_content(int code, const char* value, int size, const Stat*, const void* data) {
  auto asked = taken_back<zookeeper_session::content_handler>(data);
  std::string content;
  if (code == ZOK && value && size > 0) content.assign(value, static_cast<std::size_t>(size));
  asio::post(asked->executor, [done = std::move(asked->done), answer = answer_of(code),
                               content = std::move(content)] { done(answer, content); });
}

void got_existence(int code, const Stat*, const void* data) {
  auto asked = taken_back<std::function<void(int)>>(data);
  asio::post(asked->executor, [done = std::move(asked->done), code] { done(code); });
}

template <class Client>
void watch(zhandle_t*, int type, int state, const char* path, void* context) {
  using kind = zookeeper_event::kind;
  auto& client = *static_cast<Client*>(context);
  if (type != ZOO_SESSION_EVENT) return client.tell({kind::changed, path ? path : ""});
  if (state == ZOO_CONNECTED_STATE) return client.tell({kind::connected, ""});
  const bool is_over = state == ZOO_EXPIRED_SESSION_STATE || state == ZOO_AUTH_FAILED_STATE;
  client.tell({is_over ? kind::ended : kind::lost, ""});
}

}  // namespace

zookeeper_session::zookeeper_session(std::shared_ptr<client> opened) : client_(std::move(opened)) {}

result<std::shared_ptr<zookeeper_session>> zookeeper_session::open(asio::any_io_executor executor,
                                                                   std::string hosts,
                                                                   std::chrono::milliseconds timeout,
                                                                   event_handler on_event) {
  zoo_set_debug_level(ZOO_LOG_LEVEL_WARN);
  const auto opened = std::make_shared<client>();
  opened->executor = std::move(executor);
  opened->on_event = std::move(on_event);
  errno = 0;
  opened->handle = zookeeper_init2(hosts.c_str(), watch<client>, static_cast<int>(timeout.count()), nullptr,
                                   opened.get(), ZOO_NO_LOG_CLIENTENV, log_line);
  if (!opened->handle) {
    // The library reports a name that cannot be looked up as EINVAL or ENOENT.
    return failure{errc::resolve, hosts + ": cannot be used: " + std::strerror(errno)};
  }
  return std::shared_ptr<zookeeper_session>(new zookeeper_session(opened));
}

zookeeper_session::~zookeeper_session() { close(); }

void zookeeper_session::close() {
  if (client_->handle) zookeeper_close(std::exchange(client_->handle, nullptr));
}

void zookeeper_session::children(const std::string& path, children_handler done) {
  // Where there is no such path, a watch on its existence takes the place of the one on its children.
  auto next = [client = client_, path, done = std::move(done)](zookeeper_answer answer,
                                                               std::vector<std::string> names) {
    if (answer.what == zookeeper_answer::kind::no_node && client->handle) {
      auto came_meanwhile = [client, path](int code) {
        if (code == ZOK) client->on_event({zookeeper_event::kind::changed, path});
      };
      auto asked =
          std::make_unique<exists_question>(exists_question{client->executor, std::move(came_meanwhile)});
      if (zoo_awexists(client->handle, path.c_str(), watch<zookeeper_session::client>, client.get(),
                       got_existence, asked.get()) == ZOK) {
        static_cast<void>(asked.release());
      }
    }
    done(std::move(answer), std::move(names));
  };
  auto asked = std::make_unique<children_question>(children_question{client_->executor, std::move(next)});
  const int code = zoo_awget_children(client_->handle, path.c_str(), watch<client>, client_.get(),
                                      got_children, asked.get());
  if (code == ZOK) {
    static_cast<void>(asked.release());
  } else {
    asio::post(client_->executor, [next = std::move(asked->done), code] { next(answer_of(code), {}); });
  }
}

void zookeeper_session::content(const std::string& path, content_handler done) {
  auto asked = std::make_unique<content_question>(content_question{client_->executor, std::move(done)});
  const int code = zoo_aget(client_->handle, path.c_str(), 0, got_content, asked.get());
  if (code == ZOK) {
    static_cast<void>(asked.release());
  } else {
    asio::post(client_->executor, [next = std::move(asked->done), code] { next(answer_of(code), {}); });
  }
}

}  // namespace mesoscale
