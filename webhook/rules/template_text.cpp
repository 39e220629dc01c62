#include "webhook/rules/template_text.hpp"

#include <functional>

namespace mesoscale::webhook {
namespace {

constexpr std::string_view of_labels = ".labels.";
constexpr std::string_view of_annotations = ".annotations.";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_name(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
         std::string_view::npos;
}

/// Calls literal() and placeholder() for the pieces in order. False when a placeholder is not understood or wants to stop.
bool walk(std::string_view text, const std::function<void(std::string_view)>& literal,
          const std::function<bool(std::string_view)>& placeholder) {
  std::size_t at = 0;
  while (true) {
    const auto open = text.find("{{", at);
    literal(text.substr(at, open == std::string_view::npos ? open : open - at));
    if (open == std::string_view::npos) return true;
    const auto close = text.find("}}", open);
    const std::string_view inside =
        close == std::string_view::npos ? text.substr(open) : text.substr(open + 2, close - open - 2);
    if (!placeholder(trimmed(inside)) || close == std::string_view::npos) return false;
    at = close + 2;
  }
}

bool is_known(std::string_view inside) {
  for (const std::string_view prefix : {of_labels, of_annotations}) {
    if (inside.substr(0, prefix.size()) == prefix && is_name(inside.substr(prefix.size()))) return true;
  }
  return false;
}

using writer = bool (*)(const std::string& value, std::string& out);

std::optional<std::string> fill_with(std::string_view text, const label_set& labels,
                                     const label_set& annotations, writer write) {
  std::string out;
  const auto place = [&](std::string_view inside) {
    if (!is_known(inside)) return false;
    const bool is_label = inside.substr(0, of_labels.size()) == of_labels;
    const label_set& from = is_label ? labels : annotations;
    const auto it = from.find(inside.substr(is_label ? of_labels.size() : of_annotations.size()));
    return it != from.end() && !it->second.empty() && write(it->second, out);
  };
  if (!walk(
          text, [&out](std::string_view piece) { out += piece; }, place))
    return std::nullopt;
  return out;
}

bool write_plain(const std::string& value, std::string& out) {
  out += value;
  return true;
}

bool write_escaped(const std::string& value, std::string& out) {
  for (const char c : value) {
    if (c == '`' || c == '\0') return false;
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return true;
}

}  // namespace

result<void> check_template(std::string_view text) {
  std::string bad;
  const auto check = [&bad](std::string_view inside) {
    if (is_known(inside)) return true;
    bad = inside;
    return false;
  };
  if (walk(
          text, [](std::string_view) {}, check))
    return {};
  return failure{errc::invalid, "\"" + (bad.empty() ? std::string(text) : bad) + "\""};
}

std::vector<std::string> labels_in(std::string_view text) {
  std::vector<std::string> out;
  const auto note = [&out](std::string_view inside) {
    if (inside.substr(0, of_labels.size()) == of_labels) out.emplace_back(inside.substr(of_labels.size()));
    return true;
  };
  walk(
      text, [](std::string_view) {}, note);
  return out;
}

bool has_placeholders(std::string_view text) { return text.find("{{") != std::string_view::npos; }

std::optional<std::string> fill(std::string_view text, const label_set& labels,
                                const label_set& annotations) {
  return fill_with(text, labels, annotations, write_plain);
}

std::optional<std::string> fill_query(std::string_view text, const label_set& labels,
                                      const label_set& annotations) {
  return fill_with(text, labels, annotations, write_escaped);
}

}  // namespace mesoscale::webhook
