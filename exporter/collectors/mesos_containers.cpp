#include "exporter/collectors/mesos_containers.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "exporter/collectors/container_statistics.hpp"
#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/collectors/marathon_task_id.hpp"
#include "exporter/tables/mesos_container.hpp"

namespace mesoscale::exporter {
namespace {

/// Where the two kinds of answers have the same things.
struct answer_layout {
  std::size_t depth;  ///< of the element of a container
  std::string_view statistics;
  std::string_view status;
};

constexpr answer_layout array_layout{1, "statistics", "status"};
constexpr answer_layout operator_layout{3, "resource_statistics", "container_status"};

/// Mesos nests a container in a nested one at most a few times, and lists parents first; more is nothing that it says.
constexpr int deepest = 32;
constexpr std::size_t most_waiting = 10'000;

/// The places below the element of a container; whose it is, the two kinds of answers tell in different ways.
answer_shape make_shape(const answer_layout& of, const std::string& element,
                        std::span<const std::string_view> identity) {
  const std::string statistics = element + std::string(of.statistics) + "/";
  const std::string status = element + std::string(of.status) + "/";
  answer_shape made;
  for (const std::string_view one : identity) made.add(element + std::string(one), json_kinds::text);
  for (const char* one : {"container_id/parent/value", "network_infos/[]/ip_addresses/[]/ip_address",
                          "network_infos/[]/ip_addresses/[]/protocol", "network_infos/[]/name"}) {
    made.add(status + one, json_kinds::text);
  }
  for (const json_place& one : statistics_places()) made.add(statistics + std::string(one.path), one.kinds);
  made.add(row_places{mesos_container_table(), "status/", status});
  made.add(row_places{mesos_container_table(), "", statistics});
  return made;
}

const answer_shape& array_shape() {
  static constexpr std::string_view identity[] = {"container_id", "executor_id", "framework_id", "source"};
  static const answer_shape shape = make_shape(array_layout, "[]/", identity);
  return shape;
}

const answer_shape& operator_shape() {
  static constexpr std::string_view identity[] = {"container_id/parent/value", "container_id/value",
                                                  "executor_id/value", "framework_id/value"};
  static const answer_shape shape = make_shape(operator_layout, "get_containers/containers/[]/", identity);
  return shape;
}

/// Whose a container is. Texts that the answer does not have are empty.
struct container_identity {
  std::string framework_id;
  std::string executor_id;
  std::string container_id;  ///< /monitor/statistics has none
  std::string parent_id;     ///< of a nested container
  std::string source;
};

class container_decoder final : public json_decoder {
 public:
  container_decoder(answer_layout layout, const answer_shape& shape, decode_options options)
      : json_decoder(mesos_container_table(), layout.depth == 1 ? root::array : root::object,
                     std::move(options), shape),
        layout_(layout) {}

 private:
  struct element {
    container_identity identity;
    container_statistics values;
    std::string ip, protocol, network;
    std::vector<std::pair<std::string, std::string>> ips;  ///< address and protocol in the network being read
  };

  bool is_inside(const json_path& path) const {
    if (path.depth() < layout_.depth) return false;
    return layout_.depth == 1 || path.starts_with({"get_containers", "containers", "[]"});
  }

  /// The key below the part of the element that has this name; nothing in another part.
  std::optional<std::string> key_in(const json_path& path, std::string_view part) const {
    if (path.depth() < layout_.depth + 2 || path[layout_.depth] != part) return std::nullopt;
    return key_of(path, layout_.depth + 1);
  }

  void begin(const json_path& path, bool) override {
    if (path.is({"get_containers"})) has_list_ = true;
    if (!is_inside(path)) return;
    if (path.depth() == layout_.depth) {
      current_ = element{};
      return;
    }
    if (const auto key = key_in(path, layout_.statistics)) current_.values.begin(*key);
    if (const auto key = key_in(path, layout_.status)) begin_status(*key);
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (!is_inside(path)) return;
    if (const auto key = key_in(path, layout_.statistics)) {
      return current_.values.scalar(*key, value, writer());
    }
    if (const auto key = key_in(path, layout_.status)) return status(*key, value);
    if (value.kind == json_kind::string) identity(key_of(path, layout_.depth), value.string);
  }

  void identity(std::string_view key, std::string_view text) {
    container_identity& of = current_.identity;
    if (key.ends_with("/value")) key.remove_suffix(6);
    if (key == "framework_id") of.framework_id = text;
    if (key == "executor_id") of.executor_id = text;
    if (key == "container_id") of.container_id = text;
    if (key == "container_id/parent") of.parent_id = text;
    if (key == "source") of.source = text;
  }

