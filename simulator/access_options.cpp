#include "simulator/access_options.hpp"

#include "common/core/units.hpp"

#include <CLI/CLI.hpp>

namespace mesoscale::simulator {

void add_access_flags(CLI::App& cli, access_words& words) {
  net::tls_server_options& tls = words.values.tls;
  door_options& door = words.values.door;
  cli.add_option("--tls.cert-file", tls.cert_file, "Certificate of all daemons (PEM): they speak TLS");
  cli.add_option("--tls.key-file", tls.key_file, "Its private key (PEM)");
  cli.add_option("--tls.client-ca-file", tls.client_ca_file,
                 "Clients must show a certificate of this authority (PEM)");
  cli.add_option("--auth.basic-user", door.basic_user, "User of basic authentication");
  cli.add_option("--auth.basic-password-file", door.basic_password_file, "File with the password");
  cli.add_option("--auth.bearer-file", door.bearer_file, "File with a bearer token that opens");
  cli.add_option("--auth.dcos-uid", door.dcos_uid, "Service account that may log in on the masters");
  cli.add_option("--auth.dcos-public-key-file", door.dcos_public_key_file,
                 "Public key of the account (RSA, PEM)");
  cli.add_option("--auth.token-lifetime", words.token_lifetime, "How long a token of the login is good");
  cli.add_option("--zk", words.zookeeper,
                 "zk://HOST:PORT/PATH of a real ZooKeeper in which the masters elect their leader");
  cli.add_option("--zk.session-timeout", words.session_timeout,
                 "How long ZooKeeper waits for a master that was killed");
}

result<access_options> parse_access(access_words words) {
  access_options out = std::move(words.values);
  if (out.tls.cert_file.empty() != out.tls.key_file.empty())
    return failure{errc::invalid,
                   "--tls.cert-file: expected --tls.key-file beside it, and the other way round"};
  if (!out.tls.client_ca_file.empty() && out.tls.cert_file.empty())
    return failure{errc::invalid, "--tls.client-ca-file: expected --tls.cert-file beside it"};
  if (out.door.basic_user.empty() != out.door.basic_password_file.empty())
    return failure{errc::invalid, "--auth.basic-user: expected --auth.basic-password-file beside it"};
  if (out.door.dcos_uid.empty() != out.door.dcos_public_key_file.empty())
    return failure{errc::invalid, "--auth.dcos-uid: expected --auth.dcos-public-key-file beside it"};
  const auto lifetime = parse_duration(words.token_lifetime);
  if (!lifetime) return failure{errc::invalid, "--auth.token-lifetime: " + lifetime.error().what};
  out.door.token_lifetime = *lifetime;
  const auto timeout = parse_duration(words.session_timeout);
  if (!timeout) return failure{errc::invalid, "--zk.session-timeout: " + timeout.error().what};
  out.session_timeout = *timeout;
  if (words.zookeeper.empty()) return out;
  auto address = parse_zookeeper_address(words.zookeeper);
  if (!address) return failure{errc::invalid, "--zk: " + address.error().what};
  out.zookeeper = *std::move(address);
  return out;
}

}  // namespace mesoscale::simulator
