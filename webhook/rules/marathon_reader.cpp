#include "webhook/rules/rule_parts.hpp"

#include <re2/re2.h>

namespace mesoscale::webhook {
namespace {

void read_patterns(yaml_map& in, std::string_view key, std::vector<app_pattern>& out, config_errors& errors) {
  const yaml_value list = in.get(key);
  if (!list) return;
  if (list.what() != yaml_value::kind::list) {
    errors.push_back(list.mistake(list.shape(), "a list of regular expressions"));
    return;
  }
  for (const yaml_value& item : list.items()) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    auto expression = std::make_shared<re2::RE2>(item.scalar(), options);
    if (item.what() != yaml_value::kind::scalar || !expression->ok()) {
      errors.push_back(item.mistake(item.description() + " (" + expression->error() + ")",
                                    "a regular expression (RE2, it must match the whole id)"));
      continue;
    }
    out.push_back({item.scalar(), std::move(expression)});
  }
}

void read_api(yaml_map& in, scaling_method& out) {
  std::string text;
  if (!in.read("api", text)) return;
  if (text == "patch") {
    out = scaling_method::patch;
  } else if (text != "put") {
    in.complain("api", in.get("api").description(), "put or patch");
  }
}

}  // namespace

marathon_settings read_marathon(yaml_map& in, config_errors& errors) {
  marathon_settings out;
  in.expand_variables(environment_variable);
  in.require("name", "the name that rules call it by");
  in.read("name", out.name);
  out.urls = read_urls(in, "urls", errors);
  net::read_http_access(in, out.http);
  read_api(in, out.api);
  read_patterns(in, "allow_apps", out.allow_apps, errors);
  read_patterns(in, "deny_apps", out.deny_apps, errors);
  return out;
}

}  // namespace mesoscale::webhook
