// Reads the members of a JSON object of a decision case strictly: every mistake names the case and the key, and a key that
// nobody asked for is one. Numbers are numbers or strings, and are read exactly; null means that the key is absent.
#pragma once

#include "webhook/decision/exact_number.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::webhook {

/// A JSON text as a tree whose numbers are kept as their digits, as strings. Failure: errc::not_json.
result<nlohmann::json> parse_exact_json(std::string_view text);

template <class Value>
struct named {
  std::string_view name;
  Value value;
};

class case_fields {
 public:
  /// errors must outlive this object.
  case_fields(const nlohmann::json& object, std::string path, std::vector<std::string>& errors);

  bool has(std::string_view key) const;
  void complain(std::string_view key, std::string_view expected);
  void require(std::string_view key, std::string_view expected);

  void read(std::string_view key, bool& out);
  void read(std::string_view key, std::string& out);
  void read(std::string_view key, exact_number& out);
  void read(std::string_view key, std::optional<exact_number>& out);
  /// A whole number, cut to 64 bits; not below lowest.
  void read_count(std::string_view key, std::int64_t& out, std::int64_t lowest = 0);
  void read_count(std::string_view key, std::optional<std::int64_t>& out, std::int64_t lowest = 0);
  /// Seconds, not negative. Parts of a millisecond are rounded up: what is nearly over still runs.
  void read_seconds(std::string_view key, std::chrono::milliseconds& out);

  template <class Value>
  void read_choice(std::string_view key, std::span<const named<Value>> table, Value& out) {
    std::string text, expected;
    if (!has(key)) return;
    read(key, text);
    for (const auto& row : table) {
      if (row.name == text) {
        out = row.value;
        return;
      }
      expected += (expected.empty() ? "" : ", ") + std::string(row.name);
    }
    complain(key, expected);
  }

  void read_object(std::string_view key, const std::function<void(case_fields&)>& reader);
  void read_objects(std::string_view key, const std::function<void(case_fields&)>& reader);
  /// A list of pairs [age in seconds, whole number]; parts of a millisecond of an age are cut off.
  void read_aged(std::string_view key,
                 const std::function<void(std::chrono::milliseconds, std::int64_t)>& take);

  /// Complains about every key that was not asked for.
  void finish();

 private:
  const nlohmann::json* find(std::string_view key) const;
  void read_aged_item(const nlohmann::json& item, const std::string& at,
                      const std::function<void(std::chrono::milliseconds, std::int64_t)>& take);
  void complain_at(const std::string& at, const nlohmann::json& found, std::string_view expected);

  const nlohmann::json& object_;
  std::string path_;
  std::vector<std::string>& errors_;
  mutable std::set<std::string, std::less<>> known_;
};

}  // namespace mesoscale::webhook
