// The state document and the v1 operator API of a leading master. The other half of master_api.hpp.
#include "simulator/master_api.hpp"
#include "simulator/mesos_answers.hpp"
#include "simulator/mesos_json.hpp"
#include "simulator/mesos_snapshot.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

/// "127.0.10.1" as the 32 bits that Mesos writes: the first byte lowest.
std::uint32_t packed(const std::string& host) {
  std::uint32_t value = 0;
  std::size_t at = 0;
  for (unsigned shift = 0; shift < 32 && at != std::string::npos && at < host.size(); shift += 8) {
    value |= (static_cast<std::uint32_t>(std::atoi(host.c_str() + at)) & 0xffU) << shift;
    at = host.find('.', at);
    if (at != std::string::npos) at += 1;
  }
  return value;
}

}  // namespace

json master_api::state() const {
  const auto colon = address().rfind(':');
  const std::string pid = "master@" + address();
  json known = json::array();
  if (leader_knows_cluster(model_))
    for (const agent& a : model_.agents()) known.push_back(agent_v0(model_, a));
  const json of_frameworks = frameworks();
  json out = version_v0();
  out.update({{"start_time", epoch_seconds(model_.started_at())},
              {"elected_time", epoch_seconds(model_.elected_at())},
              {"id", model_.master_id()},
              {"pid", pid},
              {"hostname", address().substr(0, colon)},
              {"capabilities", {"AGENT_UPDATE", "AGENT_DRAINING", "QUOTA_V2"}},
              {"activated_slaves", static_cast<double>(known.size())},
              {"deactivated_slaves", 0.0},
              {"unreachable_slaves", static_cast<double>(model_.agents_unreachable())},
              {"leader", pid},
              {"cluster", "simulated"},
              {"log_dir", "/var/log/mesos"},
              {"flags", flags()},
              {"slaves", known},
              {"recovered_slaves", recovered_agents()},
              {"frameworks", of_frameworks.at("frameworks")},
              {"completed_frameworks", json::array()},
              {"orphan_tasks", json::array()},
              {"unregistered_frameworks", json::array()}});
  out["leader_info"] = {{"id", model_.master_id()},
                        {"pid", pid},
                        {"port", std::atoi(address().c_str() + colon + 1)},
                        {"hostname", address().substr(0, colon)}};
  return out;
}

json master_api::master_info() const {
  const auto colon = address().rfind(':');
  const std::string host = address().substr(0, colon);
  const int port = std::atoi(address().c_str() + colon + 1);
  return {{"id", model_.master_id()},
          {"ip", packed(host)},
          {"port", port},
          {"pid", "master@" + address()},
          {"hostname", host},
          {"version", "1.12.0"},
          {"address", {{"hostname", host}, {"ip", host}, {"port", port}}},
          {"capabilities", v1_types({"AGENT_UPDATE", "AGENT_DRAINING", "QUOTA_V2"})}};
}

json master_api::v1_master() const {
  return {{"master_info", master_info()},
          {"start_time", epoch_seconds(model_.started_at())},
          {"elected_time", epoch_seconds(model_.elected_at())}};
}

json master_api::v1_agents() const {
  json list = json::array();
  if (leader_knows_cluster(model_))
    for (const agent& a : model_.agents()) list.push_back(agent_v1(model_, a));
  return {{"agents", std::move(list)}, {"recovered_agents", json::array()}};
}

json master_api::v1_frameworks() const {
  if (!leader_knows_cluster(model_)) return json::object();
  const json used = used_totals(model_, "");
  json one{{"framework_info", framework_v1_info(model_)},
           {"active", true},
           {"connected", true},
           {"recovered", false},
           {"registered_time", nanoseconds(model_.elected_at())},
           {"reregistered_time", nanoseconds(model_.elected_at())},
           {"offer_constraints", json::object()}};
  json allocated = used_resources_list(used.at("cpus"), used.at("mem"), used.at("disk"), true, true);
  if (!allocated.empty()) one["allocated_resources"] = std::move(allocated);
  return {{"frameworks", json::array({std::move(one)})}};
}

json master_api::v1_tasks() const {
  return {{"tasks", task_list(false, true)},
          {"unreachable_tasks", json::array()},
          {"completed_tasks", task_list(true, true)}};
}

json master_api::v1_roles() const {
  if (!leader_knows_cluster(model_)) return json::object();
  const json used = used_totals(model_, "");
  return {{"roles", json::array({{{"name", "*"},
                                  {"weight", 1.0},
                                  {"frameworks", json::array({{{"value", model_.framework_id()}}})},
                                  {"resources", used_resources_list(used.at("cpus"), used.at("mem"),
                                                                    used.at("disk"), false, false)}}})}};
}

json master_api::operator_body(const std::string& call) const {
  if (call == "GET_HEALTH") return {{"healthy", true}};
  if (call == "GET_VERSION") return v1_version();
  if (call == "GET_FLAGS") return v1_flags(flags());
  if (call == "GET_METRICS") return v1_metrics(master_snapshot(model_, index_));
  if (call == "GET_LOGGING_LEVEL") return {{"level", 0}};
  if (call == "GET_MASTER") return v1_master();
  if (call == "GET_AGENTS") return v1_agents();
  if (call == "GET_FRAMEWORKS") return v1_frameworks();
  if (call == "GET_EXECUTORS" || call == "GET_OPERATIONS" || call == "GET_WEIGHTS") return json::object();
  if (call == "GET_TASKS") return v1_tasks();
  if (call == "GET_ROLES") return v1_roles();
  if (call == "GET_QUOTA") return {{"status", json::object()}};
  if (call == "GET_MAINTENANCE_SCHEDULE") return {{"schedule", json::object()}};
  if (call == "GET_MAINTENANCE_STATUS") return {{"status", json::object()}};
  if (call == "GET_STATE")
    return {{"get_tasks", v1_tasks()},
            {"get_executors", json::object()},
            {"get_frameworks", v1_frameworks()},
            {"get_agents", v1_agents()}};
  return json();
}

net::http_response master_api::operator_call(const net::http_request& request) const {
  if (!model_.has_quorum()) return mesos_text(503, "Master has not finished recovery");
  const auto call = v1_call(request, "master");
  if (const auto* refused = std::get_if<net::http_response>(&call)) return *refused;
  const std::string& type = std::get<std::string>(call);
  const json body = operator_body(type);
  if (body.is_null())
    return mesos_text(400, "Failed to validate master::Call: Expecting 'type' to be present");
  return v1_answer(type, body);
}

}  // namespace mesoscale::simulator
