// Which rules an alert belongs to, and which app of which Marathon each then scales. Pure.
#pragma once

#include "common/core/labels.hpp"
#include "webhook/rules/rule_file.hpp"

#include <string>
#include <vector>

namespace mesoscale::webhook {

/// An alert speaks for this app through this rule.
struct binding {
  std::string rule;
  app_key target;
  friend auto operator<=>(const binding&, const binding&) = default;
};

/// Why a rule whose matchers match cannot be used; also the label value of mesoscale_webhook_matches_rejected_total{reason}.
enum class rejection { no_label, unsafe_app, not_allowed };

const char* name_of(rejection value);

struct rejected_match {
  std::string rule;
  rejection reason;
  std::string app;  ///< the text that was refused, shortened
};

struct match_result {
  std::vector<binding> bindings;
  std::vector<rejected_match> rejected;
};

/// annotations: for templates in the id of an app.
match_result match(const rule_file& rules, const label_set& labels, const label_set& annotations = {});

/// Whether an alert of which only these labels are known may speak for the app: no matcher of a rule of its Marathon contradicts
/// them, and what they say of the rule's app is this one or nothing.
bool may_address(const rule_file& rules, const label_set& known, const app_key& target);

}  // namespace mesoscale::webhook
