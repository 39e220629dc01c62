#include "webhook/rules/binding.hpp"

#include "webhook/rules/template_text.hpp"

namespace mesoscale::webhook {
namespace {

/// The text that names the app, from a label or a template; nothing when a label is missing or empty.
std::optional<std::string> app_text(const rule& r, const label_set& labels, const label_set& annotations) {
  if (!r.app_template.empty()) return fill(r.app_template, labels, annotations);
  const auto label = labels.find(r.app_label);
  if (label == labels.end() || label->second.empty()) return std::nullopt;
  return label->second;
}

void bind(const rule_file& rules, const rule& r, const label_set& labels, const label_set& annotations,
          match_result& out) {
  std::string app = r.app_id;
  if (app.empty()) {
    const auto text = app_text(r, labels, annotations);
    if (!text) {
      out.rejected.push_back({r.name, rejection::no_label, ""});
      return;
    }
    const auto id = normalise_app_id(*text);
    if (!id) {
      out.rejected.push_back({r.name, rejection::unsafe_app, text->substr(0, 128)});
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

match_result match(const rule_file& rules, const label_set& labels, const label_set& annotations) {
  match_result out;
  for (const rule& r : rules.rules) {
    if (matches_all(r.matchers, labels)) bind(rules, r, labels, annotations, out);
  }
  return out;
}

}  // namespace mesoscale::webhook
