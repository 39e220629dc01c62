// The small parts around the answers: times, ids, the rate limit, compression, the command line.
#include "simulator/gzip.hpp"
#include "simulator/identity.hpp"
#include "simulator/instant.hpp"
#include "simulator/options.hpp"
#include "simulator/turnstile.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace mesoscale::simulator {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(instant, is_written_as_marathon_and_mesos_write_times) {
  const instant when{milliseconds(1'443'604'157'614)};

  EXPECT_EQ(iso_text(when), "2015-09-30T09:09:17.614Z");
  EXPECT_EQ(epoch_seconds(when), 1443604157.614);
}

TEST(id_source, makes_version_4_uuids_that_a_seed_repeats) {
  id_source one(7), same(7), other(8);
  const std::string id = one.uuid();

  EXPECT_TRUE(
      std::regex_match(id, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")))
      << id;
  EXPECT_EQ(id, same.uuid());
  EXPECT_NE(id, other.uuid());
  EXPECT_NE(id, one.uuid());
}

TEST(turnstile, lets_one_pass_every_half_second_without_a_burst) {
  turnstile at(milliseconds(500));
  const instant start{seconds(100)};

  EXPECT_EQ(at.turn(start), start);
  EXPECT_EQ(at.turn(start), start + milliseconds(500));
  EXPECT_EQ(at.turn(start + milliseconds(10)), start + milliseconds(1000));
  EXPECT_EQ(at.turn(start + seconds(60)), start + seconds(60)) << "what was not used is not saved up";
}

TEST(compress_if_due, compresses_from_1024_bytes_when_accepted) {
  net::http_request accepting;
  accepting.headers.set("Accept-Encoding", "deflate, gzip;q=1.0");
  net::http_request refusing;
  refusing.headers.set("Accept-Encoding", "gzip;q=0");
  auto small = net::json_response(200, std::string(1023, '1'));
  auto large = net::json_response(200, std::string(1024, '1'));
  auto plain = large;

  compress_if_due(accepting, small);
  compress_if_due(accepting, large);
  compress_if_due(refusing, plain);

  EXPECT_FALSE(small.headers.has("Content-Encoding"));
  EXPECT_EQ(large.headers.get("Content-Encoding"), "gzip");
  EXPECT_LT(large.body.size(), 100u);
  EXPECT_FALSE(plain.headers.has("Content-Encoding"));
}

result<command> parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "mesoscale-simulator");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST(parse_command_line, has_the_ports_of_the_real_daemons_by_default) {
  const auto made = parse({});

  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->options.master_port, 5050);
  EXPECT_EQ(made->options.agent_port, 5051);
  EXPECT_EQ(made->options.marathon_port, 8080);
  EXPECT_EQ(made->options.control_port, 5099);
  EXPECT_EQ(made->options.cluster.masters, 2);
  EXPECT_EQ(made->options.cluster.agents, 3);
  EXPECT_EQ(made->options.cluster.start_delay, seconds(2));
}

TEST(parse_command_line, reads_every_flag) {
  const auto made =
      parse({"--masters=3", "--agents=5", "--agent.cpus=8", "--agent.mem=1024", "--start-delay=500ms",
             "--app-file=a.json", "--app-file=b.json", "--endpoints.file=e", "--put-log=p"});

  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->options.cluster.masters, 3);
  EXPECT_EQ(made->options.cluster.agent_cpus, 8);
  EXPECT_EQ(made->options.cluster.agent_mem, 1024);
  EXPECT_EQ(made->options.cluster.start_delay, milliseconds(500));
  EXPECT_EQ(made->options.app_files, (std::vector<std::string>{"a.json", "b.json"}));
  EXPECT_EQ(made->options.put_log_file, "p");
}

TEST(parse_command_line, names_the_flag_that_is_wrong_in_one_line) {
  for (const char* flag : {"--nonsense", "--masters=x", "--start-delay=soon", "--marathon.port=70000"}) {
    const auto made = parse({flag});
    ASSERT_FALSE(made.ok()) << flag;
    const std::string name = std::string(flag).substr(0, std::string(flag).find('='));
    EXPECT_NE(made.error().what.find(name), std::string::npos) << made.error().what;
    EXPECT_EQ(made.error().what.find('\n'), std::string::npos);
  }
}

TEST(parse_command_line, refuses_what_marathon_did_not_have_in_2015) {
  for (const char* newer : {"--marathon.metrics=kamon", "--marathon.pods=2"}) {
    const auto made = parse({"--era=2015", newer});

    ASSERT_FALSE(made.ok()) << newer;
    EXPECT_NE(made.error().what.find("--era"), std::string::npos) << made.error().what;
    EXPECT_NE(made.error().what.find(std::string(newer).substr(0, std::string(newer).find('='))),
              std::string::npos)
        << made.error().what;
  }
  EXPECT_TRUE(parse({"--era=2015"}).ok());
}

}  // namespace
}  // namespace mesoscale::simulator
