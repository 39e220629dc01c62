#include "exporter/collectors/answer_shape.hpp"

#include <algorithm>

namespace mesoscale::exporter {
namespace {

json_kinds kinds_of(source_unit unit) {
  if (unit == source_unit::timestamp) return json_kinds::text;
  return unit == source_unit::truth ? json_kinds::truth : json_kinds::number;
}

/// The first step, which is taken away from the path.
std::string_view take_step(std::string_view& path) {
  const std::string_view step = path.substr(0, path.find('/'));
  path.remove_prefix(std::min(path.size(), step.size() + 1));
  return step;
}

}  // namespace

answer_shape::answer_shape(std::initializer_list<json_place> places, std::initializer_list<row_places> rows)
    : nodes_(1) {
  for (const json_place& one : places) add(one.path, one.kinds, false);
  for (const row_places& of : rows) add(of);
}

void answer_shape::add(const row_places& of) {
  for (const row& one : of.table.rows) {
    if (!one.key.starts_with(of.key_begin)) continue;
    const std::string_view rest = one.key.substr(of.key_begin.size());
    // The number of all elements.
    if (rest == "[]") continue;
    add(std::string(of.path) + std::string(rest), kinds_of(one.unit) | of.besides, true);
  }
}

void answer_shape::add(std::string_view path, json_kinds kinds, bool is_row) {
  place at = root;
  while (!path.empty()) {
    if (is_row && nodes_[at].is_named) return;
    const std::string_view step = take_step(path);
    nodes_[at].kinds = nodes_[at].kinds | (step == "[]" ? json_kinds::list : json_kinds::object);
    at = step_to(at, step);
  }
  if (is_row && nodes_[at].kinds != json_kinds::none) return;
  nodes_[at].kinds = nodes_[at].kinds | kinds;
  nodes_[at].is_named = !is_row;
}

answer_shape::place answer_shape::step_to(place at, std::string_view step) {
  const bool is_any = step == "*" || step.starts_with('<');
  if (is_any && nodes_[at].below_any != nowhere) return nodes_[at].below_any;
  if (!is_any) {
    if (const auto found = nodes_[at].below.find(step); found != nodes_[at].below.end()) return found->second;
  }
  const place made = nodes_.size();
  nodes_.emplace_back();
  if (is_any) {
    nodes_[at].below_any = made;
    return made;
  }
  nodes_[at].below.emplace(step, made);
  // What stands in any of the members stands in this one, too.
  if (nodes_[at].below_any != nowhere) copy_below(nodes_[at].below_any, made);
  return made;
}

void answer_shape::copy_below(place from, place to) {
  const node copied = nodes_[from];
  const auto copy = [this](place one) {
    const place made = nodes_.size();
    nodes_.emplace_back();
    nodes_[made].kinds = nodes_[one].kinds;
    nodes_[made].is_named = nodes_[one].is_named;
    copy_below(one, made);
    return made;
  };
  for (const auto& [step, one] : copied.below) {
    const place made = copy(one);
    nodes_[to].below.emplace(step, made);
  }
  if (copied.below_any != nowhere) {
    const place made = copy(copied.below_any);
    nodes_[to].below_any = made;
  }
}

void answer_shape::repeat_in(std::string_view list) {
  place at = root;
  while (!list.empty()) at = step_to(at, take_step(list));
  nodes_[at].kinds = json_kinds::list;
  nodes_[at].below.insert_or_assign("[]", root);
}

answer_shape::place answer_shape::below(place at, std::string_view step) const {
  if (at == nowhere) return nowhere;
  const node& from = nodes_[at];
  const auto found = from.below.find(step);
  return found == from.below.end() ? from.below_any : found->second;
}

}  // namespace mesoscale::exporter
