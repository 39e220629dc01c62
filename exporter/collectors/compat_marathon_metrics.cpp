#include "exporter/collectors/compat_marathon_metrics.hpp"

#include <cmath>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "common/core/json_stream.hpp"

namespace mesoscale::exporter {
namespace {

/// A field of a histogram or timer and the percentile it is.
constexpr std::pair<std::string_view, std::string_view> percentiles[] = {
    {"p50", "0.50"}, {"p75", "0.75"}, {"p95", "0.95"}, {"p98", "0.98"}, {"p99", "0.99"}, {"p999", "0.999"}};

constexpr std::pair<std::string_view, std::string_view> rates[] = {
    {"m15_rate", "15m"}, {"m1_rate", "1m"}, {"m5_rate", "5m"}, {"mean_rate", "mean"}};

/// A field of a histogram or timer that is a gauge of its own.
constexpr std::string_view moments[] = {"max", "mean", "min", "stddev"};

class compat_metrics_decoder final : public body_decoder, private json_visitor {
 public:
  explicit compat_metrics_decoder(decode_options options)
      : samples_({{"instance", options.instance}}), max_series_(options.max_series), stream_(*this) {}

  result<void> feed(std::string_view piece) override { return stream_.feed(piece); }

  result<decoded> finish() override {
    if (auto complete = stream_.finish(); !complete) return complete.error();
    return decoded{std::move(samples_), {}, {}};
  }

 private:
  using fields = std::map<std::string, double, std::less<>>;

  void on_scalar(const json_path& path, const json_scalar& value) override {
    if (path.is({"version"}) && value.kind == json_kind::string) {
      add("marathon_metrics_version", metric_type::gauge, "version", "version", value.string, 1);
    }
    if (path.depth() == 3 && value.kind == json_kind::number) fields_[std::string(path.key())] = value.number;
  }

  void on_end(const json_path& path, bool) override {
    if (path.depth() != 2) return;
    write(path[0], path[1]);
    fields_.clear();
  }

  void write(std::string_view section, std::string_view key) {
    const std::string name = compat_marathon_name(key);
    if (section == "counters") add_field(name, metric_type::counter, key, "count");
    if (section == "gauges") {
      // Kamon's gauges are histograms of what was measured meanwhile.
      add_field(name, metric_type::gauge, key, fields_.contains("value") ? "value" : "max");
    }
    if (section == "meters") {
      add_field(name + "_count", metric_type::counter, key, "count");
      add_labelled(name, key, "rate", rates);
    }
    if (section == "histograms" || section == "timers") {
      add_field(name + "_count", metric_type::counter, key, "count");
      add_labelled(name, key, "percentile", percentiles);
      for (const std::string_view moment : moments) {
        add_field(name + "_" + std::string(moment), metric_type::gauge, key, moment);
      }
      if (section == "timers") add_labelled(name + "_rate", key, "rate", rates);
    }
  }

  void add_field(const std::string& name, metric_type type, std::string_view key, std::string_view field) {
    const auto at = fields_.find(field);
    if (at != fields_.end()) add(name, type, key, {}, {}, at->second);
  }

  template <class Fields>
  void add_labelled(const std::string& name, std::string_view key, std::string_view label_name,
                    const Fields& wanted) {
    for (const auto& [field, text] : wanted) {
      const auto at = fields_.find(field);
      if (at != fields_.end()) add(name, metric_type::gauge, key, label_name, text, at->second);
    }
  }

  void add(const std::string& name, metric_type type, std::string_view key, std::string_view label_name,
           std::string_view label_value, double value) {
    if (!std::isfinite(value) || samples_.size() >= max_series_) return;
    const auto [at, is_new] = families_.try_emplace(name, nullptr);
    if (is_new) {
      at->second =
          &samples_.own(name, type, "As marathon_exporter named it (/metrics: " + std::string(key) + ")");
    }
    // Two of Marathon's names may become one.
    if (at->second->type != type || !series_.emplace(name, label_value).second) return;
    const label one{label_name, label_value};
    samples_.add(*at->second, std::span(&one, label_name.empty() ? 0 : 1), value);
  }

  sample_set samples_;
  std::size_t max_series_;
  fields fields_;
  std::map<std::string, const family*> families_;
  std::set<std::pair<std::string, std::string>> series_;
  json_stream stream_;
};

}  // namespace

std::string compat_marathon_name(std::string_view key) {
  std::string name = "marathon_";
  for (char c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool is_allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    name.push_back(is_allowed ? c : '_');
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

std::unique_ptr<body_decoder> make_compat_marathon_metrics_decoder(decode_options options) {
  return std::make_unique<compat_metrics_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
