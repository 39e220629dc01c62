// One SQLite database: prepared statements that are kept, typed parameters and columns, transactions. Blocking: it belongs
// to the storage thread. The first error of a transaction sticks: everything after it does nothing, and commit() tells it.
#pragma once

#include "common/core/result.hpp"
#include "webhook/alertmanager/instant.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace mesoscale::webhook {

/// Where the store is: "sqlite:PATH"; in builds with crash points also "sqlite:PATH?vfs=drop_unsynced".
struct storage_location {
  std::string path;
  std::string vfs;            ///< "": the system's
  bool is_in_memory = false;  ///< gone with the program, and path is only a name; no flag says that
};

/// Parses the flag --storage. Failure: errc::invalid.
result<storage_location> parse_storage(std::string_view text);

/// The rows of a running statement. Columns count from 0. It must end before the same statement is run again.
class rows {
 public:
  rows(class database& owner, sqlite3_stmt* statement) : owner_(&owner), statement_(statement) {}
  ~rows();
  rows(const rows&) = delete;
  rows& operator=(const rows&) = delete;

  /// Moves to the next row; false at the end and after an error.
  bool next();
  std::int64_t integer(int column) const;
  bool boolean(int column) const { return integer(column) != 0; }
  std::string text(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;
  instant time(int column) const { return from_ms(integer(column)); }
  std::optional<instant> optional_time(int column) const;

 private:
  database* owner_;
  sqlite3_stmt* statement_;
};

class database {
 public:
  /// Opens or creates the file: WAL, synchronous=FULL, locked against other processes. One in memory is always empty.
  static result<std::unique_ptr<database>> open(const storage_location& location);
  ~database();
  database(const database&) = delete;
  database& operator=(const database&) = delete;

  /// Runs a statement with its parameters; the rows are read by next(). sql is a literal: it is the key of the kept statement.
  template <class... Parameters>
  rows query(const char* sql, const Parameters&... parameters) {
    sqlite3_stmt* const statement = prepare(sql);
    int position = 0;
    (bind(statement, ++position, parameters), ...);
    return rows(*this, statement);
  }
  /// A statement without rows.
  template <class... Parameters>
  void execute(const char* sql, const Parameters&... parameters) {
    query(sql, parameters...).next();
  }
  /// Several statements in one text, without parameters.
  result<void> run_script(const char* sql);

  std::int64_t last_insert_id() const;
  std::int64_t changed_rows() const;   ///< by the last statement
  std::int64_t total_changes() const;  ///< by all since it was opened
  bool has_failed() const { return error_.has_value(); }

 private:
  friend class rows;
  friend class transaction;
  database() = default;

  sqlite3_stmt* prepare(const char* sql);
  void bind(sqlite3_stmt* statement, int position, std::int64_t value);
  void bind(sqlite3_stmt* statement, int position, int value) {
    bind(statement, position, std::int64_t{value});
  }
  void bind(sqlite3_stmt* statement, int position, bool value) {
    bind(statement, position, std::int64_t{value});
  }
  void bind(sqlite3_stmt* statement, int position, std::string_view value);
  void bind(sqlite3_stmt* statement, int position, const std::string& value) {
    bind(statement, position, std::string_view(value));
  }
  void bind(sqlite3_stmt* statement, int position, const char* value) {
    bind(statement, position, std::string_view(value));
  }
  void bind(sqlite3_stmt* statement, int position, instant value) { bind(statement, position, to_ms(value)); }
  void bind(sqlite3_stmt* statement, int position, std::nullopt_t);
  template <class T>
  void bind(sqlite3_stmt* statement, int position, const std::optional<T>& value) {
    if (value) {
      bind(statement, position, *value);
    } else {
      bind(statement, position, std::nullopt);
    }
  }
  void remember_error();

  sqlite3* handle_ = nullptr;
  std::string path_;
  std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
  std::optional<failure> error_;
};

/// All or nothing. Without commit() it is rolled back.
class transaction {
 public:
  explicit transaction(database& on);
  ~transaction();
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;

  /// On disk when it succeeds (fsync). Failure: errc::storage with the first error since the beginning.
  result<void> commit();

 private:
  database& on_;
  bool is_open_;
};

}  // namespace mesoscale::webhook
