#include "exporter/collectors/zookeeper_decode.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "exporter/tables/zookeeper_key.hpp"

namespace mesoscale::exporter {
namespace {

/// What a server can be. A state that is none of these is shown too.
constexpr std::string_view server_states[] = {"follower", "leader", "observer", "read-only", "standalone"};

/// What mntr has in every version since 3.4.
constexpr std::string_view constant_keys[] = {
    "approximate_data_size", "avg_latency",           "ephemerals_count",     "max_latency",
    "min_latency",           "num_alive_connections", "outstanding_requests", "packets_received",
    "packets_sent",          "watch_count",           "znode_count"};

std::optional<double> to_number(std::string_view text) {
  double value = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

/// Splits at the last occurrence; without one all of it is the first part.
std::pair<std::string_view, std::string_view> split_last(std::string_view text, std::string_view separator) {
  const auto at = text.rfind(separator);
  if (at == text.npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + separator.size())};
}

/// The parts of one summary, which come as separate keys.
struct statistics {
  const zookeeper_row* row = nullptr;
  std::vector<label> labels;
  std::map<double, double> quantiles;
  std::optional<double> sum;
  std::optional<double> count;
};

class decoder {
 public:
  explicit decoder(const zookeeper_decode_options& options)
      : options_(options), out_{sample_set({{"instance", options.instance}}), {}} {}

  void add(const zookeeper_value& one) {
    if (!seen_.insert(one.key).second) return refuse();
    const auto found = find_zookeeper_key(one.key);
    if (found && found->row->level == zookeeper_level::with_detail && !options_.with_detail) return;
    if (found && found->row->shape == zookeeper_shape::fact) return add_fact(one);
    const auto number = to_number(one.value);
    if (!found) return add_other(one.key, number);
    // ZooKeeper says "null" for a gauge whose owner is gone, and NaN for quantiles of a window without samples.
    if (one.value == "null" || (number && std::isnan(*number))) return;
    if (!number || !std::isfinite(*number)) return refuse();
    add_number(*found, *number);
  }

  void add_serving(bool serving) { put(zookeeper_family("zookeeper_serving"), {}, serving ? 1 : 0); }

  void count_missing() {
    for (const std::string_view key : constant_keys) {
      if (!seen_.contains(std::string(key))) ++out_.counts.keys_missing;
    }
  }

  decoded take() && {
    for (const auto& [key, one] : statistics_) add_statistics(one);
    return std::move(out_);
  }

 private:
  void refuse() { ++out_.counts.values_refused; }

  bool admit(const family& of) {
    if (series_of_family_[&of]++ < options_.max_series) return true;
    ++out_.counts.series_cut;
    return false;
  }

  void put(const family& of, std::vector<label> labels, double value) {
    if (admit(of)) out_.samples.add(of, labels, value);
  }

  void add_number(const zookeeper_key& found, double number) {
    const zookeeper_row& row = *found.row;
    if (found.part == zookeeper_part::mean) return;  // Sum and count give it.
    if (row.shape == zookeeper_shape::size && number == -1) return;
    std::vector<label> labels = found.labels;
    std::optional<double> quantile;
    if (found.part == zookeeper_part::quantile) quantile = found.quantile;
    if (!row.labels.empty()) {
      const auto equals = row.labels.find('=');
      const label own{row.labels.substr(0, equals), row.labels.substr(equals + 1)};
      if (own.name == "quantile")
        quantile = to_number(own.value);
      else
        labels.push_back(own);
    }
    const double amount = found.part == zookeeper_part::count ? number : to_base_unit(row.unit, number);
    if (found.part == zookeeper_part::value && !quantile)
      return put(zookeeper_family(row.family), std::move(labels), amount);
    statistics& into = statistics_of(row, std::move(labels));
    if (quantile) into.quantiles[*quantile] = amount;
    if (found.part == zookeeper_part::sum) into.sum = amount;
    if (found.part == zookeeper_part::count) into.count = amount;
  }

  statistics& statistics_of(const zookeeper_row& row, std::vector<label> labels) {
    std::string key(row.family);
    for (const label& one : labels) key.append("\n").append(one.name).append("=").append(one.value);
    statistics& into = statistics_[key];
    into.row = &row;
    into.labels = std::move(labels);
    return into;
  }

