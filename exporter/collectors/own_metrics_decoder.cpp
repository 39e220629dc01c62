#include "exporter/collectors/own_metrics_decoder.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/chronos.hpp"
#include "exporter/tables/marathon_metrics.hpp"
#include "exporter/tables/row_finder.hpp"

namespace mesoscale::exporter {
namespace {

constexpr std::string_view marathon_prefixes[] = {"service.mesosphere.marathon.", "marathon."};
constexpr std::string_view marathon_ignored[] = {"jvm.memory.total.", "jvm.threads.deadlocks",
                                                 "org.eclipse.jetty.servlet.ServletContextHandler.percent-"};
constexpr std::string_view chronos_ignored[] = {"jobs.run.failure.", "jobs.run.success.", "jvm.memory.total.",
                                                "jvm.threads.deadlocks",
                                                "org.eclipse.jetty.servlet.ServletContextHandler.percent-"};
constexpr std::string_view chronos_whole[] = {"jobs.run.time."};

constexpr std::pair<std::string_view, double> quantiles[] = {
    {"min", 0},    {"p50", 0.5},  {"p75", 0.75},   {"p90", 0.9}, {"p95", 0.95},
    {"p98", 0.98}, {"p99", 0.99}, {"p999", 0.999}, {"max", 1},
};

constexpr std::pair<std::string_view, double> time_units[] = {
    {"seconds", 1}, {"milliseconds", 1e3}, {"microseconds", 1e6}, {"nanoseconds", 1e9}};

/// How many of the unit are a second; 1 for what is no unit of time.
double per_second(std::string_view unit) {
  for (const auto& [name, count] : time_units) {
    if (unit == name) return count;
  }
  return 1;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

std::string slashed(std::string_view key) {
  std::string text(key);
  std::ranges::replace(text, '.', '/');
  return text;
}

constexpr std::string_view sections[] = {"counters", "gauges",           "histograms",
                                         "meters",   "min-max-counters", "timers"};

const answer_shape& own_metrics_shape() {
  static const answer_shape shape = [] {
    answer_shape made;
    for (const std::string_view section : sections) {
      const std::string metric = std::string(section) + "/*/";
      made.add(metric + "*", json_kinds::number);
      made.add(metric + "tags/*", json_kinds::any);
      made.add(metric + "unit/name", json_kinds::text);
      for (const char* one : {"duration_units", "error", "rate_units", "units"}) {
        made.add(metric + one, json_kinds::text);
      }
    }
    // A gauge may be a text, and this one is a list.
    made.add("gauges/*/value", json_kinds::number | json_kinds::text);
    made.add("gauges/jvm.threads.deadlocks/value", json_kinds::any);
    return made;
  }();
  return shape;
}

class own_metrics_decoder final : public json_decoder {
 public:
  own_metrics_decoder(const row_finder& rows, key_style style, decode_options options)
      : json_decoder(rows.table(), root::object, std::move(options), own_metrics_shape()),
        rows_(rows),
        style_(style) {}

 private:
  using stats = std::map<std::string, double, std::less<>>;
  struct metric {
    stats values;
    std::string unit;
    bool is_kamon = false;
    bool is_of_generated_class = false;
  };

  void begin(const json_path& path, bool) override {
    if (path.depth() == 1) ++sections_;
    if (path.depth() == 2) current_ = metric{};
    if (path.depth() == 3 && (path.key() == "tags" || path.key() == "unit")) current_.is_kamon = true;
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    const std::string_view key = path.key();
    const bool is_text = value.kind == json_kind::string;
    if (path.depth() == 4 && path[2] == "unit" && key == "name" && is_text) current_.unit = value.string;
    if (path.depth() != 3) return;
    if (key == "duration_units" && is_text) current_.unit = value.string;
    if (value.kind == json_kind::number) current_.values.emplace(key, value.number);
  }

  void end(const json_path& path) override {
    if (path.depth() != 2 || current_.values.empty()) return;
    // What a name of the user's own stands in is left as it is.
    const bool is_whole = std::ranges::any_of(
        style_.whole_prefixes, [&](std::string_view whole) { return path.key().starts_with(whole); });
    const std::string name = is_whole ? std::string(path.key()) : without_hashes(path.key());
    current_.is_of_generated_class = path.key().find("ByGuice$$") != path.key().npos;
    const std::string_view plain = without_prefix(name);
    const auto begins_name = [plain](std::string_view start) { return plain.starts_with(start); };
    if (std::ranges::any_of(style_.ignored, begins_name)) return;
    ++metrics_;
    write(path[0], name);
  }

  void write(std::string_view section, const std::string& name) {
    const std::string key = key_of_row(name);
    if (current_.is_kamon) return write_window(section, name, key);
    if (const auto value = find("value")) {
      write_single(name, key, *value);
    } else if (section == "counters") {
      if (const auto count = find("count")) write_single(name, key, *count);
    } else {
      write_distribution(name, key);
      if (const auto count = find("count")) write_count(name, key, *count);
    }
  }

  // What Kamon calls a gauge is a distribution of what was sampled in the window: the highest value is told.
  void write_window(std::string_view section, const std::string& name, const std::string& key) {
    if (section == "gauges" || section == "min-max-counters") {
      if (const auto max = find("max")) write_single(name, key, *max);
      return;
    }
    write_distribution(name, key);
    write_of_window("window", name, find("count"));
    const auto mean = find("mean");
    if (mean && is_known(key)) write_of_window("window/mean", name, *mean / per_second(current_.unit));
  }

  void write_of_window(std::string_view key, const std::string& name, std::optional<double> value) {
    const auto row = rows_.find(key);
    if (row && value) writer().add(*row, *value, {{"key", name}});
  }

  void write_single(const std::string& name, const std::string& key, double value) {
    const std::string of_count = key + "/count";  // Labels of a found row are views into it.
    if (auto row = rows_.find(key)) {
      // "task-running": states are called the same everywhere.
      for (label& one : row->labels) {
        if (one.name == "state" && one.value.starts_with("task-")) one.value.remove_prefix(5);
      }
      writer().add(*row, value);
    } else if (const auto count = rows_.find(of_count)) {
      writer().add(*count, value);  // A plain counter in one version, the count of a timer in another.
    } else if (!is_known(key)) {
      writer().add_unknown(name, value);
    }
  }

  void write_count(const std::string& name, const std::string& key, double count) {
    const std::string of_count = key + "/count";  // Labels of a found row are views into it.
    auto row = rows_.find(of_count);
    if (!row) row = rows_.find(key);
    if (row) {
      writer().add(*row, count);
    } else if (!is_known(key)) {
      writer().add_unknown(name + "/count", count);
    }
  }

  void write_distribution(const std::string& name, const std::string& key) {
    const double scale = per_second(current_.unit);
    const std::string of_quantiles = key + "/quantiles";
    const auto row = rows_.find(of_quantiles);
    for (const auto& [stat, quantile] : quantiles) {
      const auto value = find(stat);
      if (!value) continue;
      if (!row) {
        writer().add_unknown(name + "/" + std::string(stat), *value / scale);
        continue;
      }
      found_row of_quantile = *row;
      of_quantile.quantile = quantile;
      writer().add(of_quantile, *value / scale);
    }
    if (const auto mean = find("mean"); mean && !row) writer().add_unknown(name + "/mean", *mean / scale);
  }

  std::optional<double> find(std::string_view stat) const {
    const auto at = current_.values.find(stat);
    if (at == current_.values.end()) return std::nullopt;
    return at->second;
  }

  std::string_view without_prefix(std::string_view name) const {
    for (const std::string_view prefix : style_.prefixes) {
      if (name.starts_with(prefix)) return name.substr(prefix.size());
    }
    return name;
  }

  // The key as rows write it; a prefix that a flag of Marathon's changed is recognised by what is behind it.
  std::string key_of_row(std::string_view name) const {
    for (const std::string_view whole : style_.whole_prefixes) {
      if (name.starts_with(whole)) return slashed(whole) + std::string(name.substr(whole.size()));
    }
    if (auto method = key_of_method(name)) return *method;
    if (const auto plain = without_prefix(name); plain.size() < name.size()) return slashed(plain);
    const std::string whole = slashed(name);
    if (is_known(whole)) return whole;
    // From the first dot on, and from the class on: its package differs between versions.
    const auto first = name.find('.');
    if (first != name.npos && is_known(slashed(name.substr(first + 1))))
      return slashed(name.substr(first + 1));
    const auto member = name.rfind('.');
    if (member == name.npos || member == 0) return whole;
    const auto type = name.rfind('.', member - 1);
    const std::string last_two = type == name.npos ? whole : slashed(name.substr(type + 1));
    return is_known(last_two) && style_.prefixes.empty() ? last_two : whole;
  }

  // "api/v2.AppsResource/index(String)": the names of classes and the types of arguments keep their dots.
  std::optional<std::string> key_of_method(std::string_view name) const {
    const auto api = name.find(".api.");
    if (api == name.npos && !current_.is_of_generated_class) return std::nullopt;
    const auto rest = api == name.npos ? without_prefix(name) : name.substr(api + 5);
    const auto dot = rest.rfind('.', rest.find('('));
    if (dot == rest.npos) return std::nullopt;
    return "api/" + std::string(rest.substr(0, dot)) + "/" + std::string(rest.substr(dot + 1));
  }

  bool is_known(const std::string& key) const {
    return rows_.find(key) || rows_.find(key + "/quantiles") || rows_.find(key + "/count");
  }

  result<void> check() override {
    if (sections_ == 0) return failure{errc::wrong_shape, "the answer has no section of metrics"};
    if (metrics_ == 0) return failure{errc::wrong_shape, "the answer has no metric"};
    return {};
  }

  const row_finder& rows_;
  key_style style_;
  metric current_;
  std::size_t sections_ = 0;
  std::size_t metrics_ = 0;
};

}  // namespace

std::string without_hashes(std::string_view key) {
  std::string clean;
  while (!key.empty()) {
    const auto generated = std::min(key.find("ByGuice"), key.size());
    const auto pool = std::min(key.find("qtp"), key.size());
    const auto at = std::min(generated, pool);
    clean.append(key.substr(0, at));
    key.remove_prefix(at);
    if (key.empty()) break;
    if (pool < generated) {
      clean.append("qtp");
      key.remove_prefix(3);
      while (!key.empty() && key.front() >= '0' && key.front() <= '9') key.remove_prefix(1);
      continue;
    }
    // "$$EnhancerByGuice$$3ba5d1a1"; Prometheus' format has '_' for '$'.
    key.remove_prefix(7);
    const std::string_view mark = key.substr(0, 2);
    const auto begin = mark == "$$" || mark == "__" ? clean.rfind(mark) : clean.npos;
    if (begin == clean.npos) {
      clean.append("ByGuice");
      continue;
    }
    clean.resize(begin);
    key.remove_prefix(2);
    while (!key.empty() && is_hex(key.front())) key.remove_prefix(1);
  }
  return clean;
}

std::unique_ptr<body_decoder> make_marathon_metrics_decoder(decode_options options) {
  static const row_finder rows(marathon_metrics_table());
  const key_style style{marathon_metrics_table, marathon_prefixes, marathon_ignored, {}};
  return std::make_unique<own_metrics_decoder>(rows, style, std::move(options));
}

std::unique_ptr<body_decoder> make_chronos_metrics_decoder(decode_options options) {
  static const row_finder rows(chronos_metrics_table());
  const key_style style{chronos_metrics_table, {}, chronos_ignored, chronos_whole};
  return std::make_unique<own_metrics_decoder>(rows, style, std::move(options));
}

}  // namespace mesoscale::exporter
