// Pauses that came by the API. Those of the rule file are not stored.
#include "webhook/store/failpoint.hpp"
#include "webhook/store/journal.hpp"

namespace mesoscale::webhook {
namespace {

direction direction_from(const std::string& name) {
  if (name == "up") return direction::up;
  return name == "down" ? direction::down : direction::none;
}

}  // namespace

result<std::int64_t> journal::add_pause(const pause& what, instant now) {
  transaction all(*db_);
  db_->execute("INSERT INTO pauses(app, rule, direction, until, reason, created) VALUES(?, ?, ?, ?, ?, ?)",
               what.app, what.rule, name_of(what.toward), what.until.value_or(now), what.reason, now);
  const std::int64_t id = db_->last_insert_id();
  failpoint("pause_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("pause_stored");
  return id;
}

result<bool> journal::end_pause(std::int64_t id, instant now) {
  transaction all(*db_);
  db_->execute("UPDATE pauses SET until = ?1 WHERE id = ?2 AND until > ?1", now, id);
  const bool was_there = db_->changed_rows() > 0;
  failpoint("pause_end_unsynced");
  if (auto stored = all.commit(); !stored) return stored.error();
  failpoint("pause_end_stored");
  return was_there;
}

std::vector<stored_pause> journal::read_pauses(instant now) {
  std::vector<stored_pause> out;
  rows row = db_->query(
      "SELECT id, app, rule, direction, until, reason, created FROM pauses WHERE until > ? ORDER BY id", now);
  while (row.next()) {
    pause what{row.text(1), row.text(2), direction_from(row.text(3)), row.time(4), row.text(5)};
    out.push_back({row.integer(0), std::move(what), row.time(6)});
  }
  return out;
}

result<std::vector<stored_pause>> journal::pauses(instant now) {
  transaction all(*db_);
  auto out = read_pauses(now);
  if (auto read = all.commit(); !read) return read.error();
  return out;
}

}  // namespace mesoscale::webhook
