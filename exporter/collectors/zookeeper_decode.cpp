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

std::size_t count_missing(const zookeeper_values& values) {
  return static_cast<std::size_t>(std::ranges::count_if(constant_keys, [&values](std::string_view key) {
    return std::ranges::find(values, key, &zookeeper_value::key) == values.end();
  }));
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
  explicit decoder(const decode_options& options)
      : options_(options), out_{sample_set({{"instance", options.instance}}), {}} {}

  void add(const zookeeper_value& one) {
    if (!seen_.insert(one.key).second) return refuse();
    const auto found = find_zookeeper_key(one.key);
    if (found && found->row->level == zookeeper_level::with_detail && !options_.zookeeper_detail) return;
    if (found && found->row->shape == zookeeper_shape::fact) return add_fact(one);
    const auto number = to_number(one.value);
    if (!found) return add_other(one.key, number);
    // ZooKeeper says "null" for a gauge whose owner is gone, and NaN for quantiles of a window without samples.
    if (one.value == "null" || (number && std::isnan(*number))) return;
    if (!number || !std::isfinite(*number)) return refuse();
    add_number(*found, *number);
  }

  decoded take() && {
    for (const auto& [key, one] : statistics_) add_statistics(one);
    return std::move(out_);
  }

 private:
  void refuse() { ++out_.counts.values_refused; }

  bool admit(const family& of) {
    if (series_of_family_[&of]++ < options_.max_series) return true;
    out_.counts.cut(of.name);
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
    if (one.value == no_value) return refuse();
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

  const decode_options& options_;
  decoded out_;
  std::unordered_set<std::string> seen_;
  std::map<std::string, statistics> statistics_;
  std::unordered_map<const family*, std::size_t> series_of_family_;
};

/// Keeps the answer until its end: ZooKeeper's are small, and a cut one must give nothing.
class answer_decoder final : public body_decoder {
 public:
  using parser = result<zookeeper_values> (*)(std::string_view answer);
  enum class use : std::uint8_t { all, constant_keys_too, transaction_id };

  answer_decoder(parser parse, use of, decode_options options)
      : parse_(parse), use_(of), options_(std::move(options)) {}

  result<void> feed(std::string_view piece) override {
    answer_ += piece;
    return {};
  }

  result<decoded> finish() override {
    auto values = parse_(answer_);
    if (!values) return values.error();
    if (use_ == use::transaction_id)
      std::erase_if(*values, [](const auto& one) { return one.key != "zxid"; });
    auto data = decode_zookeeper(*values, options_);
    if (use_ == use::constant_keys_too) data.counts.keys_missing = count_missing(*values);
    return data;
  }

 private:
  parser parse_;
  use use_;
  decode_options options_;
  std::string answer_;
};

}  // namespace

decoded decode_zookeeper(const zookeeper_values& values, const decode_options& options) {
  decoder all(options);
  for (const zookeeper_value& one : values) all.add(one);
  return std::move(all).take();
}

std::unique_ptr<body_decoder> make_mntr_decoder(decode_options options) {
  return std::make_unique<answer_decoder>(parse_mntr, answer_decoder::use::constant_keys_too,
                                          std::move(options));
}

std::unique_ptr<body_decoder> make_monitor_decoder(decode_options options) {
  return std::make_unique<answer_decoder>(parse_monitor, answer_decoder::use::constant_keys_too,
                                          std::move(options));
}

std::unique_ptr<body_decoder> make_server_stats_decoder(decode_options options) {
  return std::make_unique<answer_decoder>(parse_server_stats, answer_decoder::use::all, std::move(options));
}

std::unique_ptr<body_decoder> make_srvr_decoder(decode_options options) {
  return std::make_unique<answer_decoder>(parse_srvr, answer_decoder::use::all, std::move(options));
}

std::unique_ptr<body_decoder> make_zxid_decoder(decode_options options) {
  return std::make_unique<answer_decoder>(parse_srvr, answer_decoder::use::transaction_id,
                                          std::move(options));
}

zookeeper_standing standing_of(std::span<const std::optional<errc>> failures) {
  const auto has = [failures](std::optional<errc> code) {
    return std::ranges::find(failures, code) != failures.end();
  };
  if (has(std::nullopt)) return {true, true};
  if (has(errc::not_serving)) return {true, false};
  return {has(errc::not_whitelisted), std::nullopt};
}

}  // namespace mesoscale::exporter
