// Asks a target for what a collector wants. Equal requests in flight are shared, and so is an answer that is younger than the
// collector's interval, because Mesos answers some endpoints only twice a second. Beyond that it keeps where an old version
// had what newer ones have elsewhere.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/net/flight.hpp"
#include "common/net/line_client.hpp"
#include "exporter/collectors/compat.hpp"
#include "exporter/scrape/target.hpp"

namespace mesoscale::exporter {

namespace asio = boost::asio;

struct ask_limits {
  std::size_t max_body_bytes = 256u << 20;
  std::size_t max_series_per_family = 200'000;
  bool zookeeper_detail = false;
  std::vector<std::string> app_labels = {};        ///< see decode_options
  std::vector<std::string> agent_attributes = {};  ///< see decode_options
  std::vector<std::string> task_labels = {};       ///< see decode_options
  compat_names compat = {};                        ///< old exporters whose names are given too
};

class asker : public std::enable_shared_from_this<asker> {
 public:
  /// on_request is called for each request that is really sent; words asks the collectors that have a word.
  asker(asio::any_io_executor executor, std::shared_ptr<net::http_client> client, ask_limits limits,
        std::function<void(target_kind)> on_request, std::shared_ptr<net::line_client> words = nullptr);

  /// Never fails as a whole: what went wrong is in the outcome.
  asio::awaitable<outcome_ptr> ask(target of, const collector* what, net::deadline until);

 private:
  using entry = net::flight<outcome>;
  using entry_key = std::pair<const collector*, std::string>;
  struct attempt;
  struct question;
  /// The place that had the answer, so that the others before it are not asked each time.
  struct known_place {
    std::size_t index = 0;
    net::clock::time_point until;
  };

  std::vector<question> questions_of(const collector& what) const;

  decode_options options_for(const target& of) const;
  asio::awaitable<outcome_ptr> fetch(target of, const collector* what, net::deadline until);
  asio::awaitable<attempt> fetch_from_places(target of, const collector* what, net::deadline until);
  asio::awaitable<attempt> fetch_call(target of, const collector* what, question asked, net::deadline until);
  asio::awaitable<attempt> fetch_from(target of, const collector* what, question asked, net::deadline until);
  asio::awaitable<attempt> fetch_word(target of, const collector* what, net::deadline until);
  asio::awaitable<void> sweep();
  void start_sweeping();

  asio::any_io_executor executor_;
  std::shared_ptr<net::http_client> client_;
  ask_limits limits_;
  std::function<void(target_kind)> on_request_;
  std::shared_ptr<net::line_client> words_;
  std::map<entry_key, std::shared_ptr<entry>> entries_;
  std::map<entry_key, known_place> places_;
  bool is_sweeping_ = false;
};

}  // namespace mesoscale::exporter
