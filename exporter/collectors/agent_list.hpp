// Decodes a master's /slaves: which agents the cluster has, where they listen, and what tells them apart.
// Pure. What the master counts about each of them is read by mesos_agents_listed.hpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/core/json_stream.hpp"
#include "common/core/result.hpp"

namespace mesoscale::exporter {

/// An agent of the list.
struct listed_agent {
  std::string id;
  /// "host:port" of its pid; empty for an agent that has not yet registered with a new leader.
  std::string address;
  std::string hostname = {};  ///< as the agent calls itself; may be a number
  /// Name and value, in the order of the answer; numbers without a fraction of zero ("4", not "4.0").
  std::vector<std::pair<std::string, std::string>> attributes = {};
  std::optional<bool> is_active = {};  ///< whether it gets offers; absent for one that is only recovered

  bool operator==(const listed_agent&) const = default;
};

/// The text of an attribute's value; nothing for one that is neither text nor number.
std::optional<std::string> attribute_text(const json_scalar& value);

/// Fed piece by piece, like a body_decoder.
class agent_list_decoder : private json_visitor {
 public:
  agent_list_decoder();
  ~agent_list_decoder() override;

  result<void> feed(std::string_view piece);
  /// Fails with errc::not_json or, without a list "slaves", errc::wrong_shape. An agent whose pid cannot be read is left out.
  result<std::vector<listed_agent>> finish();

 private:
  void on_begin(const json_path& path, bool is_object) override;
  void on_end(const json_path& path, bool is_object) override;
  void on_scalar(const json_path& path, const json_scalar& value) override;

  std::vector<listed_agent> agents_;
  listed_agent current_;
  bool has_list_ = false;
  json_stream stream_;
};

/// "10.0.0.1:5051" of the pid "slave(1)@10.0.0.1:5051"; "" if there is no such address in it.
std::string address_of_pid(std::string_view pid);

}  // namespace mesoscale::exporter
