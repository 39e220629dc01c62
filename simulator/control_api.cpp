#include "simulator/control_api.hpp"

#include <algorithm>

namespace mesoscale::simulator {
namespace {

using net::http_request;
using net::http_response;

http_response ok(const json& body) { return net::json_response(200, body.dump() + "\n"); }

http_response bad(int status, const std::string& why) {
  return net::json_response(status, json{{"error", why}}.dump() + "\n");
}

/// A member of the body; its absence is told like a wrong type.
template <class T>
result<T> member(const json& body, const char* key, const char* expected) {
  if (!body.is_object() || !body.contains(key))
    return failure{errc::invalid, std::string(key) + ": missing, expected " + expected};
  try {
    return body.at(key).get<T>();
  } catch (const json::exception&) {
    return failure{errc::invalid,
                   std::string(key) + ": found " + body.at(key).dump() + ", expected " + expected};
  }
}

}  // namespace

http_response control_api::answer(const http_request& request) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const std::string& path = request.path;
  if ((path == "/-/healthy" || path == "/-/ready") && reads)
    return net::text_response(200, "the simulated cluster is up\n");
  if (path == "/control/state" && reads) return state();
  if (path == "/control/puts" && reads) return puts();
  if (path == "/control/faults" && reads) return fault_answer();
  if (path == "/control/faults" && request.method == "DELETE") {
    faults_.clear();
    hooks_.faults_changed();
    return fault_answer();
  }
  const bool known = path == "/control/load" || path == "/control/faults" || path == "/control/lock" ||
                     path == "/control/forget" || path == "/control/leader" || path == "/control/agents" ||
                     path == "/control/masters" || path == "/control/registrar" ||
                     path == "/control/weights" || path == "/control/maintenance";
  if (!known)
    return bad(404,
               path +
                   ": expected /control/state, /control/puts, /control/load, /control/faults, /control/lock, "
                   "/control/forget, /control/leader, /control/masters, /control/agents, /control/registrar, "
                   "/control/weights or /control/maintenance");
  if (request.method != "PUT" && request.method != "POST") return bad(405, path + ": expected PUT or POST");
  const json body = json::parse(request.body, nullptr, false);
  if (body.is_discarded()) return bad(400, "body: found text that is not JSON, expected an object");
  if (path == "/control/load") return set_load(body);
  if (path == "/control/faults") return add_fault(body);
  if (path == "/control/lock") return lock(body);
  if (path == "/control/forget") return forget(body);
  if (path == "/control/leader") return elect(body);
  if (path == "/control/masters") return change_master(body);
  if (path == "/control/registrar") return change_registrar(body);
  if (path == "/control/weights") return set_weights(body);
  if (path == "/control/maintenance") return set_maintenance(body);
  return change_agents(body);
}

http_response control_api::state() const {
  json apps = json::array();
  for (const auto& [id, of] : model_.apps()) {
    int running = 0, staged = 0;
    double used = 0;
    for (const task* t : model_.tasks_of(id)) {
      running += t->state == task_state::running ? 1 : 0;
      staged += t->state == task_state::staging ? 1 : 0;
      used += t->cpu_rate;
    }
    apps.push_back({{"id", id},
                    {"instances", of.definition.instances},
                    {"running", running},
                    {"staged", staged},
                    {"load_cpus", of.load_cpus},
                    {"load_per_instance_cpus", running > 0 ? of.load_cpus / running : 0.0},
                    {"used_cpus", used}});
  }
  json faults = json::array();
  for (const fault& f : faults_.all()) faults.push_back(to_json(f));
  const auto masters = hooks_.master_addresses();
  const auto leader = model_.leader();
  return ok({{"apps", std::move(apps)},
             {"faults", std::move(faults)},
             {"leader", leader ? masters.at(static_cast<std::size_t>(*leader)) : ""},
             {"masters", masters},
             {"quorum", model_.has_quorum()},
             {"agents", hooks_.agent_addresses()},
             {"door", hooks_.door_counts ? hooks_.door_counts() : json::object()},
             {"deployments", model_.deployments().size()}});
}

http_response control_api::puts() const {
  json list = json::array();
  for (const put_entry& entry : log_.entries()) list.push_back(to_json(entry));
  return ok({{"puts", std::move(list)}});
}

http_response control_api::fault_answer() const {
  json list = json::array();
  for (const fault& f : faults_.all()) list.push_back(to_json(f));
  return ok({{"faults", std::move(list)}});
}

http_response control_api::set_load(const json& body) {
  const auto app = member<std::string>(body, "app", "the id of an app");
  if (!app) return bad(400, app.error().what);
  const auto cpus = member<double>(body, "cpus", "a number of CPUs");
  if (!cpus) return bad(400, cpus.error().what);
  if (!(*cpus >= 0)) return bad(400, "cpus: found " + body.at("cpus").dump() + ", expected 0 or more");
  if (!model_.set_load(*app, *cpus)) return bad(404, "app: there is no " + *app);
  return state();
}

