#include "exporter/collectors/marathon_prometheus.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "exporter/collectors/own_metrics_decoder.hpp"
#include "exporter/tables/marathon.hpp"
#include "exporter/tables/marathon_metrics.hpp"
#include "exporter/tables/scrape_families.hpp"

namespace mesoscale::exporter {
namespace {

constexpr std::string_view help =
    "As Marathon writes it; its documentation explains the name (/metrics/prometheus)";

std::string allowed_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
    if (is_digit && name.empty()) name.push_back('_');
    name.push_back(is_digit || is_letter ? c : '_');
  }
  return name;
}

/// A number with a point or a comma; nothing for NaN and for what is no number.
std::optional<double> read_number(std::string_view text) {
  std::string number(text);
  std::ranges::replace(number, ',', '.');
  double value = 0;
  const auto end = number.data() + number.size();
  const auto read = std::from_chars(number.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// The value of the only label that Marathon writes.
std::optional<double> read_quantile(std::string_view labels) {
  constexpr std::string_view begin = "quantile=\"";
  if (!labels.starts_with(begin)) return std::nullopt;
  labels.remove_prefix(begin.size());
  return read_number(labels.substr(0, labels.find('"')));
}

const std::set<std::string_view>& our_names() {
  static const std::set<std::string_view> names = [] {
    std::set<std::string_view> all;
    for (const auto table : {marathon_app_table, marathon_deployment_table, marathon_group_table,
                             marathon_info_table, marathon_leader_table, marathon_metrics_table,
                             marathon_pod_table, marathon_queue_table, marathon_task_table}) {
      for (const family& one : table().families) all.insert(one.name);
    }
    for (const scrape_family& one : scrape_families()) all.insert(one.of->name);
    return all;
  }();
  return names;
}

class prometheus_decoder final : public body_decoder {
 public:
  explicit prometheus_decoder(decode_options options)
      : max_series_(options.max_series), samples_({{"instance", options.instance}}) {}

  result<void> feed(std::string_view piece) override {
    for (auto end = piece.find('\n'); end != piece.npos; end = piece.find('\n')) {
      line_.append(piece.substr(0, end));
      take(line_);
      line_.clear();
      piece.remove_prefix(end + 1);
    }
    line_.append(piece);
    if (line_.size() > max_line_bytes) return failure{errc::wrong_shape, "a line of the answer is too long"};
    return {};
  }

  result<decoded> finish() override {
    take(line_);
    if (samples_.empty())
      return failure{errc::wrong_shape, "the answer has no line of Prometheus' text format"};
    return decoded{std::move(samples_), counts_, {}};
  }

 private:
  static constexpr std::size_t max_line_bytes = 1 << 16;

  void take(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("# TYPE ")) return take_type(line.substr(7));
    if (line.empty() || line.front() == '#') return;
    const auto value_at = line.rfind(' ');
    const auto value = value_at == line.npos ? std::nullopt : read_number(line.substr(value_at + 1));
    if (!value) return refuse();
    std::string_view series = line.substr(0, value_at);
    const auto brace = series.find('{');
    if (brace == series.npos) return add(series, std::nullopt, *value);
    const auto quantile = read_quantile(series.substr(brace + 1));
    if (!quantile) return refuse();
    add(series.substr(0, brace), quantile, *value);
  }

  void take_type(std::string_view text) {
    const auto space = text.rfind(' ');
    if (space == text.npos) return;
    types_[clean_name(text.substr(0, space))] = text.substr(space + 1);
  }

  static std::string clean_name(std::string_view text) { return allowed_name(without_hashes(text)); }

  void add(std::string_view text, std::optional<double> quantile, double value) {
    std::string name = clean_name(text);
    sample_part part = sample_part::value;
    // A summary's number of observations stands behind it without a type of its own.
    if (!types_.contains(name) && name.ends_with("_count") &&
        types_[name.substr(0, name.size() - 6)] == "summary") {
      name.resize(name.size() - 6);
      part = sample_part::count;
    }
    if (our_names().contains(name)) return refuse();
    if (!seen_.emplace(name, part, quantile.value_or(-1)).second) return refuse();
    if (seen_.size() > max_series_) {
      counts_.cut(name);
      return;
    }
    const family& of = family_of(name);
    if (quantile) {
      samples_.add_quantile(of, {}, *quantile, value);
    } else if (part == sample_part::count) {
      samples_.add_part(of, {}, part, value);
    } else {
      samples_.add(of, std::span<const label>(), value);
    }
  }

  const family& family_of(const std::string& name) {
    const auto at = families_.find(name);
    if (at != families_.end()) return *at->second;
    const std::string& word = types_[name];
    metric_type type = metric_type::unknown;
    if (word == "gauge") type = metric_type::gauge;
    if (word == "summary") type = metric_type::summary;
    if (word == "counter" && name.ends_with("_total")) type = metric_type::counter;
    const family& made = samples_.own(name, type, std::string(help));
    families_.emplace(name, &made);
    return made;
  }

  void refuse() { ++counts_.values_refused; }

  std::size_t max_series_;
  sample_set samples_;
  decode_counts counts_;
  std::string line_;
  std::map<std::string, std::string> types_;
  std::map<std::string, const family*> families_;
  std::set<std::tuple<std::string, sample_part, double>> seen_;
};

}  // namespace

std::unique_ptr<body_decoder> make_marathon_prometheus_decoder(decode_options options) {
  return std::make_unique<prometheus_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
