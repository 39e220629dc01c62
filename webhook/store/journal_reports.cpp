#include "webhook/store/journal.hpp"

#include <nlohmann/json.hpp>

namespace mesoscale::webhook {
namespace {

template <class T>
T value_from(const std::string& text) {
  const auto parsed = nlohmann::json::parse(text, nullptr, false);
  return parsed.is_discarded() ? T() : parsed.get<T>();
}

// The columns are those that decision_of() reads.
constexpr const char* recent_decisions =
    "SELECT id, time, last_time, count, marathon, app, rule, direction, from_count, to_count, action, "
    "reason, causes, "
    "deployment_id, outcome, detail, verify, verified FROM decisions WHERE ?1 = '' OR app = ?1 ORDER BY id "
    "DESC LIMIT ?2";
constexpr const char* last_decision_of_app =
    "SELECT id, time, last_time, count, marathon, app, rule, direction, from_count, to_count, action, "
    "reason, causes, "
    "deployment_id, outcome, detail, verify, verified FROM decisions WHERE marathon = ? AND app = ? ORDER BY "
    "id DESC LIMIT 1";

decision_record decision_of(const rows& row) {
  decision_record record;
  record.id = row.integer(0);
  record.time = row.time(1);
  record.last_time = row.time(2);
  record.count = row.integer(3);
  record.target = {row.text(4), row.text(5)};
  record.rule = row.text(6);
  record.direction = row.text(7);
  record.from = row.integer(8);
  record.to = row.integer(9);
  record.action = row.text(10);
  record.reason = row.text(11);
  record.causes = value_from<std::vector<std::string>>(row.text(12));
  record.deployment_id = row.text(13);
  record.outcome = row.text(14);
  record.detail = row.text(15);
  record.verify = row.text(16);
  record.verified = row.optional_time(17);
  return record;
}

}  // namespace

result<std::vector<decision_record>> journal::decisions(const std::string& app, std::int64_t limit) {
  transaction all(*db_);
  std::vector<decision_record> out;
  {
    rows row = db_->query(recent_decisions, app, limit);
    while (row.next()) out.push_back(decision_of(row));
  }
  if (auto read = all.commit(); !read) return read.error();
  return out;
}

result<std::vector<alert_record>> journal::alerts(std::int64_t limit) {
  transaction all(*db_);
  std::vector<alert_record> out;
  {
    rows row = db_->query("SELECT key, labels FROM alerts ORDER BY open DESC, last_seen DESC LIMIT ?", limit);
    while (row.next()) out.push_back({row.text(0), value_from<label_set>(row.text(1)), {}, {}});
  }
  for (alert_record& record : out) {
    record.state = load_alert(record.key).value_or(alert_state());
    rows row = db_->query("SELECT rule, marathon, app FROM signals WHERE alert = ?", record.key);
    while (row.next()) record.bindings.push_back({row.text(0), {row.text(1), row.text(2)}});
  }
  if (auto read = all.commit(); !read) return read.error();
  return out;
}

result<std::vector<app_record>> journal::apps() {
  transaction all(*db_);
  std::vector<app_record> out;
  {
    rows row = db_->query("SELECT DISTINCT marathon, app FROM activations ORDER BY marathon, app");
    while (row.next()) out.push_back({{row.text(0), row.text(1)}, {}, std::nullopt});
  }
  for (app_record& record : out) {
    {
      rows row =
          db_->query("SELECT DISTINCT rule FROM activations WHERE marathon = ? AND app = ? AND ended IS NULL",
                     record.target.marathon, record.target.app);
      while (row.next()) record.active_rules.push_back(row.text(0));
    }
    rows row = db_->query(last_decision_of_app, record.target.marathon, record.target.app);
    if (row.next()) record.last_decision = decision_of(row);
  }
  if (auto read = all.commit(); !read) return read.error();
  return out;
}

result<std::int64_t> journal::open_alerts() {
  transaction all(*db_);
  std::int64_t count = 0;
  {
    rows row = db_->query("SELECT COUNT(*) FROM alerts WHERE open = 1");
    if (row.next()) count = row.integer(0);
  }
  if (auto read = all.commit(); !read) return read.error();
  return count;
}

result<std::vector<stored_notification>> journal::notifications(std::int64_t after, std::int64_t limit) {
  transaction all(*db_);
  std::vector<stored_notification> out;
  {
    rows row = db_->query(
        "SELECT id, received, peer, body FROM notifications WHERE id > ? ORDER BY id LIMIT ?", after, limit);
    while (row.next()) out.push_back({row.integer(0), row.time(1), row.text(2), row.text(3)});
  }
  if (auto read = all.commit(); !read) return read.error();
  return out;
}

}  // namespace mesoscale::webhook
