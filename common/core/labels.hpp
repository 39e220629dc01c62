// Label sets and Alertmanager's matchers: alertname="x", severity=~"warning|critical", team!="a", zone!~"b.*".
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/result.hpp"

namespace re2 {
class RE2;
}

namespace mesoscale {

using label_set = std::map<std::string, std::string, std::less<>>;

/// One matcher. Regular expressions are RE2 and fully anchored, as in Prometheus. A label that is absent has the value "".
class label_matcher {
 public:
  enum class operation { equal, not_equal, match, not_match };

  bool matches(const label_set& labels) const;
  const std::string& name() const { return name_; }
  const std::string& value() const { return value_; }
  operation op() const { return op_; }

 private:
  friend result<label_matcher> parse_matcher(std::string_view text);
  std::string name_;
  operation op_ = operation::equal;
  std::string value_;
  std::shared_ptr<const re2::RE2> expression_;
};

/// Parses one matcher as Alertmanager writes it; the value may be quoted (with \" \\ \n) or bare. Failure: errc::invalid.
result<label_matcher> parse_matcher(std::string_view text);

/// Whether all matchers match.
bool matches_all(const std::vector<label_matcher>& matchers, const label_set& labels);

}  // namespace mesoscale
