#include "webhook/store/database.hpp"

#include "webhook/store/unsynced_vfs.hpp"

#include <sqlite3.h>

#include <cassert>

namespace mesoscale::webhook {
namespace {

// locking_mode comes first: with it SQLite keeps the index of the WAL in memory and needs no shared memory file.
constexpr const char* settings =
    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA "
    "temp_store=MEMORY;";

failure storage_failure(const std::string& path, const std::string& what) {
  return {errc::storage, path + ": " + what};
}

}  // namespace

result<storage_location> parse_storage(std::string_view text) {
  constexpr std::string_view scheme = "sqlite:";
  const failure wrong{errc::invalid, "--storage: found \"" + std::string(text) + "\", expected sqlite:PATH"};
  if (!text.starts_with(scheme)) return wrong;
  text.remove_prefix(scheme.size());
  const auto query = text.find('?');
  storage_location out{std::string(text.substr(0, query)), ""};
  if (out.path.empty()) return wrong;
  if (query == std::string_view::npos) return out;
  constexpr std::string_view option = "vfs=";
  const std::string_view rest = text.substr(query + 1);
  if (!rest.starts_with(option) || !is_test_vfs(rest.substr(option.size()))) {
    return failure{errc::invalid, "--storage: found the option \"" + std::string(rest) + "\", expected none" +
                                      std::string(test_vfs_hint())};
  }
  out.vfs = rest.substr(option.size());
  return out;
}

rows::~rows() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool rows::next() {
  if (!statement_ || owner_->has_failed()) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) owner_->remember_error();
  return false;
}

std::int64_t rows::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string rows::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
               : std::string();
}

std::optional<std::int64_t> rows::optional_integer(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::optional<instant> rows::optional_time(int column) const {
  const auto value = optional_integer(column);
  return value ? std::optional(from_ms(*value)) : std::nullopt;
}

result<std::unique_ptr<database>> database::open(const storage_location& location) {
  auto out = std::unique_ptr<database>(new database());
  out->path_ = location.path;
  register_test_vfs();
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const char* vfs = location.vfs.empty() ? nullptr : location.vfs.c_str();
  const std::string name = location.is_in_memory ? ":memory:" : location.path;
  if (sqlite3_open_v2(name.c_str(), &out->handle_, flags, vfs) != SQLITE_OK) {
    return storage_failure(location.path, out->handle_ ? sqlite3_errmsg(out->handle_) : "out of memory");
  }
  sqlite3_extended_result_codes(out->handle_, 1);
  sqlite3_busy_timeout(out->handle_, 200);
  if (auto set = out->run_script(settings); !set) return set.error();
  std::string mode;
  {
    rows row = out->query("PRAGMA journal_mode");
    if (row.next()) mode = row.text(0);
  }
  const std::string expected = location.is_in_memory ? "memory" : "wal";
  if (mode != expected)
    return storage_failure(location.path, "found journal mode '" + mode + "', expected " + expected);
  return out;
}

database::~database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

result<void> database::run_script(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return storage_failure(path_, sqlite3_errmsg(handle_));
}

std::int64_t database::last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t database::changed_rows() const { return sqlite3_changes64(handle_); }
std::int64_t database::total_changes() const { return sqlite3_total_changes64(handle_); }

sqlite3_stmt* database::prepare(const char* sql) {
  if (const auto it = statements_.find(std::string_view(sql)); it != statements_.end()) return it->second;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    remember_error();
    return nullptr;
  }
  statements_.emplace(sql, statement);
  return statement;
}

void database::bind(sqlite3_stmt* statement, int position, std::int64_t value) {
  if (statement && sqlite3_bind_int64(statement, position, value) != SQLITE_OK) remember_error();
}

void database::bind(sqlite3_stmt* statement, int position, std::string_view value) {
  if (!statement) return;
  const int code = sqlite3_bind_text64(statement, position, value.data() ? value.data() : "", value.size(),
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) remember_error();
}

void database::bind(sqlite3_stmt* statement, int position, std::nullopt_t) {
  if (statement && sqlite3_bind_null(statement, position) != SQLITE_OK) remember_error();
}

void database::remember_error() {
  if (!error_) error_ = storage_failure(path_, sqlite3_errmsg(handle_));
}

transaction::transaction(database& on) : on_(on), is_open_(true) {
  on_.error_.reset();
  on_.execute("BEGIN IMMEDIATE");
}

transaction::~transaction() {
  if (!is_open_) return;
  on_.error_.reset();
  if (!sqlite3_get_autocommit(on_.handle_)) on_.execute("ROLLBACK");
}

result<void> transaction::commit() {
  assert(is_open_);
  if (!on_.error_) on_.execute("COMMIT");
  if (on_.error_) return *on_.error_;  // The destructor rolls back.
  is_open_ = false;
  return {};
}

}  // namespace mesoscale::webhook