http_response control_api::add_fault(const json& body) {
  const auto parsed = parse_fault(body);
  if (!parsed) return bad(400, parsed.error().what);
  faults_.add(*parsed);
  hooks_.faults_changed();
  return fault_answer();
}

http_response control_api::lock(const json& body) {
  const auto app = member<std::string>(body, "app", "the id of an app");
  if (!app) return bad(400, app.error().what);
  const auto seconds = member<double>(body, "seconds", "a number of seconds");
  if (!seconds) return bad(400, seconds.error().what);
  const change done = model_.lock_app(
      *app, std::chrono::duration_cast<microseconds>(std::chrono::duration<double>(*seconds)));
  if (done.what != change::outcome::accepted) return bad(404, "app: there is no " + *app);
  return ok({{"deployment_id", done.deployment_id}, {"version", done.version}});
}

http_response control_api::forget(const json& body) {
  const auto app = member<std::string>(body, "app", "the id of an app");
  if (!app) return bad(400, app.error().what);
  if (!model_.forget_change(*app)) return bad(404, "app: there is no " + *app + " with an earlier version");
  return state();
}

http_response control_api::elect(const json& body) {
  if (hooks_.is_elected_by_zookeeper)
    return bad(409, "ZooKeeper elects the leader, expected /control/masters to end the one that leads");
  const auto number = member<int>(body, "master", "the number of a master from 1, or 0 for nobody");
  if (!number) return bad(400, number.error().what);
  if (*number < 0 || *number > model_.options().masters)
    return bad(400, "master: found " + std::to_string(*number) + ", expected 0 to " +
                        std::to_string(model_.options().masters));
  model_.elect(*number == 0 ? std::nullopt : std::optional<int>(*number - 1));
  return state();
}

http_response control_api::change_master(const json& body) {
  for (const char* what : {"kill", "remove", "start"}) {
    if (!body.is_object() || !body.contains(what)) continue;
    const auto number = member<int>(body, what, "the number of a master from 1");
    if (!number) return bad(400, number.error().what);
    if (*number < 1 || *number > model_.options().masters)
      return bad(400, std::string(what) + ": found " + std::to_string(*number) + ", expected 1 to " +
                          std::to_string(model_.options().masters));
    const auto changed = hooks_.change_master(what, *number - 1);
    return changed ? state() : bad(409, changed.error().what);
  }
  return bad(400, "body: expected kill, remove or start with the number of a master from 1");
}

http_response control_api::change_registrar(const json& body) {
  const auto quorum = member<bool>(body, "quorum", "true or false");
  if (!quorum) return bad(400, quorum.error().what);
  model_.set_quorum(*quorum);
  return state();
}

http_response control_api::set_weights(const json& body) {
  const bool fits = body.is_array() && std::ranges::all_of(body, [](const json& one) {
                      return one.is_object() && one.contains("role") && one.at("role").is_string() &&
                             one.contains("weight") && one.at("weight").is_number();
                    });
  if (!fits) return bad(400, R"(body: expected a list of {"role":"...","weight":number})");
  model_.set_weights(body);
  return ok({{"weights", model_.weights()}});
}

http_response control_api::set_maintenance(const json& body) {
  const json windows = body.is_object() ? body.value("windows", json::array()) : json();
  const bool fits = windows.is_array() && std::ranges::all_of(windows, [](const json& one) {
                      return one.is_object() && one.contains("machine_ids") &&
                             one.at("machine_ids").is_array() && one.contains("unavailability") &&
                             one.at("unavailability").is_object();
                    });
  if (!fits)
    return bad(400, R"(body: expected {"windows":[{"machine_ids":[...],"unavailability":{"start":...}}]})");
  model_.set_maintenance_schedule(body);
  return ok({{"maintenance", model_.maintenance_schedule()}});
}

http_response control_api::change_agents(const json& body) {
  if (body.is_object() && body.contains("add")) {
    const auto count = member<int>(body, "add", "a number of agents");
    if (!count) return bad(400, count.error().what);
    for (int i = 0; i < *count; ++i) {
      const auto added = hooks_.add_agent();
      if (!added) return bad(500, added.error().what);
    }
    return state();
  }
  const auto address = member<std::string>(body, "remove", "HOST:PORT of an agent (or add: a number)");
  if (!address) return bad(400, address.error().what);
  const auto removed = hooks_.remove_agent(*address);
  if (!removed) return bad(404, removed.error().what);
  return state();
}

}  // namespace mesoscale::simulator
