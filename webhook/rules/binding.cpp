#include "webhook/rules/binding.hpp"

#include "webhook/rules/template_text.hpp"

#include <algorithm>

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

/// False when the known labels name another app for this rule.
bool may_name(const rule& r, const label_set& known, const std::string& app) {
  if (!r.app_id.empty()) return r.app_id == app;
  const bool is_told = r.app_template.empty() ? known.contains(r.app_label) : true;
  const auto text = is_told ? app_text(r, known, {}) : std::nullopt;
  // A template that needs more than what is known may name any app; a label that is there and empty names none.
  if (!text) return !is_told || !r.app_template.empty();
  const auto id = normalise_app_id(*text);
  return id && *id == app;
}

bool may_match(const std::vector<label_matcher>& matchers, const label_set& known) {
  return std::all_of(matchers.begin(), matchers.end(), [&known](const label_matcher& m) {
    return !known.contains(m.name()) || m.matches(known);
  });
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

bool may_address(const rule_file& rules, const label_set& known, const app_key& target) {
  return std::any_of(rules.rules.begin(), rules.rules.end(), [&](const rule& r) {
    return r.marathon == target.marathon && may_match(r.matchers, known) && may_name(r, known, target.app);
  });
}

}  // namespace mesoscale::webhook
