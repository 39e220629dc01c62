#include "simulator/faults.hpp"

#include <gtest/gtest.h>

namespace mesoscale::simulator {
namespace {

const daemon_name agent_2{daemon_name::kind::agent, "127.0.11.2:5051"};
const daemon_name agent_3{daemon_name::kind::agent, "127.0.11.3:5051"};
const daemon_name leader{daemon_name::kind::master, "127.0.10.1:5050"};
const daemon_name marathon{daemon_name::kind::marathon, "127.0.12.1:8080"};

net::http_request request(const std::string& path, const std::string& method = "GET") {
  net::http_request out;
  out.method = method;
  out.path = path;
  return out;
}

fault parsed(const json& body) {
  const auto out = parse_fault(body);
  EXPECT_TRUE(out.ok());
  return out.ok() ? *out : fault{};
}

fault_list with(const json& body) {
  fault_list list;
  list.add(parsed(body));
  return list;
}

TEST(fault_list, strikes_the_named_daemon_only) {
  auto list = with({{"target", "127.0.11.2:5051"}, {"kind", "status"}});

  EXPECT_TRUE(list.strike(agent_2, request("/state")));
  EXPECT_FALSE(list.strike(agent_3, request("/state")));
  EXPECT_FALSE(list.strike(leader, request("/state")));
}

TEST(fault_list, strikes_all_daemons_of_a_group) {
  auto agents = with({{"target", "agents"}, {"kind", "status"}});
  auto masters = with({{"target", "masters"}, {"kind", "status"}});
  auto of_marathon = with({{"target", "marathon"}, {"kind", "status"}});

  EXPECT_TRUE(agents.strike(agent_2, request("/")));
  EXPECT_TRUE(agents.strike(agent_3, request("/")));
  EXPECT_FALSE(agents.strike(marathon, request("/")));
  EXPECT_TRUE(masters.strike(leader, request("/")));
  EXPECT_TRUE(of_marathon.strike(marathon, request("/")));
}

TEST(fault_list, strikes_the_given_path_and_method) {
  auto list = with({{"target", "marathon"}, {"kind", "reset"}, {"path", "/v2/apps"}, {"method", "PUT"}});

  EXPECT_TRUE(list.strike(marathon, request("/v2/apps/demo/web", "PUT")));
  EXPECT_FALSE(list.strike(marathon, request("/v2/apps/demo/web", "GET")));
  EXPECT_FALSE(list.strike(marathon, request("/v2/leader", "PUT")));
}

TEST(fault_list, a_fault_ends_after_its_number_of_requests) {
  auto list = with({{"target", "marathon"}, {"kind", "status"}, {"remaining", 2}});

  EXPECT_TRUE(list.strike(marathon, request("/")));
  EXPECT_TRUE(list.strike(marathon, request("/")));
  EXPECT_FALSE(list.strike(marathon, request("/")));
  EXPECT_TRUE(list.all().empty());
}

TEST(fault_list, the_newest_fault_wins) {
  auto list = with({{"target", "marathon"}, {"kind", "status"}, {"status", 500}});
  list.add(parsed({{"target", "marathon"}, {"kind", "status"}, {"status", 502}}));

  EXPECT_EQ(list.strike(marathon, request("/"))->status, 502);
}

TEST(fault_list, a_refusal_strikes_no_request_but_closes_the_door) {
  auto list = with({{"target", "agents"}, {"kind", "refuse"}});

  EXPECT_FALSE(list.strike(agent_2, request("/")));
  EXPECT_TRUE(list.refuses(agent_2));
  EXPECT_FALSE(list.refuses(leader));
}

TEST(parse_fault, names_what_is_wrong) {
  const std::pair<json, const char*> rows[] = {
      {json::array(), "body: found []"},
      {{{"kind", "status"}}, "target: missing"},
      {{{"target", "agents"}, {"kind", "nonsense"}},
       "kind: found 'nonsense', expected one of refuse, reset, hang"},
      {{{"target", "agents"}, {"kind", "status"}, {"status", "x"}}, "status: found \"x\", expected a number"},
      {{{"target", "agents"}, {"kind", "status"}, {"stat", 1}}, "stat: unknown member"},
  };
  for (const auto& [body, expected] : rows) {
    const auto out = parse_fault(body);
    ASSERT_FALSE(out.ok()) << body;
    EXPECT_NE(out.error().what.find(expected), std::string::npos) << out.error().what;
  }
}

TEST(spoil, nan_and_wrong_types_change_numbers_and_nothing_else) {
  const auto good = net::json_response(200, R"({"a":1.5,"b":{"c":[2]},"d":"x"})");

  EXPECT_EQ(spoil(parsed({{"target", "agents"}, {"kind", "nan"}}), good).body,
            R"({"a":NaN,"b":{"c":[NaN]},"d":"x"})");
  EXPECT_EQ(spoil(parsed({{"target", "agents"}, {"kind", "wrong_types"}}), good).body,
            R"({"a":"1.5","b":{"c":["2"]},"d":"x"})");
  EXPECT_EQ(spoil(parsed({{"target", "agents"}, {"kind", "wrong_types"}, {"key", "b"}}), good).body,
            R"({"a":1.5,"b":{"c":["2"]},"d":"x"})");
}

TEST(spoil, a_truncated_answer_ends_in_the_middle_of_its_body) {
  const auto spoilt = spoil(parsed({{"target", "agents"}, {"kind", "truncated"}}),
                            net::json_response(200, std::string(1000, '1')));

  ASSERT_TRUE(spoilt.fault);
  EXPECT_GT(spoilt.fault->stop_after_bytes, 500u);
  EXPECT_LT(spoilt.fault->stop_after_bytes, 1000u);
}

TEST(replacement, has_the_bodies_of_the_real_daemons) {
  const auto status = [](int code, const daemon_name& at) {
    return replacement(parsed({{"target", "agents"}, {"kind", "status"}, {"status", code}}), at);
  };
  EXPECT_EQ(status(401, leader).body, "401 Unauthorized.");
  EXPECT_EQ(status(401, leader).headers.get("WWW-Authenticate"), "Basic realm=\"mesos-master-readonly\"");
  EXPECT_EQ(status(401, agent_2).headers.get("WWW-Authenticate"), "Basic realm=\"mesos-agent-readonly\"");
  EXPECT_EQ(status(403, leader).body, "403 Forbidden.");
  EXPECT_EQ(status(503, agent_2).body, "Agent has not finished recovery");
  EXPECT_EQ(status(502, marathon).body, R"({"message":"Could not determine the current leader"})");
}

TEST(replaces_answer, tells_what_the_daemon_sees_from_what_it_does_not) {
  for (const char* kind : {"reset", "hang", "status", "html", "empty_object", "null"})
    EXPECT_TRUE(replaces_answer(parsed({{"target", "agents"}, {"kind", kind}}))) << kind;
  for (const char* kind : {"hang_after_headers", "drip", "truncated", "nan", "wrong_types", "delay"})
    EXPECT_FALSE(replaces_answer(parsed({{"target", "agents"}, {"kind", kind}}))) << kind;
}

}  // namespace
}  // namespace mesoscale::simulator
