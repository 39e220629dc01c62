// The answers of /api/v1 and the status page, from records to text. Pure.
#pragma once

#include "webhook/rules/rule_file.hpp"
#include "webhook/store/records.hpp"

#include <string>
#include <vector>

namespace mesoscale::webhook {

/// {"status":"success","data":{"decisions":[...]}}
std::string decisions_json(const std::vector<decision_record>& decisions);
std::string alerts_json(const std::vector<alert_record>& alerts);
std::string apps_json(const std::vector<app_record>& apps);

std::string rules_json(const rule_file& rules);
/// Those of the API with their numbers, and those of the rule file that hold now.
std::string pauses_json(const std::vector<stored_pause>& by_api, const rule_file& rules, instant now);

/// {"status":"error","errorType":...,"error":...}
std::string error_json(const std::string& type, const std::string& what);

/// A small page for people: the last decisions, and links. Everything from outside is escaped.
std::string status_page(const std::vector<decision_record>& decisions, const std::vector<app_record>& apps,
                        bool dry_run);

}  // namespace mesoscale::webhook
