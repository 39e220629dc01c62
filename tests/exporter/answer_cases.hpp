// For every collector, good answers to it that have all its fields, and what becomes of an answer: so that a test can break each place
// of each answer in turn. Pure but for fixtures; what must become of a broken answer is said by the tests.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exporter/collectors/decode.hpp"

namespace mesoscale::exporter::testing {

struct answer_case {
  const char* name;  ///< of the collector, and more where it knows several answers
  const char* collector;
  decoder_factory make;
  std::vector<const char*> fixtures;
  /// The list of the fields that are known of the answer, the beginning of its lines about it, and what stands in front of each field.
  const char* list = "";
  const char* prefix = "";
  const char* root = "";
};

/// Of the answers that are JSON.
std::span<const answer_case> json_answers();
/// Of those that are lines.
std::span<const answer_case> line_answers();

void PrintTo(const answer_case& one, std::ostream* out);

/// What an answer becomes, as far as anybody can see it.
struct outcome {
  bool is_ok = false;
  std::optional<errc> code;
  std::size_t refused = 0;
  std::string page;
  std::vector<std::string> lines;  ///< the page's series, and what else is known from the answer; sorted
};

outcome outcome_of(const answer_case& of, std::string_view body);

/// A value in an answer.
struct answer_place {
  std::string
      path;  ///< its steps with '/' between; "[]" an element, and "*" the name of one of the system's own metrics
  nlohmann::json::json_pointer at;
  bool is_element() const { return path.ends_with("[]"); }
};

/// All values inside the root.
std::vector<answer_place> places_in(const nlohmann::json& whole, const answer_case& of);

nlohmann::json without(nlohmann::json whole, const answer_place& place);
/// The text of the answer with something else there, which need not be JSON.
std::string with(nlohmann::json whole, const answer_place& place, const std::string& raw);
/// The text of the answer with another name, escaped for JSON, of the member; nothing for an element.
std::optional<std::string> renamed(nlohmann::json whole, const answer_place& place, const std::string& raw);

/// The text with the only `from` in it replaced; fails the test if there is none.
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace mesoscale::exporter::testing
