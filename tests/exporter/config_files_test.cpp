// A whole configuration file with the files that it names, as the command line takes it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "exporter/options/command_line.hpp"
#include "tests/exporter/page.hpp"
#include "tests/net/certificates.hpp"
#include "tests/net/temporary_folder.hpp"

namespace mesoscale::exporter {
namespace {

struct read {
  command what;
  std::string err;
};

read read_flags(std::vector<const char*> flags) {
  flags.insert(flags.begin(), "mesoscale-exporter");
  std::ostringstream out, err;
  auto what = read_command_line(static_cast<int>(flags.size()), flags.data(), out, err);
  return {std::move(what), err.str()};
}

/// The good file with the files that it names, in a folder of their own.
struct good_file {
  net::temporary_folder folder;

  good_file() {
    std::string text = testing::read_fixture("exporter/good.yml");
    const std::string there = "/etc/mesoscale/";
    for (auto at = text.find(there); at != text.npos; at = text.find(there))
      text.replace(at, there.size(), folder.path(""));
    folder.write("good.yml", text);
    const net::certificate_authority authority("test");
    const auto ours = authority.issue("exporter", {"DNS:exporter"});
    folder.write("ca.pem", authority.cert());
    folder.write("c.pem", ours.cert);
    folder.write("k.pem", ours.key);
    folder.write("mesos.pw", "hunter2\n");
    folder.write("marathon.token", "hunter2\n");
  }

  std::string flag() const { return "--config.file=" + folder.path("good.yml"); }
};

TEST(config_file, names_key_and_file_of_what_cannot_be_opened) {
  const std::pair<const char*, const char*> files[] = {
      {"ca.pem", "mesos.http.tls_config.ca_file: "},
      {"c.pem", "mesos.http.tls_config.cert_file: "},
      {"k.pem", "mesos.http.tls_config.key_file: "},
      {"mesos.pw", "mesos.http.basic_auth.password_file: "},
      {"marathon.token", "marathon.http.authorization.credentials_file: "},
  };
  for (const auto& [name, key] : files) {
    const good_file good;
    const std::string flag = good.flag();
    std::filesystem::remove(good.folder.path(name));
    for (const char* const mode : {"--config.check", "--log.level=info"}) {
      const auto got = read_flags({flag.c_str(), mode});
      EXPECT_EQ(got.what.exit_code, 1) << name;
      EXPECT_EQ(std::ranges::count(got.err, '\n'), 1) << got.err;
      EXPECT_NE(got.err.find(key), got.err.npos) << got.err;
      EXPECT_NE(got.err.find(good.folder.path(name)), got.err.npos) << got.err;
      EXPECT_EQ(got.err.find("hunter2"), got.err.npos) << got.err;
    }
  }
}

TEST(config_file, refuses_a_key_of_an_account_that_is_none) {
  const net::temporary_folder folder;
  folder.write("key.pem", "a secret that is no key\n");
  const std::string flag =
      "--config.file=" +
      folder.write(
          "e.yml",
          "mesos: { http: { dcos_auth: { login_url: 'http://l/', uid: u, private_key_file: key.pem } } }\n");

  const auto got = read_flags({flag.c_str(), "--config.check"});

  EXPECT_EQ(got.what.exit_code, 1);
  EXPECT_NE(got.err.find("mesos.http.dcos_auth.private_key_file: "), got.err.npos) << got.err;
  EXPECT_EQ(got.err.find("a secret"), got.err.npos) << got.err;
}

TEST(config_file, gives_way_to_flags) {
  const good_file good;
  const std::string flag = good.flag();

  const auto got = read_flags({flag.c_str(), "--scrape.timeout=3s", "--mesos.master=http://other:5050",
                               "--collector.mesos_agent_containers"});

  ASSERT_TRUE(got.what.run) << got.err;
  EXPECT_EQ(got.what.run->scrape.timeout, milliseconds(3'000));
  ASSERT_EQ(got.what.run->masters.size(), 1u);
  EXPECT_EQ(got.what.run->masters[0].authority(), "other:5050");
  EXPECT_FALSE(got.what.run->disabled_collectors.contains("mesos_agent_containers"));
  EXPECT_EQ(got.what.run->marathons.size(), 1u);
}

TEST(config_file, is_only_checked_with_config_check) {
  const good_file files;
  const std::string good = files.flag();
  const std::string bad = "--config.file=" + std::string(FIXTURES_DIR) + "/exporter/bad.yml";

  EXPECT_EQ(read_flags({good.c_str(), "--config.check"}).what.exit_code, 0);
  EXPECT_FALSE(read_flags({good.c_str(), "--config.check"}).what.run);
  EXPECT_EQ(read_flags({bad.c_str(), "--config.check"}).what.exit_code, 1);
}

}  // namespace
}  // namespace mesoscale::exporter
