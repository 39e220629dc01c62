#include "webhook/marathon/event_stream.hpp"

#include "common/core/log.hpp"
#include "common/net/lifecycle.hpp"
#include "webhook/marathon/redirects.hpp"

#include <algorithm>
#include <array>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

/// A stream is opened anew so often, so that one that died silently is not believed for ever.
constexpr std::chrono::milliseconds longest_stream{10 * 60'000};
constexpr std::chrono::milliseconds shortest_pause{1'000};
constexpr std::chrono::milliseconds longest_pause{60'000};
constexpr std::chrono::milliseconds pause_without_stream{10 * 60'000};

/// A line of a stream is an event with the whole plan of a deployment; longer ones are not kept.
constexpr std::size_t longest_line = 16u << 20;

constexpr std::array<std::string_view, 8> progress_events = {
    "app_terminated_event",    "deployment_failed",  "deployment_info",      "deployment_step_failure",
    "deployment_step_success", "deployment_success", "group_change_success", "status_update_event"};

}  // namespace

std::vector<std::string> event_parser::feed(std::string_view piece) {
  std::vector<std::string> out;
  while (!piece.empty()) {
    const auto end = piece.find('\n');
    if (end == std::string_view::npos) {
      if (rest_.size() + piece.size() <= longest_line) rest_ += piece;
      return out;
    }
    rest_ += piece.substr(0, end);
    piece.remove_prefix(end + 1);
    if (!rest_.empty() && rest_.back() == '\r') rest_.pop_back();
    take_line(rest_, out);
    rest_.clear();
  }
  return out;
}

void event_parser::take_line(std::string_view line, std::vector<std::string>& out) {
  if (line.empty()) {
    if (has_data_ || !name_.empty()) out.push_back(name_.empty() ? "message" : name_);
    name_.clear();
    has_data_ = false;
    return;
  }
  constexpr std::string_view event = "event:";
  if (line.substr(0, 5) == "data:") has_data_ = true;
  if (line.substr(0, event.size()) != event) return;
  line.remove_prefix(event.size());
  if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  name_ = line;
}

bool is_about_progress(std::string_view event) {
  return std::find(progress_events.begin(), progress_events.end(), event) != progress_events.end();
}

asio::awaitable<void> follow_events(std::shared_ptr<net::http_client> client, marathon_settings settings,
                                    event_hooks hooks) {
  const auto how = net::make_access(settings.http, client);
  std::chrono::milliseconds pause = shortest_pause;
  for (std::size_t server = 0; !hooks.is_over(); server = (server + 1) % settings.urls.size()) {
    net::client_request request;
    request.to = settings.urls[server].below("/v2/events");
    request.headers.set("Accept", "text/event-stream");
    request.how = how;
    bool has_begun = false;
    request.body_sink = [&hooks, &has_begun,
                         parser = event_parser()](std::string_view piece) mutable -> result<void> {
      if (hooks.is_over()) return failure{errc::cancelled, "nobody listens any more"};
      if (!has_begun) hooks.on_connection(true);
      has_begun = true;
      const auto events = parser.feed(piece);
      if (std::any_of(events.begin(), events.end(), is_about_progress)) hooks.on_progress();
      return {};
    };
    const net::deadline until = net::after(longest_stream);
    const auto response = co_await send_within(client, std::move(request), settings.urls, until);
    if (hooks.is_over()) co_return;
    if (has_begun) hooks.on_connection(false);
    const bool is_missing = response && response->status >= 400 && response->status < 500;
    if (!response)
      log::debug("an event stream ended", {{"marathon", settings.name}, {"reason", response.error().what}});
    const bool was_open = has_begun || (response && response->status == 200);
    pause = was_open ? shortest_pause : std::min(pause * 2, longest_pause);
    co_await net::pause_for(is_missing ? pause_without_stream : pause);
  }
}

}  // namespace mesoscale::webhook
