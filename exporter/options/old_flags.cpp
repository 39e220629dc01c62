#include "exporter/options/old_flags.hpp"

#include <algorithm>

namespace mesoscale::exporter {
namespace {

constexpr std::string_view mesos = "mesos_exporter";
constexpr std::string_view marathon = "marathon_exporter";
constexpr std::string_view chronos = "chronos_exporter";
constexpr std::string_view zookeeper = "zookeeper_exporter";
constexpr std::string_view several = "marathon_exporter and chronos_exporter";

// clang-format off
constexpr old_flag flags[] = {
    {"addr",                          mesos,     "--web.listen-address=HOST:PORT"},
    {"bind-addr",                     zookeeper, "--web.listen-address=HOST:PORT"},
    {"chronos.uri",                   chronos,   "--chronos=URL"},
    {"clientCert",                    mesos,     "mesos.http.tls_config.cert_file in --config.file"},
    {"clientKey",                     mesos,     "mesos.http.tls_config.key_file in --config.file"},
    {"enableMasterState",             mesos,     "--no-collector.NAME, or nothing: /state is not asked for"},
    {"exportedSlaveAttributes",       mesos,     "mesos.agent_attributes in --config.file"},
    {"exportedTaskLabels",            mesos,     "mesos.task_labels in --config.file"},
    {"ignoreCompletedFrameworkTasks", mesos,     "nothing: completed tasks have no series"},
    {"listen",                        zookeeper, "--web.listen-address=HOST:PORT"},
    {"location",                      zookeeper, "--web.telemetry-path=PATH"},
    {"log-level",                     zookeeper, "--log.level=LEVEL"},
    {"log.format",                    several,   "--log.format=logfmt or --log.format=json", true},
    {"log.level",                     several,   "--log.level=LEVEL", true},
    {"logLevel",                      mesos,     "--log.level=LEVEL"},
    {"loginURL",                      mesos,     "mesos.http.dcos_auth.login_url in --config.file"},
    {"loginUrl",                      mesos,     "mesos.http.dcos_auth.login_url in --config.file"},
    {"marathon.timeout",              marathon,  "--scrape.timeout=DURATION"},
    {"marathon.uri",                  marathon,  "--marathon=URL"},
    {"master",                        mesos,     "--mesos.master=URL (repeatable; one process for the whole cluster)"},
    {"metrics-path",                  zookeeper, "--web.telemetry-path=PATH"},
    {"password",                      mesos,     "mesos.http.basic_auth.password_file in --config.file"},
    {"passwordFile",                  mesos,     "mesos.http.basic_auth.password_file in --config.file"},
    {"privateKey",                    mesos,     "mesos.http.dcos_auth.private_key_file in --config.file"},
    {"reset-on-scrape",               zookeeper, "nothing: the statistics of ZooKeeper are never reset"},
    {"skipSSLVerify",                 mesos,     "mesos.http.tls_config.insecure_skip_verify in --config.file"},
    {"slave",                         mesos,     "--mesos.agent=URL (repeatable), or nothing: --mesos.master finds the agents"},
    {"strictMode",                    mesos,     "mesos.http.dcos_auth in --config.file"},
    {"timeout",                       mesos,     "--scrape.timeout=DURATION"},
    {"trustedCerts",                  mesos,     "mesos.http.tls_config.ca_file in --config.file"},
    {"trustedRedirects",              mesos,     "nothing: credentials go to the configured hosts only"},
    {"username",                      mesos,     "mesos.http.basic_auth.username in --config.file"},
    {"version",                       mesos,     "--version", true},
    {"vips",                          mesos,     "nothing: virtual addresses have no series"},
    {"web.listen-address",            several,   "--web.listen-address=HOST:PORT", true},
    {"web.telemetry-path",            several,   "--web.telemetry-path=PATH", true},
    {"zk-host",                       zookeeper, "--zookeeper=HOST:PORT (repeatable)"},
    {"zk-hosts",                      zookeeper, "--zookeeper=HOST:PORT (repeatable)"},
    {"zk-list",                       zookeeper, "--zookeeper=HOST:PORT (repeatable)"},
    {"zk-port",                       zookeeper, "--zookeeper=HOST:PORT (repeatable)"},
    {"zk-tls-auth",                   zookeeper, "zookeeper.http.tls_config in --config.file, with the https:// URL of the AdminServer"},
    {"zk-tls-auth-cert",              zookeeper, "zookeeper.http.tls_config.cert_file in --config.file"},
    {"zk-tls-auth-key",               zookeeper, "zookeeper.http.tls_config.key_file in --config.file"},
    {"zookeeper",                     zookeeper, "--zookeeper=HOST:PORT (repeatable)", true},
};
// clang-format on

static_assert(std::ranges::is_sorted(flags, {}, &old_flag::name));

}  // namespace

std::span<const old_flag> old_flags() { return flags; }

std::vector<std::string> refuse_old_flags(int argc, const char* const* argv) {
  std::vector<std::string> mistakes;
  for (int i = 1; i < argc; ++i) {
    std::string_view text = argv[i];
    if (!text.starts_with('-')) continue;
    const bool has_two_dashes = text.starts_with("--");
    text.remove_prefix(has_two_dashes ? 2 : 1);
    text = text.substr(0, text.find('='));
    const auto at = std::ranges::lower_bound(flags, text, {}, &old_flag::name);
    if (at == std::end(flags) || at->name != text || (has_two_dashes && at->is_ours)) continue;
    mistakes.push_back("-" + std::string(at->name) + ": found a flag of " + std::string(at->owner) +
                       ", expected " + std::string(at->instead));
  }
  return mistakes;
}

}  // namespace mesoscale::exporter
