#include "common/core/exposition.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <unordered_map>

namespace mesoscale {
namespace {

constexpr std::string_view total_suffix = "_total";

/// The samples of one family, from all sets.
struct family_samples {
  const family* of;
  std::vector<std::pair<const sample_set*, const sample*>> samples;
};

std::vector<family_samples> by_family(std::span<const sample_set* const> sets) {
  std::vector<family_samples> families;
  std::unordered_map<std::string_view, std::size_t> place_of_name;
  for (const sample_set* set : sets) {
    const family* last = nullptr;
    std::size_t place = 0;
    for (const sample& s : set->samples()) {
      // Samples of a family come in runs, so most look-ups are saved.
      if (s.of != last) {
        const auto [found, is_new] = place_of_name.try_emplace(s.of->name, families.size());
        if (is_new) families.push_back({s.of, {}});
        place = found->second;
        last = s.of;
      }
      families[place].samples.emplace_back(set, &s);
    }
  }
  std::sort(families.begin(), families.end(),
            [](const auto& a, const auto& b) { return a.of->name < b.of->name; });
  return families;
}

/// Text 0.0.4 has another word for a type that is not known, and OpenMetrics knows no counter whose name lacks _total: one of
/// an old exporter's names is of unknown type there.
std::string_view type_name(const family& of, exposition_format format) {
  const bool is_open = format == exposition_format::openmetrics_1_0;
  if (of.type == metric_type::unknown && !is_open) return "untyped";
  if (of.type == metric_type::counter && is_open && !of.name.ends_with(total_suffix)) return "unknown";
  return name_of(of.type);
}

/// HELP escapes backslash and line feed; OpenMetrics also the quote.
void append_help(std::string& out, std::string_view help, exposition_format format) {
  for (const char c : help) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && format == exposition_format::openmetrics_1_0) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
}

/// The name in HELP and TYPE: OpenMetrics names a counter's family without _total.
std::string_view metadata_name(const family& of, exposition_format format) {
  const bool drops_total = format == exposition_format::openmetrics_1_0 && of.type == metric_type::counter &&
                           of.name.ends_with(total_suffix);
  return drops_total ? of.name.substr(0, of.name.size() - total_suffix.size()) : of.name;
}

void append_metadata(std::string& out, const family& of, exposition_format format) {
  const std::string_view name = metadata_name(of, format);
  const auto line = [&](std::string_view keyword) {
    out += "# ";
    out += keyword;
    out += ' ';
    out += name;
    out += ' ';
  };
  line("HELP");
  append_help(out, of.help, format);
  out += '\n';
  line("TYPE");
  out += type_name(of, format);
  out += '\n';
  if (format == exposition_format::openmetrics_1_0 && !of.unit.empty() && name.ends_with(of.unit)) {
    line("UNIT");
    out += of.unit;
    out += '\n';
  }
}

std::string_view suffix_of(sample_part part) {
  switch (part) {
    case sample_part::bucket:
      return "_bucket";
    case sample_part::sum:
      return "_sum";
    case sample_part::count:
      return "_count";
    case sample_part::value:
      break;
  }
  return {};
}

/// OpenMetrics wants le and quantile as floats: "1.0" where the text format has "1".
void append_bound(std::string& out, const sample& s, exposition_format format) {
  out += s.part == sample_part::bucket ? "le=\"" : "quantile=\"";
  const std::size_t begin = out.size();
  append_number(out, s.bound);
  const bool is_integer = out.find_first_not_of("-0123456789", begin) == std::string::npos;
  if (format == exposition_format::openmetrics_1_0 && is_integer) out += ".0";
  out += '"';
}

/// Rendered labels without the first one, if that has this name.
std::string_view without_first(std::string_view labels, std::string_view name) {
  if (name.empty() || !labels.starts_with(name) || !labels.substr(name.size()).starts_with("=\""))
    return labels;
  std::size_t end = name.size() + 2;
  while (end < labels.size() && labels[end] != '"') end += labels[end] == '\\' ? 2 : 1;
  labels.remove_prefix(std::min(labels.size(), end + 1));
  if (labels.starts_with(',')) labels.remove_prefix(1);
  return labels;
}

void append_sample(std::string& out, const sample_set& set, const sample& s, exposition_format format,
                   std::string_view left_out) {
  out += s.of->name;
  out += suffix_of(s.part);
  const bool has_bound = !std::isnan(s.bound);
  const std::string_view labels = without_first(set.labels_of(s), left_out);
  if (!labels.empty() || has_bound) {
    out += '{';
    out += labels;
    if (has_bound) {
      if (!labels.empty()) out += ',';
      append_bound(out, s, format);
    }
    out += '}';
  }
  out += ' ';
  append_number(out, s.value);
  out += '\n';
}

std::size_t size_estimate(const family_samples& f) {
  std::size_t size = f.of->help.size() + 3 * f.of->name.size() + 64;
  for (const auto& [set, s] : f.samples) size += f.of->name.size() + s->labels_size + 40;
  return size;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Takes the part before the separator off the front of rest.
std::string_view take(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return trimmed(part);
}

struct media_range {
  std::string_view type;
  double weight = 1;
};

media_range parse_range(std::string_view text) {
  media_range range{take(text, ';')};
  while (!text.empty()) {
    std::string_view parameter = take(text, ';');
    const std::string_view key = take(parameter, '=');
    if (key != "q") continue;
    // std::from_chars cannot fail softly on "q=.5x"; what does not parse weighs nothing.
    double weight = 0;
    const auto parsed = std::from_chars(parameter.data(), parameter.data() + parameter.size(), weight);
    range.weight = parsed.ec == std::errc() ? weight : 0;
  }
  return range;
}

}  // namespace

exposition_format negotiate_format(std::string_view accept) {
  double openmetrics = 0;
  double text = 0;
  while (!accept.empty()) {
    const media_range range = parse_range(take(accept, ','));
    if (range.type == "application/openmetrics-text") openmetrics = std::max(openmetrics, range.weight);
    if (range.type == "text/plain" || range.type == "text/*") text = std::max(text, range.weight);
  }
  return openmetrics > 0 && openmetrics >= text ? exposition_format::openmetrics_1_0
                                                : exposition_format::text_0_0_4;
}

std::string_view content_type(exposition_format format) {
  return format == exposition_format::openmetrics_1_0
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

void append_number(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "+Inf" : "-Inf";
  } else {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end.ptr);
  }
}

std::string write_exposition(std::span<const sample_set* const> sets, exposition_format format,
                             std::string_view left_out) {
  const std::vector<family_samples> families = by_family(sets);
  std::size_t size = 16;
  for (const family_samples& f : families) size += size_estimate(f);
  std::string page;
  page.reserve(size);
  for (const family_samples& f : families) {
    append_metadata(page, *f.of, format);
    for (const auto& [set, s] : f.samples) append_sample(page, *set, *s, format, left_out);
  }
  if (format == exposition_format::openmetrics_1_0) page += "# EOF\n";
  return page;
}

}  // namespace mesoscale
