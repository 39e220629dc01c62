// What belongs where in a JSON answer: the places that a decoder knows, and the kinds of values that may stand there.
// Values only; json_decoder compares an answer with it and says what becomes of the rest.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "exporter/tables/table.hpp"

namespace mesoscale::exporter {

/// A set of kinds; combined with |.
enum class json_kinds : unsigned {
  none = 0,
  text = 1,
  number = 2,
  truth = 4,
  object = 8,
  list = 16,
  any = 31
};

constexpr json_kinds operator|(json_kinds a, json_kinds b) {
  return static_cast<json_kinds>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

constexpr bool has_kind(json_kinds set, json_kinds one) {
  return (static_cast<unsigned>(set) & static_cast<unsigned>(one)) != 0;
}

/// A place: its steps from the root with '/' between, "[]" an element of a list, "*" whatever the key is (to be named before the
/// keys beside it that have places of their own). That what it stands in is an object or a list follows from it.
struct json_place {
  std::string_view path;
  json_kinds kinds;
};

/// The rows of a table as places: `key_begin` of their keys stands for `path`, and the unit says the kind. Rows of other beginnings
/// are left out, and those of places that have been named already: what is computed has a row, too.
struct row_places {
  const metric_table& table;
  std::string_view key_begin;             ///< "apps/"; "" for all rows
  std::string_view path;                  ///< "apps/[]/"
  json_kinds besides = json_kinds::none;  ///< a kind that may stand there, too: resources may be texts
};

class answer_shape {
 public:
  /// A place in the tree of places; `nowhere` is one that nothing is known about.
  using place = std::size_t;
  static constexpr place root = 0;
  static constexpr place nowhere = std::numeric_limits<place>::max();

  answer_shape() : nodes_(1) {}
  answer_shape(std::initializer_list<json_place> places, std::initializer_list<row_places> rows = {});

  /// One more place.
  void add(std::string_view path, json_kinds kinds) { add(path, kinds, false); }
  /// More rows.
  void add(const row_places& of);
  /// From now on an element of the list at the path is what the root is: groups stand in groups.
  void repeat_in(std::string_view list);

  place below(place at, std::string_view step) const;
  json_kinds kinds(place at) const { return at == nowhere ? json_kinds::any : nodes_[at].kinds; }

 private:
  struct node {
    json_kinds kinds = json_kinds::none;
    std::map<std::string, place, std::less<>> below;
    place below_any = nowhere;
    bool is_named = false;  ///< by a json_place that ends here
  };

  void add(std::string_view path, json_kinds kinds, bool is_row);
  place step_to(place at, std::string_view step);
  /// All places below the one are below the other, too.
  void copy_below(place from, place to);

  std::vector<node> nodes_;
};

}  // namespace mesoscale::exporter
