#include "tests/webhook/crash/alert_source.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace mesoscale::webhook {
namespace {

constexpr std::time_t epoch = 1'763'000'000;
constexpr const char* none = "0001-01-01T00:00:00Z";

std::string time_text(std::int64_t second) {
  const std::time_t at = epoch + static_cast<std::time_t>(second);
  std::tm utc{};
  ::gmtime_r(&at, &utc);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text.data();
}

}  // namespace

alert_source::alert_source(unsigned seed) : random_(seed) {
  changing_ = {{"Surge", "/storm/swing", "s1"}, {"Surge", "/storm/swing", "s2"},
               {"Calm", "/storm/swing", "c1"},  {"Calm", "/storm/swing", "c2"},
               {"Flash", "/storm/back", "f1"},  {"Flash", "/storm/back", "f2"}};
}

void alert_source::add(const std::string& name, const std::string& app, const std::string& id, bool is_firing,
                       std::int64_t begin) {
  pending_.push_back({{"status", is_firing ? "firing" : "resolved"},
                      {"labels", {{"alertname", name}, {"marathon_app", app}, {"id", id}}},
                      {"annotations", json::object()},
                      {"startsAt", time_text(begin)},
                      {"endsAt", is_firing ? none : time_text(++clock_)},
                      {"generatorURL", ""},
                      {"fingerprint", id}});
}

/// An alert that fires once for all, or one that has acted and resolves.
void alert_source::add_once() {
  if (!acted_.empty() && chance(50)) {
    add("Once", "/storm/once", acted_.back(), false, 0);
    acted_.pop_back();
  }
  if (allowed_ == 0) return;
  --allowed_;
  const std::string id = "n" + std::to_string(++begun_);
  add("Once", "/storm/once", id, true, 0);
  pending_owed_.push_back({"/storm/once", "once", id});
}

void alert_source::add_changing(changing_alert& which) {
  if (is_finishing_ || chance(25)) {
    which.is_firing = !is_finishing_ && !which.is_firing;
    if (which.is_firing) which.begin = ++clock_;
  }
  if (which.begin > 0) add(which.name, which.app, which.id, which.is_firing, which.begin);
}

void alert_source::begin_message() {
  add_once();
  add_changing(changing_.at(random_() % changing_.size()));
  if (chance(30)) add_changing(changing_.at(random_() % changing_.size()));
}

void alert_source::post(const std::function<bool(const std::string& body)>& send) {
  if (pending_.empty()) begin_message();
  if (pending_.empty()) return;
  const json message = {{"receiver", "scale"}, {"status", "firing"},
                        {"alerts", pending_},  {"version", "4"},
                        {"groupKey", "{}:{}"}, {"externalURL", "http://alertmanager:9093"},
                        {"truncatedAlerts", 0}};
  if (!send(message.dump())) return;
  owed_.insert(owed_.end(), pending_owed_.begin(), pending_owed_.end());
  pending_owed_.clear();
  pending_.clear();
}

void alert_source::note_acted(const std::vector<std::string>& alerts) {
  acted_.insert(acted_.end(), alerts.begin(), alerts.end());
}

bool alert_source::has_to_finish() {
  if (!pending_.empty()) return true;
  if (is_finishing_) return false;
  is_finishing_ = true;
  allowed_ = 0;
  for (changing_alert& which : changing_) add_changing(which);
  return !pending_.empty();
}

}  // namespace mesoscale::webhook
