#include "webhook/scaler/app_labels.hpp"

#include "common/core/units.hpp"
#include "webhook/rules/rule_file.hpp"

#include <charconv>

namespace mesoscale::webhook {
namespace {

/// The same as the largest count of the rule file.
constexpr std::int64_t largest_count = 1'000'000;

class reader {
 public:
  reader(const label_set& labels, std::vector<std::string>& mistakes)
      : labels_(labels), mistakes_(mistakes) {}

  const std::string* find(const char* name) const {
    const auto it = labels_.find(name);
    return it == labels_.end() ? nullptr : &it->second;
  }

  void complain(const char* name, const char* expected) {
    mistakes_.push_back(std::string(name) + ": found \"" + find(name)->substr(0, 64) + "\", expected " +
                        expected);
  }

  void read(const char* name, bool& target) {
    const std::string* const text = find(name);
    if (!text) return;
    if (*text == "true" || *text == "false") {
      target = *text == "true";
    } else {
      complain(name, "true or false");
    }
  }

  void read(const char* name, std::int64_t lowest, std::optional<std::int64_t>& target) {
    const std::string* const text = find(name);
    if (!text) return;
    std::int64_t value = 0;
    const auto end = std::from_chars(text->data(), text->data() + text->size(), value);
    const bool is_number = end.ec == std::errc() && end.ptr == text->data() + text->size() && !text->empty();
    if (is_number && value >= lowest && value <= largest_count) {
      target = value;
    } else {
      complain(name, "a count");
    }
  }

  void read(const char* name, std::optional<exact_number>& target) {
    const std::string* const text = find(name);
    if (!text) return;
    const auto value = exact_number::parse(*text);
    if (value && *value > 0) {
      target = *value;
    } else {
      complain(name, "a number above 0");
    }
  }

  void read(const char* name, std::optional<std::chrono::milliseconds>& target) {
    const std::string* const text = find(name);
    if (!text) return;
    const auto value = parse_duration(*text);
    if (value) {
      target = *value;
    } else {
      complain(name, "a duration as 5m");
    }
  }

  void read(const char* name, std::optional<instant>& target) {
    const std::string* const text = find(name);
    if (!text) return;
    const auto value = parse_time(*text);
    if (value && *value) {
      target = **value;
    } else {
      complain(name, "a time as 2026-11-22T06:44:08Z");
    }
  }

 private:
  const label_set& labels_;
  std::vector<std::string>& mistakes_;
};

}  // namespace

app_overrides read_overrides(const label_set& labels) {
  app_overrides out;
  reader in(labels, out.mistakes);
  in.read("autoscale.enabled", out.is_enabled);
  in.read("autoscale.dry_run", out.dry_run);
  in.read("autoscale.paused_until", out.paused_until);
  out.is_doubtful = !out.mistakes.empty();
  in.read("autoscale.min", 0, out.min);
  in.read("autoscale.max", 0, out.max);
  in.read("autoscale.up.by", 1, out.up_by);
  in.read("autoscale.down.by", 1, out.down_by);
  in.read("autoscale.up.percent", out.up_percent);
  in.read("autoscale.down.percent", out.down_percent);
  in.read("autoscale.cooldown.up", out.cooldown_up);
  in.read("autoscale.cooldown.down", out.cooldown_down);
  if (const std::string* const group = in.find("autoscale.group")) out.group = *group;
  return out;
}

std::string mistakes_in(const label_set& labels, const rule_file& rules) {
  app_overrides own = read_overrides(labels);
  if (!own.group.empty() && !rules.find_group(own.group))
    own.mistakes.push_back("autoscale.group: found \"" + own.group.substr(0, 64) +
                           "\", expected the name of a group");
  std::string text;
  for (const std::string& one : own.mistakes) text += (text.empty() ? "" : "; ") + one;
  return text;
}

}  // namespace mesoscale::webhook
