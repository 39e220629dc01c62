#include "exporter/collectors/agent_list.hpp"

#include <gtest/gtest.h>

#include "exporter/collectors/mesos_lists.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

result<std::vector<listed_agent>> decode(std::string_view body) {
  auto answer = decode_body(make_agent_list_decoder, {.instance = "m1:5050"}, body);
  if (!answer.ok()) return answer.error();
  return std::move(answer.value().agents);
}

TEST(agent_list, takes_the_address_from_the_pid) {
  const auto agents = decode(testing::read_fixture("mesos/leader/slaves.body"));

  ASSERT_TRUE(agents.ok());
  ASSERT_EQ(agents.value().size(), 2u);
  EXPECT_EQ(agents.value()[0].id, "b22a0a1d-815e-423f-986c-dac9cea23500-S1");
  EXPECT_EQ(agents.value()[0].address, "127.0.0.1:5152");
  EXPECT_EQ(agents.value()[1].address, "127.0.0.1:5151");
}

TEST(agent_list, tells_who_an_agent_is) {
  const auto agents = decode(testing::read_fixture("mesos/leader/slaves.body"));

  ASSERT_TRUE(agents.ok());
  const listed_agent& second = agents.value().at(1);
  using attribute = std::pair<std::string, std::string>;
  EXPECT_EQ(second.hostname, "localhost");
  EXPECT_EQ(second.attributes,
            (std::vector<attribute>{{"rack", "r1"}, {"zone", "z1"}, {"ssd", "true"}, {"cores", "4"}}));
}

TEST(agent_list, keeps_recovered_agents_without_an_address) {
  const auto agents = decode(R"({"slaves":[],"recovered_slaves":[{"id":"S7","hostname":"h","port":5051}]})");

  ASSERT_TRUE(agents.ok());
  ASSERT_EQ(agents.value().size(), 1u);
  EXPECT_EQ(agents.value()[0].id, "S7");
  EXPECT_EQ(agents.value()[0].address, "");
}

TEST(agent_list, leaves_out_agents_whose_pid_is_no_address) {
  const auto agents = decode(
      R"({"slaves":[{"id":"a","pid":"slave(1)@host:5051/x"},{"id":"b","pid":7},{"id":"c","pid":"nowhere"},
                                           {"id":"d","pid":"slave(1)@[::1]:5051"}]})");

  ASSERT_TRUE(agents.ok());
  ASSERT_EQ(agents.value().size(), 1u);
  EXPECT_EQ(agents.value()[0].address, "[::1]:5051");
}

TEST(agent_list, fails_without_a_list) {
  EXPECT_EQ(decode("{}").error().code, errc::wrong_shape);
  EXPECT_EQ(decode("[]").error().code, errc::wrong_shape);
  EXPECT_EQ(decode(R"({"slaves":{}})").error().code, errc::wrong_shape);
  EXPECT_EQ(decode("No leader elected").error().code, errc::not_json);
}

}  // namespace
}  // namespace mesoscale::exporter
