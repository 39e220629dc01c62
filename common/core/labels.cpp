#include "common/core/labels.hpp"

#include <re2/re2.h>

#include <array>
#include <optional>

namespace mesoscale {
namespace {

struct operation_row {
  std::string_view spelling;
  label_matcher::operation operation;
};

// Longer spellings first, so that "=~" is not read as "=".
constexpr std::array<operation_row, 4> operations{{
    {"=~", label_matcher::operation::match},
    {"!~", label_matcher::operation::not_match},
    {"!=", label_matcher::operation::not_equal},
    {"=", label_matcher::operation::equal},
}};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

bool is_label_name(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
         std::string_view::npos;
}

/// Takes the quotes off; nothing if they do not match or a quote stands inside.
std::optional<std::string> unquoted(std::string_view text) {
  if (text.empty() || text.front() != '"') {
    return text.find('"') == std::string_view::npos ? std::optional(std::string(text)) : std::nullopt;
  }
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1 == text.size() ? std::optional(value) : std::nullopt;
    if (text[i] != '\\') {
      value += text[i];
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    switch (text[i]) {
      case 'n':
        value += '\n';
        break;
      case '"':
      case '\\':
        value += text[i];
        break;
      default:
        value += '\\', value += text[i];  // as Alertmanager: an unknown escape stays as it stands
    }
  }
  return std::nullopt;
}

failure not_a_matcher(std::string_view text) {
  return {errc::invalid,
          "found '" + std::string(text) + "', expected a matcher such as severity=~\"warning|critical\""};
}

}  // namespace

result<label_matcher> parse_matcher(std::string_view text) {
  const auto at = text.find_first_of("=!");
  if (at == std::string_view::npos) return not_a_matcher(text);
  label_matcher matcher;
  matcher.name_ = trimmed(text.substr(0, at));
  if (!is_label_name(matcher.name_)) return not_a_matcher(text);
  const std::string_view rest = text.substr(at);
  for (const operation_row& row : operations) {
    if (!rest.starts_with(row.spelling)) continue;
    auto value = unquoted(trimmed(rest.substr(row.spelling.size())));
    if (!value) return not_a_matcher(text);
    matcher.op_ = row.operation;
    matcher.value_ = std::move(*value);
    const bool is_expression =
        matcher.op_ == label_matcher::operation::match || matcher.op_ == label_matcher::operation::not_match;
    if (!is_expression) return matcher;
    auto expression = std::make_shared<re2::RE2>(matcher.value_, re2::RE2::Quiet);
    if (!expression->ok()) {
      return failure{errc::invalid, "found '" + std::string(text) +
                                        "', expected a regular expression that compiles (" +
                                        expression->error() + ")"};
    }
    matcher.expression_ = std::move(expression);
    return matcher;
  }
  return not_a_matcher(text);
}

bool label_matcher::matches(const label_set& labels) const {
  const auto found = labels.find(name_);
  const std::string_view value = found == labels.end() ? std::string_view() : std::string_view(found->second);
  switch (op_) {
    case operation::equal:
      return value == value_;
    case operation::not_equal:
      return value != value_;
    case operation::match:
      return re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *expression_);
    case operation::not_match:
      return !re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *expression_);
  }
  return false;
}

bool matches_all(const std::vector<label_matcher>& matchers, const label_set& labels) {
  for (const label_matcher& m : matchers) {
    if (!m.matches(labels)) return false;
  }
  return true;
}

}  // namespace mesoscale
