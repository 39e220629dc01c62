#include "exporter/collectors/zookeeper_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "common/core/json_stream.hpp"

namespace mesoscale::exporter {
namespace {

constexpr std::string_view not_serving = "This ZooKeeper instance is not currently serving requests";
constexpr std::string_view not_whitelisted = " is not executed because it is not in the whitelist.";

/// The head of an answer, fit for a message: it may be anything.
std::string shown(std::string_view answer) {
  std::string text(answer.substr(0, 60));
  std::ranges::replace_if(
      text, [](char c) { return c < ' ' || c > '~'; }, '?');
  return '"' + text + '"';
}

failure odd_answer(std::string_view what, std::string_view answer) {
  return {errc::wrong_shape, std::string(what) + ", found " + shown(answer)};
}

/// The two answers that are a refusal.
result<void> check_refusal(std::string_view answer) {
  if (answer.starts_with(not_serving)) return failure{errc::not_serving, std::string(not_serving)};
  const std::string_view line = answer.substr(0, answer.find('\n'));
  if (line.size() < 100 && line.ends_with(not_whitelisted))
    return failure{errc::not_whitelisted, std::string(line)};
  return {};
}

/// The next line without its end; nothing when the text does not end with a line end, because then it was cut off.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == text.npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool has_key(const zookeeper_values& values, std::string_view key) {
  const auto at = std::ranges::find(values, key, &zookeeper_value::key);
  return at != values.end() && at->value != no_value;
}

/// Every version since 3.4 tells these two; without them it is not ZooKeeper that answers.
result<zookeeper_values> whole(zookeeper_values values, std::string_view answer) {
  if (has_key(values, "version") && has_key(values, "server_state")) return values;
  return odd_answer("expected the version and the state of the server", answer);
}

struct srvr_line {
  std::string_view name;
  std::array<std::string_view, 3> keys;  ///< of the numbers between slashes
};

constexpr srvr_line srvr_lines[] = {
    {"Connections", {"num_alive_connections"}},
    {"Latency min/avg/max", {"min_latency", "avg_latency", "max_latency"}},
    {"Mode", {"server_state"}},
    {"Node count", {"znode_count"}},
    {"Outstanding", {"outstanding_requests"}},
    {"Proposal sizes last/min/max", {"last_proposal_size", "min_proposal_size", "max_proposal_size"}},
    {"Received", {"packets_received"}},
    {"Sent", {"packets_sent"}},
    {"Zookeeper version", {"version"}},
    {"Zxid", {"zxid"}},
};

/// The values of one line; false when it has not as many as its name says.
bool add_srvr_line(std::string_view name, std::string_view value, zookeeper_values& values) {
  const auto* at = std::ranges::find(srvr_lines, name, &srvr_line::name);
  if (at == std::end(srvr_lines)) {
    values.push_back({"srvr: " + std::string(name), std::string(value)});
    return true;
  }
  if (at->keys[1].empty()) {
    values.push_back({std::string(at->keys[0]), std::string(value)});
    return true;
  }
  for (std::size_t i = 0; i < at->keys.size(); ++i) {
    const auto slash = i + 1 < at->keys.size() ? value.find('/') : value.size();
    if (slash == value.npos) return false;
    values.push_back({std::string(at->keys[i]), std::string(value.substr(0, slash))});
    value.remove_prefix(std::min(value.size(), slash + 1));
  }
  return true;
}

/// What is common to the objects of all commands of the AdminServer.
class command_reader : public json_visitor {
 public:
  void on_begin(const json_path& path, bool is_object) override {
    if (path.depth() == 0 && is_object) is_object_ = true;
  }

  void on_scalar(const json_path& path, const json_scalar& value) override {
    if (path.is({"error"}) && value.kind == json_kind::string) error_ = value.string;
  }

  result<void> check(std::string_view body) const {
    if (!is_object_) return odd_answer("expected a JSON object", body);
    if (error_.empty()) return {};
    if (auto refusal = check_refusal(error_); !refusal) return refusal;
    return odd_answer("the AdminServer says that there was an error", error_);
  }

