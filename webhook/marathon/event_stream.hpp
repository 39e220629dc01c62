// Marathon's event stream, GET /v2/events. A hint only: order is not guaranteed and nothing is repeated, so what is awaited is
// also polled for. Tells that something happened, not what.
#pragma once

#include "common/net/http_client.hpp"
#include "webhook/rules/rule_file.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::webhook {

/// Cuts a text/event-stream into the names of its events; pieces may end anywhere. Pure.
class event_parser {
 public:
  /// The events that the piece completes. An event without a name is called "message".
  std::vector<std::string> feed(std::string_view piece);

 private:
  void take_line(std::string_view line, std::vector<std::string>& out);
  std::string rest_;
  std::string name_;
  bool has_data_ = false;
};

/// Whether an event may mean that an awaited deployment is over or that instances run.
bool is_about_progress(std::string_view event);

struct event_hooks {
  std::function<void()> on_progress;        ///< something that is awaited may have happened
  std::function<void(bool)> on_connection;  ///< the stream is open, or closed again
  std::function<bool()> is_over;            ///< nobody listens any more
};

/// Follows the stream of one of the URLs, and of the next one when it ends. Marathon before 0.9 has none: asked again seldom.
boost::asio::awaitable<void> follow_events(std::shared_ptr<net::http_client> client,
                                           marathon_settings settings, event_hooks hooks);

}  // namespace mesoscale::webhook
