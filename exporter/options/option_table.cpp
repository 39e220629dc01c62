#include "exporter/options/option_table.hpp"

#include <algorithm>
#include <cassert>

namespace mesoscale::exporter {
namespace {

// clang-format off
constexpr option_row rows[] = {
    {"mesos.masters", "--mesos.master", "URLs", "", "Targets", "Mesos masters: http://host:5050 or https://..., or a cluster whose masters are found in ZooKeeper: zk://host:2181,host:2181/mesos"},
    {"mesos.master_scheme", "", "http or https", "http", "Targets", "how masters found in ZooKeeper are asked, which does not tell it"},
    {"mesos.agents.discover", "--mesos.agents", "discover or none; in the file true or false", "true", "Targets", "find the agents through the leading master"},
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

    {"collectors.<name>", "--collector.<name>", "true or false", "", "Collectors", "ask for this; --no-collector.<name> does not"},

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

This page is made from the table that the program reads flags and file by; `scripts/make-docs` writes it.

Everything can stand in the YAML file of `--config.file`; what is also a flag has its name beside it, and a flag that is given wins.
`docs/examples/exporter.yml` is such a file. `--config.check` checks flags and file and ends: with 0, or with 1 and a line for each
mistake that says file, line, column, key, what was found and what was expected. An unknown flag, key or value is a mistake; nothing
is opened before all are right.

* DURATION is written as Prometheus does: `500ms`, `10s`, `1h30m`. SIZE is bytes with `B`, `KiB`, `MiB` or `GiB`.
* A flag whose type is in the plural is given once per value; in the file it is a list.
* A URL has no user, query or fragment. Passwords and tokens are never in the file or on the command line, but in files of their own.
* The names of these files, and those of certificates and keys, are relative to the folder of the configuration file, as Prometheus has it.
* `<system>` is `mesos` (masters and agents), `marathon`, `chronos` or `zookeeper` (AdminServers). One way to log in per system.
* The file of `--web.config.file` is described in [web-configuration.md](web-configuration.md).
)";

std::string code(std::string_view text) {
  return text.empty() ? std::string() : "`" + std::string(text) + "`";
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
    page.append("| ")
        .append(code(one.key))
        .append(" | ")
        .append(code(one.flag))
        .append(" | ")
        .append(one.type);
    page.append(" | ").append(code(one.standard)).append(" | ").append(one.help).append(" |\n");
  }
  return page;
}

}  // namespace mesoscale::exporter