 private:
  bool is_object_ = false;
  std::string error_;
};

bool is_finite_number(const json_scalar& value) {
  return value.kind == json_kind::number && std::isfinite(value.number);
}

/// The members of the object as texts; a list or object inside it is kept as a text that is no number.
class monitor_reader final : public command_reader {
 public:
  void on_begin(const json_path& path, bool is_object) override {
    command_reader::on_begin(path, is_object);
    if (path.depth() == 1) values.push_back({std::string(path.key()), std::string(no_value)});
  }

  void on_scalar(const json_path& path, const json_scalar& value) override {
    command_reader::on_scalar(path, value);
    if (path.depth() != 1 || path.key() == "command" || path.key() == "error") return;
    if (value.kind == json_kind::null) return;
    const bool is_text =
        path.key() == "version" || path.key() == "server_state" || path.key() == "peer_state";
    const bool fits = value.kind == json_kind::string || (!is_text && is_finite_number(value));
    values.push_back({std::string(path.key()), std::string(fits ? value.string : no_value)});
  }

  zookeeper_values values;
};

/// The AdminServer writes the transaction id as a decimal number.
std::string as_zxid(std::string_view digits) {
  std::uint64_t zxid = 0;
  const auto end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, zxid);
  if (read.ec != std::errc() || read.ptr != end) return std::string(digits);
  std::array<char, 18> text{'0', 'x'};
  const auto written = std::to_chars(text.data() + 2, text.data() + text.size(), zxid, 16);
  return std::string(text.data(), written.ptr);
}

class server_stats_reader final : public command_reader {
 public:
  void on_begin(const json_path& path, bool is_object) override {
    command_reader::on_begin(path, is_object);
    take(path, no_value);
  }

  void on_scalar(const json_path& path, const json_scalar& value) override {
    command_reader::on_scalar(path, value);
    if (value.kind != json_kind::null) take(path, is_finite_number(value) ? value.string : no_value);
  }

  void take(const json_path& path, std::string_view text) {
    if (path.depth() != 2 || path[0] != "server_stats") return;
    const std::string_view key = path.key();
    if (key == "last_processed_zxid") {
      values.push_back({"zxid", text == no_value ? std::string(text) : as_zxid(text)});
    }
    if (key == "data_dir_size" || key == "log_dir_size" || key == "fsync_threshold_exceed_count") {
      values.push_back({std::string(key), std::string(text)});
    }
  }

  zookeeper_values values;
};

}  // namespace

result<zookeeper_values> parse_mntr(std::string_view answer) {
  if (auto refusal = check_refusal(answer); !refusal) return refusal.error();
  zookeeper_values values;
  std::string_view rest = answer;
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (!line) return odd_answer("the answer to mntr ends in the middle of a line", rest);
    // A name space may have blanks in it; neither a key nor a value has a tab.
    const auto tab = line->rfind('\t');
    if (tab == line->npos || !line->starts_with("zk_") || tab < 4) {
      return odd_answer("expected a line `zk_<key>` tab `<value>` in the answer to mntr", *line);
    }
    values.push_back({std::string(line->substr(3, tab - 3)), std::string(line->substr(tab + 1))});
  }
  return whole(std::move(values), answer);
}

result<zookeeper_values> parse_srvr(std::string_view answer) {
  if (auto refusal = check_refusal(answer); !refusal) return refusal.error();
  zookeeper_values values;
  std::string_view rest = answer;
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (!line) return odd_answer("the answer to srvr ends in the middle of a line", rest);
    const auto colon = line->find(": ");
    if (colon == line->npos || !add_srvr_line(line->substr(0, colon), line->substr(colon + 2), values)) {
      return odd_answer("expected a line `<name>: <value>` in the answer to srvr", *line);
    }
  }
  return whole(std::move(values), answer);
}

result<zookeeper_values> parse_monitor(std::string_view body) {
  monitor_reader reader;
  if (auto read = read_json(body, reader); !read) return read.error();
  if (auto checked = reader.check(body); !checked) return checked.error();
  return whole(std::move(reader.values), body);
}

result<zookeeper_values> parse_server_stats(std::string_view body) {
  server_stats_reader reader;
  if (auto read = read_json(body, reader); !read) return read.error();
  if (auto checked = reader.check(body); !checked) return checked.error();
  if (!has_key(reader.values, "zxid")) return odd_answer("expected server_stats.last_processed_zxid", body);
  return std::move(reader.values);
}

}  // namespace mesoscale::exporter