  void begin_status(std::string_view key) {
    if (key == "network_infos/[]") current_.network.clear(), current_.ips.clear();
    if (key == "network_infos/[]/ip_addresses/[]") current_.ip.clear(), current_.protocol.clear();
  }

  void status(std::string_view key, const json_scalar& value) {
    if (value.kind == json_kind::string) {
      if (key == "container_id/parent/value") current_.identity.parent_id = value.string;
      if (key == "network_infos/[]/name") current_.network = value.string;
      if (key == "network_infos/[]/ip_addresses/[]/ip_address") current_.ip = value.string;
      if (key == "network_infos/[]/ip_addresses/[]/protocol") current_.protocol = value.string;
    }
    if (key != "executor_pid" && key != "cgroup_info/net_cls/classid") return;
    current_.values.add("status/" + std::string(key), value.number);
  }

  void end_status(std::string_view key) {
    if (key == "network_infos/[]/ip_addresses/[]" && !current_.ip.empty()) {
      current_.ips.emplace_back(current_.ip, current_.protocol);
    }
    if (key != "network_infos/[]") return;
    for (auto& [ip, protocol] : std::exchange(current_.ips, {})) {
      text_labels labels{{"ip", std::move(ip)}};
      if (!protocol.empty()) labels.emplace_back("protocol", std::move(protocol));
      if (!current_.network.empty()) labels.emplace_back("network", current_.network);
      current_.values.add("status/network_infos/[]/ip_addresses/[]", 1, std::move(labels));
    }
  }

  void end(const json_path& path) override {
    if (!is_inside(path)) return;
    if (const auto key = key_in(path, layout_.statistics)) return current_.values.end(*key);
    if (const auto key = key_in(path, layout_.status)) return end_status(*key);
    if (path.depth() != layout_.depth) return;
    const container_identity& of = current_.identity;
    const bool has_executor = !of.framework_id.empty() && !of.executor_id.empty();
    // The v1 API lists containers that belong to no executor.
    if (!has_executor && (of.container_id.empty() || layout_.depth == 1)) return refuse_nameless(path);
    has_a_container_ = true;
    const auto parent = roots_.find(of.parent_id);
    if (of.parent_id.empty()) {
      write(current_, of);
    } else if (parent != roots_.end() || nested_.size() == most_waiting) {
      write(current_, parent == roots_.end() ? of : container_identity(parent->second));
    } else {
      nested_.push_back(std::move(current_));
    }
    current_ = element{};
  }

  void write(element& one, const container_identity& owner) {
    const container_identity& own = one.identity;
    text_labels facts;
    if (!own.source.empty()) facts.emplace_back("source", own.source);
    one.values.add("info", 1, std::move(facts));
    std::vector<label> labels;
    if (!owner.framework_id.empty()) labels.push_back({"framework_id", owner.framework_id});
    if (!owner.executor_id.empty()) labels.push_back({"executor_id", owner.executor_id});
    if (!own.container_id.empty()) labels.push_back({"container_id", own.container_id});
    if (!own.parent_id.empty()) labels.push_back({"parent_container_id", own.parent_id});
    const auto app = own.parent_id.empty() ? app_of_container(own.executor_id, own.source) : std::nullopt;
    if (app) labels.push_back({"app", *app});
    one.values.write(labels, writer());
    if (layout_.depth > 1) roots_.emplace(own.container_id, owner);
  }

  // A nested container may stand before its parent, and be nested in a nested one.
  result<void> check() override {
    if (layout_.depth > 1 && !has_list_) {
      return failure{errc::wrong_shape, "the answer has no object \"get_containers\""};
    }
    if (has_refused() && !has_a_container_) {
      return failure{errc::wrong_shape, "nothing in the list of containers is an object with ids"};
    }
    std::map<std::string, std::string> parents;
    for (const element& one : nested_) parents[one.identity.container_id] = one.identity.parent_id;
    for (element& one : nested_) {
      std::string at = one.identity.parent_id;
      for (int i = 0; i < deepest && !roots_.contains(at) && parents.contains(at); ++i) at = parents[at];
      const auto found = roots_.find(at);
      write(one, found == roots_.end() ? one.identity : container_identity(found->second));
    }
    return {};
  }

  answer_layout layout_;
  bool has_list_ = false;
  bool has_a_container_ = false;
  element current_;
  std::map<std::string, container_identity> roots_;  ///< of every container that was written, its root
  std::vector<element> nested_;                      ///< those that stand before their parent
};

}  // namespace

std::unique_ptr<body_decoder> make_container_decoder(decode_options options) {
  return std::make_unique<container_decoder>(array_layout, array_shape(), std::move(options));
}

std::unique_ptr<body_decoder> make_operator_container_decoder(decode_options options) {
  return std::make_unique<container_decoder>(operator_layout, operator_shape(), std::move(options));
}

}  // namespace mesoscale::exporter
