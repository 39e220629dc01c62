#include "exporter/options/option_table.hpp"

#include "exporter/collectors/collector.hpp"

#include <algorithm>
#include <cassert>

namespace mesoscale::exporter {
namespace {

// clang-format off
constexpr option_row rows[] = {
    {"mesos.masters", "--mesos.master", "URLs", "", "Targets", "Mesos masters: http://host:5050 or https://..., or a cluster whose masters are found in ZooKeeper: zk://host:2181,host:2181/mesos"},
    {"mesos.master_scheme", "", "http or https", "http", "Targets", "how masters found in ZooKeeper are asked, which does not tell it"},
    {"mesos.agents.discover", "", "true or false", "true", "Targets", "find the agents through the leading master"},
    {"", "--mesos.agents", "discover or none", "discover", "Targets", "whether the agents are found through the leading master"},
    {"mesos.agents.scheme", "", "http or https", "http", "Targets", "how discovered agents are asked"},
    {"mesos.agents.urls", "--mesos.agent", "URLs", "", "Targets", "agents that are always asked, with or without a master"},
    {"mesos.task_labels", "", "texts", "", "Targets", "labels of tasks that become labels of mesos_task_info; asks each agent for its /state"},
    {"mesos.agent_attributes", "", "texts", "", "Targets", "attributes of agents that become labels of mesos_agent_info"},
    {"marathon.urls", "--marathon", "URLs", "", "Targets", "Marathons; those of one cluster are counted once"},
    {"marathon.app_labels", "", "texts", "", "Targets", "labels of apps that become labels of marathon_app_info"},
    {"chronos.urls", "--chronos", "URLs", "", "Targets", "Chronos schedulers"},
    {"zookeeper.servers", "--zookeeper", "HOST:PORT or URLs", "", "Targets", "ZooKeeper servers by their client port, or by the URL of their AdminServer"},

    {"<system>.http.basic_auth.username", "", "text", "", "Logins and TLS", "the name to log in with"},
    {"<system>.http.basic_auth.password_file", "", "path", "", "Logins and TLS", "a file with the password; read again when it changes"},
    {"<system>.http.authorization.type", "", "text", "Bearer", "Logins and TLS", "the word before the token"},
    {"<system>.http.authorization.credentials_file", "", "path", "", "Logins and TLS", "a file with the token; read again when it changes"},
    {"<system>.http.dcos_auth.login_url", "", "URL", "", "Logins and TLS", "the login of DC/OS, https://leader.mesos/acs/api/v1/auth/login"},
    {"<system>.http.dcos_auth.uid", "", "text", "", "Logins and TLS", "the name of the service account"},
    {"<system>.http.dcos_auth.private_key_file", "", "path", "", "Logins and TLS", "a file with the account's private key"},
    {"<system>.http.tls_config.ca_file", "", "path", "", "Logins and TLS", "certificates that the server's must be signed by; without it those of the system"},
    {"<system>.http.tls_config.cert_file", "", "path", "", "Logins and TLS", "the exporter's own certificate; only with key_file"},
    {"<system>.http.tls_config.key_file", "", "path", "", "Logins and TLS", "the key of that certificate"},
    {"<system>.http.tls_config.server_name", "", "text", "", "Logins and TLS", "the name in the server's certificate, where it is not the host's"},
    {"<system>.http.tls_config.insecure_skip_verify", "", "true or false", "false", "Logins and TLS", "accept any certificate"},

    {"scrape.timeout", "--scrape.timeout", "DURATION", "10s", "Limits", "longest time for a scrape; Prometheus' own timeout less 0.5 s may shorten it"},
    {"scrape.concurrency", "--scrape.concurrency", "NUMBER", "64", "Limits", "targets that are asked at once"},
    {"scrape.max_body", "--scrape.max-body", "SIZE", "256MiB", "Limits", "largest answer of a target, decompressed"},
    {"scrape.max_series_per_family", "--scrape.max-series", "NUMBER", "200000", "Limits", "series of one family that a target may have; the rest is cut and counted"},

    {"compat.mesos_exporter", "--compat.mesos-exporter", "true or false", "false", "Compatibility", "also serve the names of mesos_exporter"},
    {"compat.marathon_exporter", "--compat.marathon-exporter", "true or false", "false", "Compatibility", "also serve the names of marathon_exporter"},

    {"collectors.<name>", "--collector.<name>", "true or false", "", "Collectors", "whether targets of the kind are asked this; --no-collector.<name> switches it off, mesos.task_labels switches mesos_agent_tasks on"},

    {"web.listen_address", "--web.listen-address", "HOST:PORT", ":9105", "Web", "address to serve on; without a host on all"},
    {"web.telemetry_path", "--web.telemetry-path", "PATH", "/metrics", "Web", "path of the metrics"},
    {"web.config_file", "--web.config.file", "FILE", "", "Web", "exporter-toolkit's web configuration file: TLS, client certificates, users"},

    {"", "--config.file", "FILE", "", "General", "this file; a flag that is given as well wins"},
    {"", "--config.check", "", "", "General", "check flags and file, and end"},
    {"log.level", "--log.level", "debug, info, warn or error", "info", "General", "what is logged"},
    {"log.format", "--log.format", "logfmt or json", "logfmt", "General", "how it is written"},
    {"", "--list-metrics", "", "", "General", "print all families: name, type, labels, help with the source"},
    {"", "--help", "", "", "General", "print the flags"},
    {"", "--version", "", "", "General", "print version, revision and compiler"},
};
// clang-format on

constexpr std::string_view opening =
    R"(# Configuration of mesoscale-exporter

This page is made from the table that `--help` takes its texts from and from the list of collectors; `scripts/make-docs` writes it. A test holds
the readers of flags and file against the table: the same flags, the same keys, the same defaults.

Everything can stand in the YAML file of `--config.file`; what is also a flag has its name beside it, and a flag that is given wins.
`docs/examples/exporter.yml` is such a file. `--config.check` checks flags and file and ends: with 0, or with 1 and a line for each
mistake that says file, line, column, key, what was found and what was expected. An unknown flag, key or value is a mistake; nothing
is opened before all are right.

* Passwords and tokens are never in the file or on the command line, but in files of their own.
* The names of these files, and those of certificates and keys, are relative to the folder of the configuration file, as Prometheus has it.
* `<system>` is `mesos` (masters and agents), `marathon`, `chronos` or `zookeeper` (AdminServers). One way to log in per system.
* The file of `--web.config.file` is described in [web-configuration.md](web-configuration.md).

## Types

A type with "or" in it lists the words themselves.

| type | what may stand there |
|---|---|
| true or false | `true` or `false`; the flags of collectors have no value |
| NUMBER | a whole number from 1 to 1000000000, in decimal digits |
| DURATION | `0`, or numbers with units in falling order, as Prometheus writes it: `500ms`, `10s`, `1h30m`. The units are `ms`, `s`, `m`, `h`, `d` (24 h), `w`, `y` (365 d) |
| SIZE | a number and `B`, `KB`, `MB`, `GB` (powers of 1000), `KiB`, `MiB` or `GiB` (powers of 1024); without a unit bytes |
| text | a scalar of YAML: plain, in quotes, or a block. A list or a map is a mistake |
| texts | a list of texts, `[a, b]` or a line each; each names a label or an attribute as Mesos or Marathon spells it |
| path | a text: the name of a file. A relative one starts at the folder of the configuration file |
| FILE | the name of a file. A relative one starts at the folder of the configuration file if it stands there, and given by a flag at the folder in which the program was started |
| PATH | the path of an address on this server: begins with `/`, has no `?`, `#`, `*` or blank, and is none of `/`, `/probe`, `/sd`, `/-/...` |
| HOST:PORT | a host name, an IPv4 address or an IPv6 address in brackets, `:`, and a port from 0 to 65535. To listen on, the host may be empty (all addresses); of a ZooKeeper server the port may be left out (`2181`) |
| URL | `http://` or `https://`, a host, and where needed `:` with a port and a path: no user, query or fragment. `mesos.masters` also takes `zk://HOST:PORT,HOST:PORT/PATH` |
| URLs | a list of URLs; the flag is given once per URL, and then stands for all of those of the file |
)";

std::string code(std::string_view text) {
  return text.empty() ? std::string() : "`" + std::string(text) + "`";
}

void add_row(std::string& page, std::string_view key, std::string_view flag, std::string_view type,
             std::string_view standard, std::string_view help) {
  page.append("| ").append(code(key)).append(" | ").append(code(flag)).append(" | ").append(type);
  page.append(" | ").append(code(standard)).append(" | ").append(help).append(" |\n");
}

/// What a collector asks, and whom.
std::string question_of(const collector& one) {
  std::string text(module_name(one.kind));
  if (one.make_decoder == nullptr) return text + ": asks nothing, gives all that the other answers have";
  if (!one.path.empty()) text.append(": ").append(code(one.path.substr(0, one.path.find('?'))));
  if (one.word) text.append(": ").append(code(net::word_text(*one.word)));
  if (one.when == asked_when::leads) text.append(", of the one that leads");
  if (one.is_main) text.append("; without an answer the target counts as down");
  return text;
}

/// A row for each collector, with the names that stand for <name>.
void add_collectors(std::string& page) {
  for (const collector& one : all_collectors()) {
    const std::string name(one.name);
    add_row(page, "collectors." + name, "--collector." + name, "true or false",
            one.by_default ? "true" : "false", question_of(one));
  }
}

}  // namespace

std::span<const option_row> option_rows() { return rows; }

std::string help_of(std::string_view flag) {
  const auto at = std::ranges::find(rows, flag, &option_row::flag);
  assert(at != std::end(rows));
  std::string text(at->help);
  if (!at->standard.empty()) text.append(" (").append(at->standard).append(")");
  return text;
}

std::string write_configuration_page() {
  std::string page(opening);
  std::string_view group;
  for (const option_row& one : rows) {
    if (one.group != group) {
      group = one.group;
      page.append("\n## ").append(group).append(
          "\n\n| key | flag | type | default | meaning |\n|---|---|---|---|---|\n");
    }
    add_row(page, one.key, one.flag, one.type, one.standard, one.help);
    if (one.key == "collectors.<name>") add_collectors(page);
  }
  return page;
}

}  // namespace mesoscale::exporter
