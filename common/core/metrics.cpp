#include "common/core/metrics.hpp"

#include <utility>

namespace mesoscale {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";
constexpr double no_bound = std::numeric_limits<double>::quiet_NaN();

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/// How many bytes the UTF-8 character at the front has; 0 if it is none (RFC 3629: no overlong forms, no surrogates).
std::size_t utf8_size(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const unsigned second = at(1);
  if (!is_continuation(static_cast<unsigned char>(second))) return 0;
  if (first < 0xE0) return 2;
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;
  if (!is_continuation(static_cast<unsigned char>(at(2)))) return 0;
  if (first < 0xF0) return 3;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;
  return is_continuation(static_cast<unsigned char>(at(3))) ? 4 : 0;
}

bool is_plain(char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\\' && c != '"' && c != '\n'; }

void append_escaped(std::string& out, std::string_view value) {
  std::size_t i = 0;
  while (i < value.size()) {
    std::size_t run = i;
    while (run < value.size() && is_plain(value[run])) ++run;
    out.append(value, i, run - i);
    if (run == value.size()) return;
    i = run;
    const char c = value[i];
    if (c == '\\' || c == '"') {
      out += '\\';
      out += c;
      ++i;
    } else if (c == '\n') {
      out += "\\n";
      ++i;
    } else if (const std::size_t size = utf8_size(value.substr(i)); size > 0) {
      out.append(value, i, size);
      i += size;
    } else {
      out += replacement_character;
      ++i;
    }
  }
}

}  // namespace

std::string_view name_of(metric_type type) {
  switch (type) {
    case metric_type::counter:
      return "counter";
    case metric_type::gauge:
      return "gauge";
    case metric_type::summary:
      return "summary";
    case metric_type::histogram:
      return "histogram";
    case metric_type::unknown:
      break;
  }
  return "unknown";
}

void append_label(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += "=\"";
  append_escaped(out, value);
  out += '"';
}

sample_set::sample_set(std::initializer_list<label> common) {
  for (const label& l : common) {
    if (!common_.empty()) common_ += ',';
    append_label(common_, l.name, l.value);
  }
}

void sample_set::push(const family& of, std::span<const label> labels, sample_part part, double value,
                      double bound) {
  const std::size_t begin = label_text_.size();
  label_text_ += common_;
  for (const label& l : labels) {
    if (label_text_.size() > begin) label_text_ += ',';
    append_label(label_text_, l.name, l.value);
  }
  const std::size_t size = label_text_.size() - begin;
  samples_.push_back(
      {&of, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(size), value, bound, part});
}

void sample_set::add(const family& of, std::span<const label> labels, double value) {
  push(of, labels, sample_part::value, value, no_bound);
}

void sample_set::add(const family& of, std::initializer_list<label> labels, double value) {
  push(of, std::span<const label>(labels.begin(), labels.size()), sample_part::value, value, no_bound);
}

void sample_set::add_quantile(const family& of, std::span<const label> labels, double quantile,
                              double value) {
  push(of, labels, sample_part::value, value, quantile);
}

void sample_set::add_part(const family& of, std::span<const label> labels, sample_part part, double value,
                          double bound) {
  push(of, labels, part, value, bound);
}

const family& sample_set::own(std::string name, metric_type type, std::string help) {
  owned_family& kept = owned_.emplace_back(owned_family{std::move(name), std::move(help), {}});
  kept.view = family{kept.name, type, kept.help};
  return kept.view;
}

}  // namespace mesoscale
