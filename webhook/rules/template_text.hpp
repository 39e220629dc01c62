// Texts of the rule file with {{ .labels.NAME }} and {{ .annotations.NAME }} in them. Pure; nothing else of Go's templates.
#pragma once

#include "common/core/labels.hpp"
#include "common/core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::webhook {

/// Failure (errc::invalid): what stands between braces and is neither of the two.
result<void> check_template(std::string_view text);

/// The labels that a text needs.
std::vector<std::string> labels_in(std::string_view text);

/// Whether there is anything to fill in.
bool has_placeholders(std::string_view text);

/// The text with each placeholder filled in; nothing when a label or annotation is missing or empty.
std::optional<std::string> fill(std::string_view text, const label_set& labels, const label_set& annotations);

/// The same for PromQL: each value is written so that it cannot end the string that it stands in. Nothing also for a value with
/// a backtick, since strings between backticks know no escapes.
std::optional<std::string> fill_query(std::string_view text, const label_set& labels,
                                      const label_set& annotations);

}  // namespace mesoscale::webhook