  // Without a sample ZooKeeper says 0 for every quantile; that would be a made-up number.
  void add_statistics(const statistics& one) {
    const family& of = zookeeper_family(one.row->family);
    const bool has_samples = !one.count || *one.count > 0;
    for (const auto& [quantile, amount] : one.quantiles) {
      if (has_samples && admit(of)) out_.samples.add_quantile(of, one.labels, quantile, amount);
    }
    if (one.sum && admit(of)) out_.samples.add_part(of, one.labels, sample_part::sum, *one.sum);
    if (one.count && admit(of)) out_.samples.add_part(of, one.labels, sample_part::count, *one.count);
  }

  void add_other(std::string_view key, std::optional<double> number) {
    ++out_.counts.keys_unknown;
    if (!number || !std::isfinite(*number)) return refuse();
    put(zookeeper_family("zookeeper_other"), {{"key", key}}, *number);
  }

  void add_fact(const zookeeper_value& one) {
    if (one.value == "null") return;
    if (one.key == "version") add_version(one.value);
    if (one.key == "server_state") add_state(one.value);
    if (one.key == "zxid") add_zxid(one.value);
    if (one.key == "peer_state") {
      const auto [peer_state, zab_state] = split_last(one.value, " - ");
      put(zookeeper_family("zookeeper_peer_state_info"),
          {{"peer_state", peer_state}, {"zab_state", zab_state}}, 1);
    }
    // An observer that does not know its master yet says -1.
    if (one.key == "observer_master_id" && one.value != "-1") {
      put(zookeeper_family("zookeeper_observer_master_info"), {{"learner_master_id", one.value}}, 1);
    }
  }

  /// `3.5.4-beta-7f51e5b, built on 06/29/2018 04:05 GMT`
  void add_version(std::string_view text) {
    const auto [name, built] = split_last(text, ", built on ");
    const auto [version, revision] = split_last(name, "-");
    put(zookeeper_family("zookeeper_info"), {{"version", version}, {"revision", revision}, {"built", built}},
        1);
  }

  void add_state(std::string_view state) {
    const family& of = zookeeper_family("zookeeper_server_state");
    for (const std::string_view one : server_states) put(of, {{"state", one}}, one == state ? 1 : 0);
    if (std::ranges::find(server_states, state) == std::end(server_states)) put(of, {{"state", state}}, 1);
  }

  /// A transaction id: the epoch of the leader in its upper half, a counter in the lower one.
  void add_zxid(std::string_view text) {
    std::uint64_t zxid = 0;
    if (!text.starts_with("0x")) return refuse();
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + 2, end, zxid, 16);
    if (read.ec != std::errc() || read.ptr != end) return refuse();
    put(zookeeper_family("zookeeper_zxid_epoch"), {}, static_cast<double>(zxid >> 32));
    put(zookeeper_family("zookeeper_zxid_in_epoch"), {}, static_cast<double>(zxid & 0xFFFFFFFFu));
  }

  const zookeeper_decode_options& options_;
  decoded out_;
  std::unordered_set<std::string> seen_;
  std::map<std::string, statistics> statistics_;
  std::unordered_map<const family*, std::size_t> series_of_family_;
};

bool told(const std::optional<result<zookeeper_values>>& answer) { return answer && answer->ok(); }

bool failed_with(const std::optional<result<zookeeper_values>>& answer, errc code) {
  return answer && !answer->ok() && answer->error().code == code;
}

}  // namespace

std::optional<bool> is_serving(const zookeeper_answers& answers) {
  if (told(answers.monitor) || told(answers.status)) return true;
  if (failed_with(answers.monitor, errc::not_serving) || failed_with(answers.status, errc::not_serving))
    return false;
  return std::nullopt;
}

bool is_up(const zookeeper_answers& answers) {
  return is_serving(answers) || failed_with(answers.monitor, errc::not_whitelisted) ||
         failed_with(answers.status, errc::not_whitelisted);
}

decoded decode_zookeeper(const zookeeper_answers& answers, const zookeeper_decode_options& options) {
  decoder all(options);
  if (const auto serving = is_serving(answers)) all.add_serving(*serving);
  if (told(answers.monitor)) {
    for (const zookeeper_value& one : **answers.monitor) all.add(one);
    all.count_missing();
  }
  if (told(answers.status)) {
    for (const zookeeper_value& one : **answers.status) {
      if (!told(answers.monitor) || one.key == "zxid") all.add(one);
    }
  }
  return std::move(all).take();
}

}  // namespace mesoscale::exporter
