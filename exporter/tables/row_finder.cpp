#include "exporter/tables/row_finder.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace mesoscale::exporter {
namespace {

std::vector<label> split_labels(std::string_view text) {
  std::vector<label> labels;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(','));
    const auto equals = one.find('=');
    assert(equals != one.npos);
    labels.push_back({one.substr(0, equals), one.substr(equals + 1)});
    text.remove_prefix(std::min(text.size(), one.size() + 1));
  }
  return labels;
}

double to_number(std::string_view text) {
  double value = std::numeric_limits<double>::quiet_NaN();
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

row_finder::row_finder(const metric_table& table) : table_(table) {
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    prepared_.push_back(prepare(table.rows[i]));
    if (!prepared_.back().captures.empty()) patterns_.push_back(i);
  }
  std::ranges::stable_sort(patterns_, std::ranges::greater{},
                           [this](std::size_t i) { return prepared_[i].fixed_size; });
}

row_finder::prepared row_finder::prepare(const row& of) {
  prepared result;
  std::string_view rest = of.key;
  for (auto begin = rest.find('<'); begin != rest.npos; begin = rest.find('<')) {
    const auto end = rest.find('>', begin);
    result.texts.push_back(rest.substr(0, begin));
    result.captures.push_back(rest.substr(begin + 1, end - begin - 1));
    rest.remove_prefix(end + 1);
  }
  result.texts.push_back(rest);
  for (const std::string_view text : result.texts) result.fixed_size += text.size();
  result.labels = split_labels(of.labels);
  if (!result.labels.empty() && result.labels.front().name == "quantile") {
    result.quantile = to_number(result.labels.front().value);
    result.labels.erase(result.labels.begin());
  }
  assert(result.labels.size() + result.captures.size() <= found_row{}.labels.size());
  return result;
}

std::optional<found_row> row_finder::find(std::string_view key) const {
  const auto at = std::ranges::lower_bound(table_.rows, key, {}, &row::key);
  found_row found;
  if (at != table_.rows.end() && at->key == key) {
    found.index = static_cast<std::size_t>(at - table_.rows.begin());
    if (match(prepared_[found.index], key, found)) return found;
  }
  for (const std::size_t i : patterns_) {
    found.index = i;
    if (match(prepared_[i], key, found)) return found;
  }
  return std::nullopt;
}

// Matches from the left up to the capture that may contain '/', then from the right back to it.
bool row_finder::match(const prepared& pattern, std::string_view key, found_row& found) {
  const auto& texts = pattern.texts;
  const auto& names = pattern.captures;
  if (!key.starts_with(texts.front())) return false;
  if (key.size() < pattern.fixed_size || !key.ends_with(texts.back())) return false;
  if (names.empty() && key.size() != texts.front().size()) return false;
  found.quantile = pattern.quantile;
  found.label_count = 0;
  for (const label& own : pattern.labels) found.labels[found.label_count++] = own;
  const std::size_t first_capture = found.label_count;
  found.label_count += names.size();

  std::string_view rest = key.substr(texts.front().size());
  std::size_t left = 0;
  for (; left < names.size() && !captures_slashes(names[left]); ++left) {
    const std::string_view captured = rest.substr(0, rest.find('/'));
    rest.remove_prefix(captured.size());
    if (captured.empty() || !rest.starts_with(texts[left + 1])) return false;
    rest.remove_prefix(texts[left + 1].size());
    found.labels[first_capture + left] = {names[left], captured};
  }
  if (left == names.size()) return rest.empty();

  for (std::size_t right = names.size() - 1; right > left; --right) {
    if (!rest.ends_with(texts[right + 1])) return false;
    rest.remove_suffix(texts[right + 1].size());
    const auto slash = rest.rfind('/');
    const std::string_view captured = slash == rest.npos ? rest : rest.substr(slash + 1);
    if (captured.empty()) return false;
    rest.remove_suffix(captured.size());
    found.labels[first_capture + right] = {names[right], captured};
  }
  if (!rest.ends_with(texts[left + 1])) return false;
  rest.remove_suffix(texts[left + 1].size());
  found.labels[first_capture + left] = {names[left], rest};
  return true;
}

}  // namespace mesoscale::exporter
