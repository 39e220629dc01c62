// The six kinds of servers that the fault matrix breaks: what each answers when it is well, and where a name, a wrong value and the
// wrong shape go in. Values only.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "common/core/url.hpp"
#include "exporter/collectors/target_kind.hpp"
#include "exporter/options/options.hpp"

namespace mesoscale::exporter::testing {

struct module_case {
  std::string name;
  target_kind kind;
  std::string main;                         ///< the collector that up is about
  std::string main_path;                    ///< or word
  std::string up;                           ///< the family
  bool follows_redirects;                   ///< where another server of the cluster answers for this one
  std::map<std::string, std::string> good;  ///< by path or word, what a real server answers
  /// Where a name that somebody chose comes in: `before` is replaced by the name, and `odd_series{odd_label=<the name>}` is the series.
  std::string odd_path, odd_body, odd_series, odd_label;
  /// The main answer with one value of a wrong type, and the family that is absent for it.
  std::string one_wrong, wrong_family;
  std::string all_wrong;   ///< a main answer of the right syntax with nothing in it that was asked for
  std::string not_finite;  ///< the main answer with a number that is NaN, as far as the format can say so

  bool speaks_words() const { return name == "zookeeper"; }
};

/// What stands in odd_body for the name.
inline constexpr std::string_view odd_name_mark = "ODD";

const module_case& module_of(std::string_view name);
std::span<const module_case> all_modules();

/// The list of the options that targets of the module stand in, and a target in it.
void add_target(exporter_options& options, const module_case& of, const std::string& address);

}  // namespace mesoscale::exporter::testing
