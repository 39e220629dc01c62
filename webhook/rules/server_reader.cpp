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

std::vector<url> read_urls(yaml_map& in, std::string_view key, config_errors& errors) {
  std::vector<url> out;
  in.require(key, "a list of URLs");
  const yaml_value list = in.get(key);
  if (!list) return out;
  const auto items = list.items();
  if (items.empty()) {
    errors.push_back(list.mistake(list.what() == yaml_value::kind::list ? "an empty list" : list.shape(),
                                  "a list of URLs"));
  }
  for (const yaml_value& item : items) {
    auto parsed = parse_url(item.scalar());
    if (parsed) {
      out.push_back(std::move(*parsed));
    } else {
      errors.push_back(item.mistake("a URL that cannot be used", usable_url));
    }
  }
  return out;
}

mesos_settings read_mesos(yaml_map& in, config_errors& errors) {
  mesos_settings out;
  net::read_http_access(in, out.http);
  out.masters = read_urls(in, "masters", errors);
  return out;
}

}  // namespace mesoscale::webhook
