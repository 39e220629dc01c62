#include "exporter/options/options.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "exporter/options/command_line.hpp"
#include "exporter/options/config_file.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

struct read {
  command what;
  std::string out;
  std::string err;
};

read read_flags(std::vector<const char*> flags) {
  flags.insert(flags.begin(), "mesoscale-exporter");
  std::ostringstream out, err;
  auto what = read_command_line(static_cast<int>(flags.size()), flags.data(), out, err);
  return {std::move(what), out.str(), err.str()};
}

TEST(command_line, serves_with_the_defaults_of_the_documentation) {
  const auto got = read_flags({});

  ASSERT_TRUE(got.what.run);
  EXPECT_EQ(got.what.run->listen_address, ":9105");
  EXPECT_EQ(got.what.run->telemetry_path, "/metrics");
  EXPECT_EQ(got.what.run->scrape.timeout, milliseconds(10'000));
  EXPECT_TRUE(got.what.run->discover_agents);
}

TEST(command_line, takes_repeatable_targets_and_limits) {
  const auto got =
      read_flags({"--mesos.master=http://m1:5050", "--mesos.master=https://m2:5050", "--mesos.agents=none",
                  "--mesos.agent=http://a1:5051", "--marathon=http://r1:8080/marathon",
                  "--scrape.timeout=1m30s", "--scrape.concurrency=7", "--scrape.max-body=1MiB",
                  "--scrape.max-series=99", "--web.listen-address=127.0.0.1:0", "--web.telemetry-path=/m",
                  "--log.level=debug", "--log.format=json", "--no-collector.marathon_deployments"});

  ASSERT_TRUE(got.what.run) << got.err;
  const exporter_options& options = *got.what.run;
  ASSERT_EQ(options.masters.size(), 2u);
  EXPECT_EQ(options.masters[1].text(), "https://m2:5050/");
  EXPECT_FALSE(options.discover_agents);
  EXPECT_EQ(options.agents.at(0).authority(), "a1:5051");
  EXPECT_EQ(options.marathons.at(0).path, "/marathon");
  EXPECT_EQ(options.scrape.timeout, milliseconds(90'000));
  EXPECT_EQ(options.scrape.concurrency, 7u);
  EXPECT_EQ(options.scrape.max_body_bytes, 1'048'576u);
  EXPECT_EQ(options.scrape.max_series_per_family, 99u);
  EXPECT_EQ(options.listen_address, "127.0.0.1:0");
  EXPECT_EQ(options.telemetry_path, "/m");
  EXPECT_EQ(options.log_level, log::level::debug);
  EXPECT_EQ(options.log_format, log::format::json);
  EXPECT_TRUE(options.disabled_collectors.contains("marathon_deployments"));
}

TEST(command_line, takes_clusters_in_zookeeper_beside_urls_of_masters) {
  const auto got = read_flags({"--mesos.master=zk://zk1:2181,zk2/mesos", "--mesos.master=http://m1:5050"});

  ASSERT_TRUE(got.what.run) << got.err;
  ASSERT_EQ(got.what.run->master_clusters.size(), 1u);
  EXPECT_EQ(got.what.run->master_clusters[0].text(), "zk://zk1:2181,zk2:2181/mesos");
  ASSERT_EQ(got.what.run->masters.size(), 1u);
  EXPECT_EQ(got.what.run->masters[0].authority(), "m1:5050");
}

struct bad_flags {
  const char* name;
  std::vector<const char*> flags;
  const char* told;
};

class wrong_flags : public ::testing::TestWithParam<bad_flags> {};

TEST_P(wrong_flags, are_told_in_one_line_and_end_with_1) {
  const auto got = read_flags(GetParam().flags);

  EXPECT_FALSE(got.what.run);
  EXPECT_EQ(got.what.exit_code, 1);
  EXPECT_EQ(got.out, "");
  EXPECT_EQ(std::ranges::count(got.err, '\n'), 1) << got.err;
  EXPECT_NE(got.err.find(GetParam().told), got.err.npos) << got.err;
}

INSTANTIATE_TEST_SUITE_P(
    flags, wrong_flags,
    ::testing::Values(
        bad_flags{
            "unknown", {"--nope"}, "found the unknown flag --nope, expected one of those that --help lists"},
        bad_flags{"listen_address",
                  {"--web.listen-address=9105"},
                  "web.listen-address: found 9105, expected host:port"},
        bad_flags{"stray_word",
                  {"--mesos.master=http://a:1", "http://b:1"},
                  "found a word that belongs to no flag"},
        bad_flags{"zookeeper",
                  {"--mesos.master=zk://a:2181"},
                  "found zk://a:2181, expected zk://host:port,host:port/path"},
        bad_flags{"cluster_twice",
                  {"--mesos.master=zk://a/mesos", "--mesos.master=zk://a:2181/mesos"},
                  "found zk://a:2181/mesos twice, expected each cluster once"},
        bad_flags{"no_web_file", {"--web.config.file=/nowhere.yml"}, "/nowhere.yml: No such file"},
        bad_flags{"no_url", {"--mesos.agent=host"}, "--mesos.agent: found host, expected a URL like"},
        bad_flags{"query", {"--marathon=http://a:1/?x=1"}, "without user, query"},
        bad_flags{"twice",
                  {"--mesos.agent=http://a:1", "--marathon=http://A:1/x"},
                  "found a:1, expected each target once"},
        bad_flags{
            "discover", {"--mesos.agents=some"}, "--mesos.agents: found some, expected discover or none"},
        bad_flags{"timeout", {"--scrape.timeout=10"}, "--scrape.timeout: found 10, expected a duration"},
        bad_flags{"no_time", {"--scrape.timeout=0"}, "more than 0s"},
        bad_flags{"concurrency", {"--scrape.concurrency=0"}, "--scrape.concurrency"},
        bad_flags{"max_body", {"--scrape.max-body=big"}, "--scrape.max-body: found big"},
        bad_flags{"level", {"--log.level=loud"}, "--log.level: found loud"},
        bad_flags{"telemetry_path", {"--web.telemetry-path=metrics"}, "found metrics, expected a path"},
        bad_flags{
            "path_of_probes", {"--web.telemetry-path=/probe"}, "found /probe, expected a path like /metrics"},
        bad_flags{"no_file", {"--config.file=/nowhere.yml"}, "/nowhere.yml: No such file"}),
    [](const auto& tested) { return std::string(tested.param.name); });

TEST(command_line, never_repeats_a_password_in_a_url) {
  const auto got = read_flags({"--mesos.master=http://user:secret@m1:5050"});

  EXPECT_EQ(got.what.exit_code, 1);
  EXPECT_EQ(got.err.find("secret"), got.err.npos);
}

TEST(command_line, never_repeats_what_stands_behind_an_unknown_flag) {
  for (const std::vector<const char*>& flags : {std::vector<const char*>{"--marathon.password=secret"},
                                                {"--marathon.password", "secret"},
                                                {"--marathon.password", "-secret"},
                                                {"secret", "--marathon.password=secret"}}) {
    const auto got = read_flags(flags);
    EXPECT_EQ(got.what.exit_code, 1);
    EXPECT_EQ(got.err.find("secret"), got.err.npos) << got.err;
  }
}

TEST(command_line, prints_help_version_and_metrics_and_ends_with_0) {
  for (const char* flag : {"--help", "--version", "--list-metrics"}) {
    const auto got = read_flags({flag});
    EXPECT_FALSE(got.what.run) << flag;
    EXPECT_EQ(got.what.exit_code, 0) << flag;
    EXPECT_FALSE(got.out.empty()) << flag;
    EXPECT_EQ(got.err, "") << flag;
  }
}

TEST(command_line, shows_a_default_that_the_flag_takes) {
  const std::string help = read_flags({"--help"}).out;
  const std::string shown = help.substr(help.find("--mesos.agents"), 300);

  EXPECT_NE(shown.find("(discover)"), shown.npos) << shown;
}

TEST(command_line, lists_every_family_of_the_expected_names) {
  const std::string list = "\n" + read_flags({"--list-metrics"}).out;

  for (const char* file : {"mesos_master_snapshot", "mesos_agent_snapshot", "mesos_container_statistics",
                           "marathon", "chronos"}) {
    for (const auto& line : testing::read_table("expected/" + std::string(file) + ".tsv")) {
      if (line[1].starts_with("not exported")) continue;
      EXPECT_NE(list.find("\n" + line[1] + "\t" + line[2] + "\t"), list.npos) << line[1];
    }
  }
  EXPECT_NE(list.find("\nmarathon_app_instances_running\tgauge\tapp,instance\t"), list.npos);
  EXPECT_NE(list.find("\nmesos_up\tgauge\tinstance\t"), list.npos);
  EXPECT_NE(list.find("\nmesoscale_exporter_build_info\tgauge\tcompiler,revision,version\t"), list.npos);
}

TEST(config_file, asks_for_tasks_only_when_labels_of_them_are_wanted) {
  exporter_options without;
  exporter_options switched_off;

  read_config("mesos: {task_labels: []}", "a.yml", without);
  read_config("mesos: {task_labels: [team]}\ncollectors: {mesos_agent_tasks: false}", "b.yml", switched_off);

  EXPECT_TRUE(without.disabled_collectors.contains("mesos_agent_tasks"));
  EXPECT_TRUE(switched_off.disabled_collectors.contains("mesos_agent_tasks"));
}

TEST(config_file, says_everything_that_flags_say_and_more) {
  exporter_options options;

  const auto mistakes = read_config(testing::read_fixture("exporter/good.yml"), "good.yml", options);

  EXPECT_EQ(mistakes, std::vector<std::string>());
  EXPECT_EQ(options.masters.at(1).authority(), "m2:5050");
  EXPECT_EQ(options.agent_scheme, "https");
  EXPECT_EQ(options.agents.at(0).authority(), "a1:5051");
  EXPECT_EQ(options.mesos_http.basic_username, "exporter");
  EXPECT_EQ(options.mesos_http.basic_password_file, "/etc/mesoscale/mesos.pw");
  EXPECT_EQ(options.mesos_http.tls.ca_file, "/etc/mesoscale/ca.pem");
  EXPECT_EQ(options.app_labels, (std::vector<std::string>{"team", "tier"}));
  EXPECT_EQ(options.task_labels, (std::vector<std::string>{"team"}));
  EXPECT_FALSE(options.disabled_collectors.contains("mesos_agent_tasks"));
  EXPECT_EQ(options.chronoses.at(1).authority(), "c2:4400");
  EXPECT_EQ(options.marathon_http.token_type, "token");
  EXPECT_EQ(options.marathon_http.token_file, "/etc/mesoscale/marathon.token");
  EXPECT_EQ(options.scrape.timeout, milliseconds(5'000));
  EXPECT_EQ(options.scrape.max_body_bytes, 64u << 20);
  EXPECT_EQ(options.listen_address, "127.0.0.1:9105");
  EXPECT_TRUE(options.disabled_collectors.contains("mesos_agent_containers"));
}

TEST(config_file, takes_the_web_configuration_file_from_its_own_folder_unless_it_is_absolute) {
  exporter_options beside, absolute;

  read_config("web: {config_file: web.yml}", "/etc/mesoscale/exporter.yml", beside);
  read_config("web: {config_file: /srv/web.yml}", "/etc/mesoscale/exporter.yml", absolute);

  EXPECT_EQ(beside.web_config_file, "/etc/mesoscale/web.yml");
  EXPECT_EQ(absolute.web_config_file, "/srv/web.yml");
}

TEST(config_file, names_line_and_key_of_each_mistake) {
  exporter_options options;

  const auto mistakes = read_config(testing::read_fixture("exporter/bad.yml"), "bad.yml", options);

  std::string all;
  for (const auto& line : mistakes) all += line + "\n";
  EXPECT_EQ(all, testing::read_fixture("exporter/bad.expected"));
}

TEST(config_file, of_the_documentation_is_good) {
  const std::string file = std::string(SOURCE_DIR) + "/docs/examples/exporter.yml";
  const std::string flag = "--config.file=" + file;

  const auto got = read_flags({flag.c_str(), "--config.check"});

  EXPECT_EQ(got.what.exit_code, 0) << got.err;
}

TEST(config_file, refuses_a_section_that_nobody_knows) {
  exporter_options options;

  const auto mistakes = read_config("log: {}\nchronic: 1\n", "bad.yml", options);

  ASSERT_EQ(mistakes.size(), 1u);
  EXPECT_TRUE(mistakes[0].starts_with(
      "bad.yml:2:1: found the unknown key \"chronic\", expected one of chronos, collectors, "))
      << mistakes[0];
}

}  // namespace
}  // namespace mesoscale::exporter
