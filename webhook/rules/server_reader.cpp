// prometheus:, mesos: and alertmanagers: of the rule file.
#include "webhook/rules/rule_parts.hpp"

namespace mesoscale::webhook {
namespace {

constexpr std::string_view usable_url = "http(s)://host:port without user and password";

}  // namespace

server_settings read_server(yaml_map& in) {
  server_settings out;
  std::string text;
  in.require("url", "a URL");
  if (in.read("url", text)) {
    const auto parsed = parse_url(text);
    if (parsed) {
      out.to = *parsed;
    } else {
      in.complain("url", "a URL that cannot be used", usable_url);
    }
  }
  net::read_http_access(in, out.http);
  return out;
}

void read_mesos(yaml_map& in, std::vector<server_settings>& out, config_errors& errors) {
  server_settings common;
  net::read_http_access(in, common.http);
  in.require("masters", "a list of URLs");
  const yaml_value list = in.get("masters");
  if (list && list.what() != yaml_value::kind::list)
    errors.push_back(list.mistake(list.shape(), "a list of URLs"));
  for (const yaml_value& item : list.items()) {
    const auto parsed = parse_url(item.scalar());
    if (!parsed) {
      errors.push_back(item.mistake("a URL that cannot be used", usable_url));
      continue;
    }
    server_settings one = common;
    one.to = *parsed;
    out.push_back(std::move(one));
  }
}

}  // namespace mesoscale::webhook
