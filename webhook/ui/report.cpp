#include "webhook/ui/report.hpp"

#include "common/core/version.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace mesoscale::webhook {
namespace {

using json = nlohmann::ordered_json;

/// Texts come from labels and bodies; what is not UTF-8 becomes U+FFFD instead of an exception.
std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string success(const char* name, json list) {
  json data;
  data[name] = std::move(list);
  json root;
  root["status"] = "success";
  root["data"] = std::move(data);
  return dump(root);
}

json time_or_null(const std::optional<instant>& when) {
  return when ? json(format_time(*when)) : json(nullptr);
}

json decision_of(const decision_record& r) {
  json out;
  out["id"] = r.id;
  out["time"] = format_time(r.time);
  out["last_time"] = format_time(r.last_time);
  out["count"] = r.count;
  out["marathon"] = r.target.marathon;
  out["app"] = r.target.app;
  out["rule"] = r.rule;
  out["direction"] = r.direction;
  out["from"] = r.from;
  out["to"] = r.to;
  out["action"] = r.action;
  out["reason"] = r.reason;
  out["causes"] = r.causes;
  out["deployment_id"] = r.deployment_id;
  out["outcome"] = r.outcome;
  out["verify"] = r.verify;
  out["verified_at"] = time_or_null(r.verified);
  out["detail"] = r.detail;
  return out;
}

/// Hold rules alone set no bounds.
bool is_bounded(const app_record& of) {
  return of.counts && of.counts->max != std::numeric_limits<std::int64_t>::max();
}

json count_or_null(const app_record& of, std::int64_t app_counts::*which) {
  return of.counts ? json((*of.counts).*which) : json(nullptr);
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string row_of(std::initializer_list<std::string> cells) {
  std::string out = "<tr>";
  for (const std::string& cell : cells) out += "<td>" + escaped(cell) + "</td>";
  return out + "</tr>\n";
}

constexpr const char* page_start =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>mesoscale-webhook</title><style>"
    "body{font:14px sans-serif;margin:2em;max-width:75em}table{border-collapse:collapse;margin:1em 0}"
    "td,th{border:1px solid #bbb;padding:.25em .6em;text-align:left}th{background:#eee}"
    ".dry{background:#fe9;padding:.5em}</style></head><body>\n<h1>mesoscale-webhook</h1>\n";

}  // namespace

std::string decisions_json(const std::vector<decision_record>& decisions) {
  json list = json::array();
  for (const decision_record& r : decisions) list.push_back(decision_of(r));
  return success("decisions", std::move(list));
}

std::string alerts_json(const std::vector<alert_record>& alerts) {
  json list = json::array();
  for (const alert_record& a : alerts) {
    json out;
    out["key"] = a.key;
    out["state"] = a.state.open ? "open" : "closed";
    out["labels"] = a.labels;
    out["episode"] = a.state.episode;
    out["starts_at"] = format_time(a.state.starts_at);
    out["ends_at"] = time_or_null(a.state.open ? std::nullopt : a.state.ends_at);
    out["last_seen"] = format_time(a.state.last_seen);
    out["suspect"] = a.state.suspect;
    out["reopened"] = a.state.reopened;
    out["expired"] = a.state.expired;
    out["rules"] = json::array();
    for (const binding& b : a.bindings) {
      out["rules"].push_back(json{{"rule", b.rule}, {"marathon", b.target.marathon}, {"app", b.target.app}});
    }
    list.push_back(std::move(out));
  }
  return success("alerts", std::move(list));
}

std::string apps_json(const std::vector<app_record>& apps) {
  json list = json::array();
  for (const app_record& a : apps) {
    json out;
    out["marathon"] = a.target.marathon;
    out["app"] = a.target.app;
    out["active_rules"] = a.active_rules;
    out["current"] = count_or_null(a, &app_counts::current);
    out["wanted"] = count_or_null(a, &app_counts::wanted);
    out["min"] = is_bounded(a) ? json(a.counts->min) : json(nullptr);
    out["max"] = is_bounded(a) ? json(a.counts->max) : json(nullptr);
    out["last_decision"] = a.last_decision ? decision_of(*a.last_decision) : json(nullptr);
    list.push_back(std::move(out));
  }
  return success("apps", std::move(list));
}

std::string error_json(const std::string& type, const std::string& what) {
  json root;
  root["status"] = "error";
  root["errorType"] = type;
  root["error"] = what;
  return dump(root);
}

std::string status_page(const std::vector<decision_record>& decisions, const std::vector<app_record>& apps,
                        bool dry_run) {
  std::string out = page_start;
  if (dry_run) out += "<p class=\"dry\">Dry run: decisions are recorded, nothing is changed.</p>\n";
  out +=
      "<p><a href=\"/metrics\">metrics</a> · <a href=\"/api/v1/decisions\">decisions</a> · <a "
      "href=\"/api/v1/apps\">apps</a> · "
      "<a "
      "href=\"/api/v1/alerts\">alerts</a></p>\n<h2>Apps</"
      "h2>\n<table><tr><th>Marathon<th>App<th>Instances<th>Wanted"
      "<th>Bounds<th>Firing rules</tr>\n";
  for (const app_record& a : apps) {
    std::string rules;
    for (const std::string& rule : a.active_rules) rules += (rules.empty() ? "" : ", ") + rule;
    std::string current = "-", wanted = "-", bounds = "-";
    if (a.counts) {
      current = std::to_string(a.counts->current);
      wanted = std::to_string(a.counts->wanted);
      if (is_bounded(a)) bounds = std::to_string(a.counts->min) + " to " + std::to_string(a.counts->max);
    }
    out += row_of({a.target.marathon, a.target.app, current, wanted, bounds, rules});
  }
  out +=
      "</table>\n<h2>Last "
      "decisions</"
      "h2>\n<table><tr><th>Time<th>App<th>Rule<th>From<th>To<th>Action<th>Reason<th>Outcome<th>Came true"
      "<th>Detail</tr>\n";
  for (const decision_record& r : decisions) {
    out += row_of({format_time(r.time), r.target.app, r.rule, std::to_string(r.from), std::to_string(r.to),
                   r.action, r.reason, r.outcome, r.verify, r.detail});
  }
  return out + "</table>\n<p>" + escaped(version_text("mesoscale-webhook")) + "</p></body></html>\n";
}

}  // namespace mesoscale::webhook
