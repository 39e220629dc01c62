#include "exporter/collectors/mesos_maintenance.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/mesos_maintenance.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& maintenance_rows() {
  static const row_finder rows(mesos_maintenance_table());
  return rows;
}

/// A machine may be named by its host, its address, or both.
struct machine {
  std::string hostname;
  std::string ip;

  bool is_named() const { return !hostname.empty() || !ip.empty(); }

  void take(std::string_view key, const json_scalar& value) {
    if (key == "hostname") hostname = value.string;
    if (key == "ip") ip = value.string;
  }

  std::vector<label> labels() const {
    std::vector<label> labels;
    if (!hostname.empty()) labels.push_back({"hostname", hostname});
    if (!ip.empty()) labels.push_back({"ip", ip});
    return labels;
  }
};

constexpr auto number = json_kinds::number;
constexpr auto text = json_kinds::text;

const answer_shape& schedule_shape() {
  static const answer_shape shape({{"windows/[]/machine_ids/[]/hostname", text},
                                   {"windows/[]/machine_ids/[]/ip", text},
                                   {"windows/[]/unavailability/duration/nanoseconds", number},
                                   {"windows/[]/unavailability/start/nanoseconds", number}});
  return shape;
}

const answer_shape& status_shape() {
  static const answer_shape shape({{"down_machines/[]/hostname", text},
                                   {"down_machines/[]/ip", text},
                                   {"draining_machines/[]/id/hostname", text},
                                   {"draining_machines/[]/id/ip", text},
                                   {"draining_machines/[]/statuses/[]/status", text}});
  return shape;
}

class schedule_decoder final : public json_decoder {
 public:
  explicit schedule_decoder(decode_options options)
      : json_decoder(mesos_maintenance_table(), root::object, std::move(options), schedule_shape()) {}

 private:
  void begin(const json_path& path, bool) override {
    if (path.is({"windows", "[]"})) {
      ++windows_;
      machines_.clear();
      values_.clear();
    }
    if (path.is({"windows", "[]", "machine_ids", "[]"})) machines_.emplace_back();
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() != 5) return;
    if (path.starts_with({"windows", "[]", "machine_ids", "[]"})) machines_.back().take(path.key(), value);
    if (!path.starts_with({"windows", "[]", "unavailability"}) || path.key() != "nanoseconds") return;
    values_.take("windows/" + std::string(path[3]), value, writer());
  }

  void end(const json_path& path) override {
    if (path.is({"windows", "[]", "machine_ids", "[]"}) && !machines_.back().is_named()) {
      machines_.pop_back();
      refuse_nameless(path);
    }
    if (!path.is({"windows", "[]"})) return;
    for (const machine& one : machines_) values_.write(one.labels(), writer());
  }

  result<void> check() override {
    if (has_refused_member()) return failure{errc::wrong_shape, "\"windows\" of the answer is not a list"};
    writer().add(*maintenance_rows().find("windows"), static_cast<double>(windows_));
    return {};
  }

  std::vector<machine> machines_;
  element_values values_{maintenance_rows()};
  std::size_t windows_ = 0;
};

class status_decoder final : public json_decoder {
 public:
  explicit status_decoder(decode_options options)
      : json_decoder(mesos_maintenance_table(), root::object, std::move(options), status_shape()) {}

 private:
  static bool is_list(std::string_view key) { return key == "draining_machines" || key == "down_machines"; }

  void begin(const json_path& path, bool) override {
    if (path.depth() != 2 || !is_list(path[0])) return;
    machine_ = machine{};
    answers_.clear();
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() == 3 && path.starts_with({"down_machines", "[]"})) machine_.take(path.key(), value);
    if (path.depth() == 4 && path.starts_with({"draining_machines", "[]", "id"}))
      machine_.take(path.key(), value);
    if (path.is({"draining_machines", "[]", "statuses", "[]", "status"})) {
      ++answers_[state_name(value.string)];
    }
  }

  void end(const json_path& path) override {
    if (path.depth() != 2 || !is_list(path[0])) return;
    const std::string list(path[0]);
    ++(list == "down_machines" ? down_ : draining_);
    if (!machine_.is_named()) return refuse_nameless(path);
    auto labels = machine_.labels();
    writer().add(*maintenance_rows().find(list + "/id"), 1, labels);
    labels.emplace_back();
    for (const auto& [status, count] : answers_) {
      labels.back() = {"status", status};
      writer().add(*maintenance_rows().find("draining_machines/statuses"), static_cast<double>(count),
                   labels);
    }
  }

  result<void> check() override {
    if (has_refused_member()) return failure{errc::wrong_shape, "the machines of the answer are not a list"};
    writer().add(*maintenance_rows().find("draining_machines"), static_cast<double>(draining_));
    writer().add(*maintenance_rows().find("down_machines"), static_cast<double>(down_));
    return {};
  }

  machine machine_;
  std::map<std::string, std::size_t> answers_;
  std::size_t draining_ = 0;
  std::size_t down_ = 0;
};

}  // namespace

std::unique_ptr<body_decoder> make_maintenance_schedule_decoder(decode_options options) {
  return std::make_unique<schedule_decoder>(std::move(options));
}

std::unique_ptr<body_decoder> make_maintenance_status_decoder(decode_options options) {
  return std::make_unique<status_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
