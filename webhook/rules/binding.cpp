#include "webhook/rules/binding.hpp"

namespace mesoscale::webhook {
namespace {

void bind(const rule_file& rules, const rule& r, const label_set& labels, match_result& out) {
  std::string app = r.app_id;
  if (app.empty()) {
    const auto label = labels.find(r.app_label);
    if (label == labels.end() || label->second.empty()) {
      out.rejected.push_back({r.name, rejection::no_label, ""});
      return;
    }
    const auto id = normalise_app_id(label->second);
    if (!id) {
      out.rejected.push_back({r.name, rejection::unsafe_app, label->second.substr(0, 128)});
      return;
    }
    app = *id;
  }
  const marathon_settings* marathon = rules.find_marathon(r.marathon);
  if (!marathon || !marathon->allows(app)) {
    out.rejected.push_back({r.name, rejection::not_allowed, app});
    return;
  }
  out.bindings.push_back({r.name, {r.marathon, app}});
}

}  // namespace

const char* name_of(rejection value) {
  switch (value) {
    case rejection::no_label:
      return "no_label";
    case rejection::unsafe_app:
      return "unsafe_app";
    case rejection::not_allowed:
      return "not_allowed";
  }
  return "unknown";
}

match_result match(const rule_file& rules, const label_set& labels) {
  match_result out;
  for (const rule& r : rules.rules) {
    if (matches_all(r.matchers, labels)) bind(rules, r, labels, out);
  }
  return out;
}

}  // namespace mesoscale::webhook
