// Judges a run of the webhook by what others saw of it: Marathon's log of PUTs, the decisions that the API shows, the steps in the
// store. Knows nothing of how the webhook works; does not read anything itself.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mesoscale::webhook {

/// A change that somebody asked Marathon for.
struct seen_put {
  std::string app;
  std::int64_t from = 0;
  std::int64_t to = 0;
  bool is_effective = false;  ///< taken, and the count is another one than before
  bool is_lost = false;       ///< Marathon has lost it afterwards, as if it had never been
};

/// A decision as the API shows it, oldest first. Times are RFC 3339, UTC, with milliseconds.
struct seen_decision {
  std::string app;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::string outcome;
  std::vector<std::string> causes;
  std::string verify = {};
  std::string reason = {};
  std::string time = {};
  std::string last_time = {};  ///< of the last equal one that was merged into it
};

/// A step of an alert, and what became of it.
struct seen_step {
  std::string app;
  std::string cause;
  enum class fate : std::uint8_t { due, spent, dropped } what = fate::due;
  std::string settled = {};  ///< when it was spent or dropped
  std::string ended = {};    ///< when its alert had ended for good; "": not yet
};

/// What the rules allow an app, and how it began and ended.
struct judged_app {
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::map<std::string, std::int64_t>
      steps;  ///< of each rule: the change that one of its causes makes; below 0: down
  std::optional<std::int64_t> expected_last;  ///< what the notifications come to in the end
};

/// An alert that was taken with 200 and must have acted.
struct owed_step {
  std::string app;
  std::string rule;
  std::string alert;  ///< its key
};

struct evidence {
  std::map<std::string, judged_app> apps;
  std::vector<seen_put> puts;
  std::vector<seen_decision> decisions;
  std::vector<owed_step> owed;
  std::vector<seen_step> steps;
};

/// One sentence for each thing that is wrong; empty: nothing is.
std::vector<std::string> judge(const evidence& of);

/// "hot@n7" of the cause "main:/demo/web:hot@n7:12:0"; "" when it is no step of an alert.
std::string source_of(const std::string& cause, const std::string& app);

}  // namespace mesoscale::webhook
