#include "common/zookeeper/master_info.hpp"

#include "common/core/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mesoscale {
namespace {

using testing::HasSubstr;

std::string fixture(const std::string& name) {
  const auto content = read_file(std::string(FIXTURES_DIR) + "/zookeeper/" + name);
  return content ? *content : "";
}

TEST(election_sequence, is_the_number_at_the_end_of_a_masters_node) {
  EXPECT_EQ(election_sequence("json.info_0000000003"), 3);
  EXPECT_EQ(election_sequence("info_0000000042"), 42);
  EXPECT_EQ(election_sequence("0000000007"), 7);
  EXPECT_EQ(election_sequence("json.info_2147483647"), 2147483647);
}

TEST(election_sequence, other_nodes_have_none) {
  for (const auto* node : {"", "log_replicas", "json.info_", "info_", "info_3x", "json.info_info_0000000003",
                           "xml.info_0000000003", "json.info_99999999999999999999"}) {
    EXPECT_FALSE(election_sequence(node)) << node;
  }
}

TEST(decode_master, reads_json) {
  const auto master = decode_master("json.info_0000000002", fixture("json.info_0000000002"));
  ASSERT_TRUE(master) << master.error().what;
  const master_entry expected{"json.info_0000000002",
                              2,
                              "10.0.0.2",
                              5050,
                              "master2.example.org",
                              "6f1c7ed0-3a36-4b53-9a2c-2d0f6f0c8a11",
                              "1.11.0"};
  EXPECT_EQ(*master, expected);
  EXPECT_EQ(master->authority(), "10.0.0.2:5050");
}

TEST(decode_master, reads_the_protobuf_of_mesos_before_0_24) {
  const auto master = decode_master("info_0000000003", fixture("info_0000000003"));
  ASSERT_TRUE(master) << master.error().what;
  const master_entry expected{"info_0000000003",
                              3,
                              "10.0.0.3",
                              5050,
                              "master3.example.org",
                              "20150401-120000-50331658-5050-1234",
                              ""};
  EXPECT_EQ(*master, expected);
}

TEST(decode_master, the_newer_address_goes_before_the_older_ones) {
  const auto master = decode_master("info_0000000004", fixture("info_0000000004"));
  ASSERT_TRUE(master) << master.error().what;
  EXPECT_EQ(master->authority(), "[fd00::4]:5055");
  EXPECT_EQ(master->version, "0.25.0");
}

TEST(decode_master, reads_the_bare_pid_of_the_oldest_versions) {
  const auto master = decode_master("0000000001", "master@10.0.0.1:5050");
  ASSERT_TRUE(master) << master.error().what;
  EXPECT_EQ(master->authority(), "10.0.0.1:5050");
  EXPECT_EQ(decode_master("0000000001", "master@[fd00::1]:5050")->authority(), "[fd00::1]:5050");
}

struct json_case {
  std::string name;
  std::string content;
  std::string authority;  ///< "" when it must be refused
};

class json_addresses : public testing::TestWithParam<json_case> {};

TEST_P(json_addresses, are_found_where_they_stand) {
  const auto master = decode_master("json.info_0000000001", GetParam().content);
  EXPECT_EQ(master ? master->authority() : "", GetParam().authority);
}

INSTANTIATE_TEST_SUITE_P(
    master_info, json_addresses,
    testing::Values(
        json_case{"without_address", R"({"id":"x","ip":16777343,"port":5051,"pid":"master@10.9.9.9:5050"})",
                  "127.0.0.1:5051"},
        json_case{"only_pid", R"({"id":"x","pid":"master@10.0.0.9:5052"})", "10.0.0.9:5052"},
        json_case{"only_hostname", R"({"address":{"hostname":"m1.example.org","port":5050}})",
                  "m1.example.org:5050"},
        json_case{"address_without_port", R"({"address":{"ip":"10.0.0.1"},"pid":"master@10.0.0.9:5052"})",
                  "10.0.0.9:5052"},
        json_case{"port_too_large", R"({"address":{"ip":"10.0.0.1","port":70000}})", ""},
        json_case{"port_negative", R"({"address":{"ip":"10.0.0.1","port":-1}})", ""},
        json_case{"ip_of_wrong_type", R"({"address":{"ip":1,"port":5050}})", ""},
        json_case{"host_with_a_slash", R"({"address":{"ip":"10.0.0.1/../x","port":5050}})", ""},
        json_case{"host_with_a_line_end", R"({"address":{"ip":"10.0.0.1\r\nX: y","port":5050}})", ""},
        json_case{"empty_object", "{}", ""}, json_case{"null", "null", ""}, json_case{"empty", "", ""},
        json_case{"list", "[1]", ""}, json_case{"cut_off", R"({"address":{"ip":"10.0.0.1","port":5050)", ""},
        json_case{"html", "<html></html>", ""}),
    [](const auto& instance) { return instance.param.name; });

TEST(decode_master, a_protobuf_cut_off_anywhere_is_refused) {
  const auto whole = fixture("info_0000000004");
  ASSERT_FALSE(whole.empty());
  int accepted = 0;
  for (std::size_t size = 0; size < whole.size(); ++size)
    accepted += decode_master("info_0000000004", whole.substr(0, size)).ok();
  // Cut between two fields it is a shorter message, which protobuf cannot tell: after ip, port, pid, hostname and version.
  EXPECT_EQ(accepted, 5);
}

TEST(decode_master, the_failure_names_the_node) {
  EXPECT_THAT(decode_master("json.info_0000000001", "x").error().what,
              HasSubstr("json.info_0000000001: found something else"));
  EXPECT_THAT(decode_master("info_0000000001", "\xff").error().what, HasSubstr("protobuf MasterInfo"));
  EXPECT_THAT(decode_master("log_replicas", "").error().what, HasSubstr("no master's"));
}

}  // namespace
}  // namespace mesoscale
