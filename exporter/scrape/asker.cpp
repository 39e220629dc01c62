#include "exporter/scrape/asker.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

#include "common/net/lifecycle.hpp"

namespace mesoscale::exporter {
namespace {

outcome_ptr failed(failure why) {
  outcome now;
  now.finished = net::clock::now();
  return failed_with(std::move(why), now);
}

/// With less time than this left, asking again brings nothing.
constexpr std::chrono::milliseconds worth_asking_again{100};

bool is_not_found(const net::http_response& response) {
  if (response.status == 404) return true;
  // Marathon says so with a status of 500.
  return response.status == 500 && response.body.find("URI not found") != response.body.npos;
}

/// Marathon says so with a 502, before 1.5 with a 503, to whoever asks any of its nodes; Mesos' masters with a 503.
bool has_no_leader(const net::http_response& response) {
  if (response.status != 502 && response.status != 503) return false;
  const std::string_view said = response.body;
  return said.find("Could not determine the current leader") != said.npos || said == "No leader elected";
}

/// A failure is shared with those who ask at the same time, however rarely the target is to be asked.
constexpr std::chrono::milliseconds failures_are_shared_for{2000};

std::chrono::milliseconds shared_for(const outcome_ptr& what, const collector& of) {
  return what->why ? std::min(of.min_interval, failures_are_shared_for) : of.min_interval;
}

bool timed_out(const outcome_ptr& what) { return what->why && what->why->code == errc::timeout; }

/// How long it is taken for granted that a target is as old as it was; an upgrade is noticed after that.
constexpr std::chrono::minutes place_is_known_for{10};
/// Agents that left would stay forever.
constexpr std::size_t most_known_places = 20'000;

/// Whether the call is not for us: unknown to the version, or not allowed with our login.
bool is_call_refused(int status) {
  return status == 400 || status == 401 || status == 403 || status == 404 || status == 405 || status == 501;
}

}  // namespace

/// One request and what its body was.
struct asker::attempt {
  result<decoded> answer;
  std::size_t response_bytes = 0;
  bool not_found = false;  ///< asking elsewhere may help
  std::string leader = {};
  bool is_proxied = false;
  std::string redirected_to = {};
  std::optional<failure> absent = {};
};

struct asker::question {
  std::string_view path;
  std::string_view call;
  decoder_factory make_decoder;
};

asker::asker(asio::any_io_executor executor, std::shared_ptr<net::http_client> client, ask_limits limits,
             std::function<void(target_kind)> on_request, std::shared_ptr<net::line_client> words)
    : executor_(std::move(executor)),
      client_(std::move(client)),
      limits_(std::move(limits)),
      on_request_(std::move(on_request)),
      words_(std::move(words)) {}

asio::awaitable<outcome_ptr> asker::ask(target of, const collector* what, net::deadline until) {
  const auto alive = shared_from_this();
  auto& slot = entries_[{what, of.instance()}];
  if (!slot) slot = std::make_shared<entry>();
  const auto shared = slot;
  while (shared->is_under_way()) {
    const net::deadline theirs = shared->until();
    auto joined = co_await shared->join(until);
    if (!joined) co_return failed({errc::timeout, of.instance() + ": no answer by the deadline"});
    // Who asked first may have had less time than we have.
    if (!timed_out(joined) || until - theirs < worth_asking_again) co_return joined;
  }
  const outcome_ptr last = shared->last();
  if (last && net::clock::now() - last->finished < shared_for(last, *what) && !timed_out(last))
    co_return last;

  shared->begin(until);
  outcome_ptr made;
  try {
    made = co_await fetch(std::move(of), what, until);
  } catch (const std::exception& unexpected) {
    made = failed({errc::connect, unexpected.what()});
  }
  shared->end(made);
  start_sweeping();
  co_return made;
}

asio::awaitable<outcome_ptr> asker::fetch(target of, const collector* what, net::deadline until) {
  const auto began = net::clock::now();
  auto asked = what->word ? fetch_word(of, what, until) : fetch_from_places(of, what, until);
  auto got = co_await std::move(asked);
  auto made = std::make_shared<outcome>();
  if (got.answer.ok()) {
    made->data = std::move(got.answer).value();
  } else {
    made->why = got.answer.error();
  }
  made->response_bytes = got.response_bytes;
  made->absent = std::move(got.absent);
  made->leader = std::move(got.leader);
  made->is_proxied = got.is_proxied;
  made->redirected_to = std::move(got.redirected_to);
  made->finished = net::clock::now();
  made->took = made->finished - began;
  co_return made;
}

// The old names have the source of a container as a label, which the v1 API does not tell.
std::vector<asker::question> asker::questions_of(const collector& what) const {
  std::vector<question> all;
  const bool is_call_wanted = what.others.empty() || !limits_.compat.mesos_exporter;
  if (is_call_wanted) all.push_back({what.path, what.call, what.make_decoder});
  for (std::string_view older = what.path_if_not_found; !older.empty();) {
    const std::string_view path = older.substr(0, older.find(' '));
    older.remove_prefix(std::min(older.size(), path.size() + 1));
    all.push_back({path, {}, what.make_decoder});
  }
  for (const other_place& one : what.others) all.push_back({one.path, {}, one.make_decoder});
  return all;
}

asio::awaitable<asker::attempt> asker::fetch_from_places(target of, const collector* what,
                                                         net::deadline until) {
  const auto questions = questions_of(*what);
  const entry_key key{what, of.instance()};
  const auto known = places_.find(key);
  const bool is_known = known != places_.end() && net::clock::now() < known->second.until;
  const std::size_t first = is_known ? known->second.index : 0;
  auto got = co_await fetch_call(of, what, questions[first], until);
  std::size_t at = first;
  for (std::size_t i = 1; i < questions.size() && got.not_found; ++i) {
    at = (first + i) % questions.size();
    got = co_await fetch_call(of, what, questions[at], until);
  }
  if (got.not_found || at == 0) {
    places_.erase(key);
  } else if (at != first && places_.size() < most_known_places) {
    places_[key] = {at, net::clock::now() + place_is_known_for};
  }
  co_return got;
}

// The client does not send a POST again when a kept connection turns out to be closed. These calls only ask.
asio::awaitable<asker::attempt> asker::fetch_call(target of, const collector* what, question asked,
                                                  net::deadline until) {
  auto got = co_await fetch_from(of, what, asked, until);
  const bool was_closed = !got.answer.ok() && got.answer.error().code == errc::disconnected;
  if (asked.call.empty() || !was_closed) co_return got;
  co_return co_await fetch_from(std::move(of), what, asked, until);
}

decode_options asker::options_for(const target& of) const {
  decode_options options;
  options.instance = of.instance();
  options.max_series = limits_.max_series_per_family;
  options.zookeeper_detail = limits_.zookeeper_detail;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  options.now = std::chrono::duration<double>(now).count();
  options.app_labels = limits_.app_labels;
  options.task_labels = limits_.task_labels;
  options.agent_attributes = limits_.agent_attributes;
  return options;
}

// The body is decoded as it arrives; what decodes it belongs to the request, which may outlive whoever waits for it.
asio::awaitable<asker::attempt> asker::fetch_from(target of, const collector* what, question asked,
                                                  net::deadline until) {
  const std::shared_ptr<body_decoder> decoder =
      make_decoder(what->name, asked.make_decoder, options_for(of), limits_.compat);
  const auto bytes = std::make_shared<std::size_t>(0);
  net::client_request request;
  request.to = of.base.below(asked.path);
  request.headers.set("Accept", "application/json");
  if (!asked.call.empty()) {
    request.method = "POST";
    request.headers.set("Content-Type", "application/json");
    request.body = asked.call;
  }
  request.how = of.how;
  request.max_body_bytes = limits_.max_body_bytes;
  request.max_redirects = what->max_redirects;
  request.body_sink = [decoder, bytes](std::string_view piece) {
    *bytes += piece.size();
    return decoder->feed(piece);
  };
  const std::string text = request.to.text();
  on_request_(of.kind);
  auto response = co_await client_->send(std::move(request), until);
  if (!response.ok()) co_return attempt{response.error(), *bytes, false};
  const bool is_proxied = response->headers.has("X-Marathon-Via");
  std::string leader(response->headers.get("X-Marathon-Leader"));
  if (auto status = net::check_status(response.value(), text); !status) {
    if (has_no_leader(response.value())) {
      co_return attempt{failure{errc::no_leader, status.error().what + ", because there is no leader"},
                        *bytes};
    }
    const bool is_refused = !asked.call.empty() && is_call_refused(response->status);
    const bool not_found = is_refused || is_not_found(response.value());
    if (!not_found || !what->may_be_absent) co_return attempt{status.error(), *bytes, not_found};
    co_return attempt{decoder->absent(),       *bytes,        true, std::move(leader), is_proxied,
                      response->redirected_to, status.error()};
  }
  co_return attempt{decoder->finish(), *bytes, false, std::move(leader), is_proxied, response->redirected_to};
}

asio::awaitable<asker::attempt> asker::fetch_word(target of, const collector* what, net::deadline until) {
  const auto decoder = what->make_decoder(options_for(of));
  net::line_server server{of.base.host, of.base.port};
  on_request_(of.kind);
  const auto answer = co_await words_->ask(std::move(server), *what->word, until);
  if (!answer) co_return attempt{answer.error(), 0, false};
  if (auto fed = decoder->feed(answer.value()); !fed)
    co_return attempt{fed.error(), answer.value().size(), false};
  co_return attempt{decoder->finish(), answer.value().size(), false};
}

void asker::start_sweeping() {
  if (is_sweeping_) return;
  is_sweeping_ = true;
  net::spawn(executor_, "sweep of shared answers", [self = shared_from_this()] { return self->sweep(); });
}

// Answers are dropped soon after they may no longer be shared: they are most of what a scrape holds.
asio::awaitable<void> asker::sweep() {
  const auto alive = shared_from_this();
  while (!entries_.empty()) {
    co_await net::pause_for(std::chrono::milliseconds(250));
    const auto now = net::clock::now();
    std::erase_if(entries_, [now](const auto& one) {
      const auto& [key, shared] = one;
      if (shared->is_under_way()) return false;
      return !shared->last() || now - shared->last()->finished >= key.first->min_interval;
    });
  }
  is_sweeping_ = false;
}

}  // namespace mesoscale::exporter
