#include "exporter/scrape/target_directory.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace mesoscale::exporter {
namespace {

listed_target at(target_kind kind, const std::string& base, const listed_agent* agent = nullptr) {
  return {{kind, parse_url(base).value(), nullptr}, agent};
}

TEST(target_directory, finds_a_target_by_its_address_or_its_url) {
  const std::vector<listed_target> targets{at(target_kind::marathon, "http://m1:8080/marathon"),
                                           at(target_kind::marathon, "https://[2001:db8::1]:8443")};

  EXPECT_EQ(find_target(targets, "m1:8080"), &targets[0]);
  EXPECT_EQ(find_target(targets, "M1:8080"), &targets[0]);
  EXPECT_EQ(find_target(targets, "http://m1:8080/marathon"), &targets[0]);
  EXPECT_EQ(find_target(targets, "[2001:db8::1]:8443"), &targets[1]);
  EXPECT_EQ(find_target(targets, "https://[2001:db8::1]:8443/"), &targets[1]);
}

TEST(target_directory, finds_a_server_that_speaks_no_http) {
  listed_target server = at(target_kind::zookeeper, "http://zk1:2181");
  server.of.base.scheme = "tcp";

  EXPECT_NE(find_target({server}, "zk1:2181"), nullptr);
  EXPECT_EQ(find_target({server}, "http://zk1:2181"), nullptr);
}

TEST(target_directory, knows_no_stranger) {
  const std::vector<listed_target> targets{at(target_kind::mesos_agent, "http://a1:5051")};

  for (const char* stranger :
       {"a1", "a1:5050", "a2:5051", "a1:5051/state", "http://a1:5051/state", "https://a1:5051", "u@a1:5051",
        "a1:5051?x=1", "a1:5051#x", "", " a1:5051", "a1:5051\r\nX: y", "ftp://a1:5051", "//a1:5051"}) {
    EXPECT_EQ(find_target(targets, stranger), nullptr) << stranger;
  }
}

TEST(target_directory, writes_a_group_per_target_with_what_is_known_of_an_agent) {
  const listed_agent agent{"20150101-S1",
                           "10.0.0.1:5051",
                           "a1.example",
                           {{"rack", "r1"}, {"os-family", "debian"}, {"cores", "4"}}};
  const std::vector<listed_target> targets{at(target_kind::mesos_agent, "http://fixed:5051"),
                                           at(target_kind::mesos_agent, "http://10.0.0.1:5051", &agent)};

  EXPECT_EQ(write_target_groups(targets),
            R"([{"targets":["fixed:5051"],"labels":{"__meta_mesoscale_module":"mesos_agent"}},)"
            R"({"targets":["10.0.0.1:5051"],"labels":{"__meta_mesoscale_module":"mesos_agent",)"
            R"("__meta_mesoscale_hostname":"a1.example","__meta_mesoscale_agent_id":"20150101-S1",)"
            R"("__meta_mesoscale_attribute_rack":"r1","__meta_mesoscale_attribute_os_family":"debian",)"
            R"("__meta_mesoscale_attribute_cores":"4"}}])");
  EXPECT_EQ(write_target_groups({}), "[]");
}

TEST(target_directory, writes_json_even_of_names_that_are_no_utf8) {
  const listed_agent agent{"S1", "a:1", "caf\xe9", {{"r\xe9gion", "\xff"}}};

  const auto text = write_target_groups({at(target_kind::mesos_agent, "http://a:1", &agent)});

  const auto list = nlohmann::json::parse(text);
  EXPECT_TRUE(list[0]["labels"].contains("__meta_mesoscale_attribute_r_gion"));
}

TEST(target_directory, makes_a_label_of_any_attribute) {
  EXPECT_EQ(label_name_of("os-family.v2/x"), "os_family_v2_x");
  EXPECT_EQ(label_name_of("Rack_1"), "Rack_1");
}

}  // namespace
}  // namespace mesoscale::exporter
