#include "tests/webhook/crash/stored_steps.hpp"

#include <sqlite3.h>

#include <memory>
#include <stdexcept>

namespace mesoscale::webhook {
namespace {

// Times as the API writes them, so that they compare as texts.
constexpr const char* all_steps = R"sql(
SELECT app, marathon || ':' || app || ':' || rule || IIF(scope = '', '', '@' || scope) || ':' || activation || ':' || k, state,
  IFNULL(strftime('%Y-%m-%dT%H:%M:%S', settled / 1000, 'unixepoch') || printf('.%03dZ', settled % 1000), ''),
  IFNULL(strftime('%Y-%m-%dT%H:%M:%S', ended / 1000, 'unixepoch') || printf('.%03dZ', ended % 1000), '')
FROM pulses JOIN activations USING (activation) ORDER BY activation, k)sql";

seen_step::fate fate_from(const std::string& state) {
  if (state == "spent") return seen_step::fate::spent;
  return state == "dropped" ? seen_step::fate::dropped : seen_step::fate::due;
}

std::string text(sqlite3_stmt* row, int column) {
  return reinterpret_cast<const char*>(sqlite3_column_text(row, column));
}

}  // namespace

std::vector<seen_step> stored_steps(const std::string& file) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> db(opened, sqlite3_close);
  sqlite3_stmt* prepared = nullptr;
  if (code != SQLITE_OK || sqlite3_prepare_v2(opened, all_steps, -1, &prepared, nullptr) != SQLITE_OK)
    throw std::runtime_error(file + ": " + sqlite3_errmsg(opened));
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> row(prepared, sqlite3_finalize);
  std::vector<seen_step> out;
  while (sqlite3_step(prepared) == SQLITE_ROW) {
    out.push_back({text(prepared, 0), text(prepared, 1), fate_from(text(prepared, 2)), text(prepared, 3),
                   text(prepared, 4)});
  }
  return out;
}

}  // namespace mesoscale::webhook
