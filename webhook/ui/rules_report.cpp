// The answers about rules and pauses; the other half of report.hpp.
#include "webhook/ui/report.hpp"

#include <nlohmann/json.hpp>

namespace mesoscale::webhook {
namespace {

using json = nlohmann::ordered_json;

std::string answer(const char* name, json list) {
  const json root = {{"status", "success"}, {"data", {{name, std::move(list)}}}};
  return root.dump(-1, ' ', false, json::error_handler_t::replace);
}

json describe(const step_policy& how) { return {{"direction", name_of(how.toward)}, {"by", how.by}}; }
json describe(const percent_policy& how) {
  return {{"direction", name_of(how.toward)}, {"percent", how.percent.text()}, {"min_step", how.min_step}};
}
json describe(const absolute_policy& how) { return {{"to", how.to}}; }
json describe(const target_policy& how) {
  const bool is_ratio = how.what == target_policy::kind::ratio;
  return {{is_ratio ? "target" : "average_value", how.target.text()}};
}
json describe(const hold_policy&) { return {{"hold", "scale_down"}}; }

json describe(const pause& p, const char* source) {
  json out = {{"source", source},
              {"app", p.app},
              {"rule", p.rule},
              {"direction", p.toward == direction::none ? "both" : name_of(p.toward)}};
  out["until"] = p.until ? json(format_time(*p.until)) : json(nullptr);
  out["reason"] = p.reason;
  return out;
}

}  // namespace

std::string rules_json(const rule_file& rules) {
  json list = json::array();
  for (const rule& r : rules.rules) {
    json matchers = json::array();
    for (const label_matcher& m : r.matchers) {
      constexpr const char* words[] = {"=", "!=", "=~", "!~"};
      matchers.push_back(m.name() + words[static_cast<int>(m.op())] + "\"" + m.value() + "\"");
    }
    const std::string label = "label " + r.app_label;
    const std::string& app = !r.app_id.empty() ? r.app_id : !r.app_template.empty() ? r.app_template : label;
    list.push_back({{"rule", r.name},
                    {"group", r.group},
                    {"marathon", r.marathon},
                    {"app", app},
                    {"matchers", std::move(matchers)},
                    {"min_instances", r.min_instances},
                    {"max_instances", r.max_instances},
                    {"scale", std::visit([](const auto& how) { return describe(how); }, r.scale)}});
  }
  return answer("rules", std::move(list));
}

std::string pauses_json(const std::vector<stored_pause>& by_api, const rule_file& rules, instant now) {
  json list = json::array();
  for (const stored_pause& p : by_api) {
    json one = describe(p.what, "api");
    one["id"] = p.id;
    one["created"] = format_time(p.created);
    list.push_back(std::move(one));
  }
  for (const rule_group& group : rules.groups) {
    for (const pause& p : group.pauses) {
      if (p.until && *p.until <= now) continue;
      json one = describe(p, "file");
      one["group"] = group.name;
      list.push_back(std::move(one));
    }
  }
  return answer("pauses", std::move(list));
}

}  // namespace mesoscale::webhook
