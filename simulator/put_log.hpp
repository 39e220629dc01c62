// Every change that somebody asked Marathon for: what was asked, what it answered, whether the target of an app changed by
// it. The judge of tests that want each cause to act once. Keeps the newest in memory; writing a file is the sink's business.
#pragma once

#include "simulator/instant.hpp"
#include "simulator/json.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace mesoscale::simulator {

struct put_entry {
  std::uint64_t seq = 0;  ///< from 1, given by the log
  instant time;
  std::string method;
  std::string path;
  std::string app;          ///< "" when the request names none
  std::optional<int> from;  ///< target count before; nothing if there was no such app
  std::optional<int> to;    ///< accepted: target count after; refused: the count that was asked for
  int status = 0;           ///< 0: the connection was broken before an answer
  bool effective = false;   ///< accepted, and the target count changed
  bool force = false;
  std::string deployment_id;
  std::string body;
};

json to_json(const put_entry& entry);

class put_log {
 public:
  /// The sink gets each entry as one line of JSON without its end; it may be empty.
  explicit put_log(std::function<void(const std::string& line)> sink = {}) : sink_(std::move(sink)) {}
  void add(put_entry entry);
  const std::deque<put_entry>& entries() const { return entries_; }

 private:
  std::function<void(const std::string&)> sink_;
  std::deque<put_entry> entries_;
  std::uint64_t last_ = 0;
};

}  // namespace mesoscale::simulator
