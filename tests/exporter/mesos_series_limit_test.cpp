// Clusters of a size at which pages must be cut: no family exceeds the limit, and what was cut is counted. Bodies are generated.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <map>

#include "exporter/collectors/mesos_lists.hpp"
#include "exporter/collectors/mesos_roles.hpp"
#include "exporter/collectors/mesos_snapshot.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

struct cut {
  std::size_t series = 0;
  std::size_t largest_family = 0;
  std::size_t counted = 0;
};

cut decode_with_limit(decoder_factory make, const std::string& body, std::size_t limit) {
  decode_options options;
  options.instance = "m1:5050";
  options.max_series = limit;
  const auto answer = decode_body(make, options, body);
  EXPECT_TRUE(answer.ok());
  if (!answer.ok()) return {};
  std::map<const family*, std::size_t> sizes;
  cut result{answer->samples.size(), 0, answer->counts.series_cut};
  for (const sample& one : answer->samples.samples())
    result.largest_family = std::max(result.largest_family, ++sizes[one.of]);
  return result;
}

/// The keys of one framework of a real snapshot, for many frameworks, and the rest of it once: 61 keys each.
std::string snapshot_of(std::size_t frameworks) {
  const auto real = nlohmann::json::parse(testing::read_fixture("mesos/leader/metrics_snapshot.body"));
  std::string id;
  std::string body = "{";
  std::vector<std::string> suffixes;
  for (const auto& [key, value] : real.items()) {
    const std::string prefix = "master/frameworks/";
    if (!key.starts_with(prefix)) {
      body += "\"" + key + "\":" + value.dump() + ",";
      continue;
    }
    const auto name_end = key.find('/', prefix.size());
    const auto id_end = key.find('/', name_end + 1);
    const std::string its = key.substr(name_end + 1, id_end - name_end - 1);
    if (id.empty()) id = its;
    if (its == id) suffixes.push_back(key.substr(id_end));
  }
  for (std::size_t i = 0; i < frameworks; ++i) {
    const std::string prefix =
        "\"master/frameworks/f" + std::to_string(i) + "/" + id + "-" + std::to_string(i);
    for (const std::string& suffix : suffixes) body += prefix + suffix + "\":1.0,";
  }
  body.back() = '}';
  return body;
}

TEST(series_limit, cuts_a_snapshot_of_two_thousand_frameworks_and_says_what) {
  const std::string body = snapshot_of(2000);

  const cut whole = decode_with_limit(make_master_snapshot_decoder, body, 200'000);
  const cut limited = decode_with_limit(make_master_snapshot_decoder, body, 1'000);

  EXPECT_GT(whole.series, 120'000u);
  EXPECT_EQ(whole.counted, 0u);
  EXPECT_EQ(limited.largest_family, 1'000u);
  EXPECT_EQ(limited.series + limited.counted, whole.series);
}

TEST(series_limit, names_the_families_that_it_cut) {
  decode_options options;
  options.max_series = 2;

  const auto answer = decode_body(
      make_agent_list_decoder, options,
      R"({"slaves":[{"id":"S0","pid":"slave(1)@a:1","resources":{"mem":1}},{"id":"S1","pid":"slave(1)@b:1","resources":{"mem":1}},
          {"id":"S2","pid":"slave(1)@c:1","resources":{"mem":1}},{"id":"S3","pid":"slave(1)@d:1","resources":{"mem":1}}]})");

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->counts.cut_of_family.at("mesos_master_agent_mem_bytes"), 2u);
  EXPECT_EQ(answer->counts.cut_of_family.count("mesos_master_agent_cpus"), 0u);
}

nlohmann::json copies(const std::string& file, const std::string& list, std::size_t count) {
  auto body = nlohmann::json::parse(testing::read_fixture("mesos/leader/" + file));
  const auto one = body.at(list).at(0);
  body.at(list).clear();
  for (std::size_t i = 0; i < count; ++i) {
    auto copy = one;
    if (copy.contains("id")) copy["id"] = "id-" + std::to_string(i);
    copy["name"] = "name-" + std::to_string(i);
    body.at(list).push_back(std::move(copy));
  }
  return body;
}

struct long_list {
  const char* name;
  const char* file;
  const char* list;
  decoder_factory make;
};

class long_lists : public ::testing::TestWithParam<long_list> {};

TEST_P(long_lists, are_cut_and_counted) {
  const std::string body = copies(GetParam().file, GetParam().list, 300).dump();

  const cut whole = decode_with_limit(GetParam().make, body, 200'000);
  const cut limited = decode_with_limit(GetParam().make, body, 100);

  EXPECT_EQ(whole.counted, 0u);
  EXPECT_GE(whole.largest_family, 300u);
  EXPECT_EQ(limited.largest_family, 100u);
  EXPECT_EQ(limited.series + limited.counted, whole.series);
}

INSTANTIATE_TEST_SUITE_P(
    lists, long_lists,
    ::testing::Values(long_list{"agents", "slaves.body", "slaves", make_agent_list_decoder},
                      long_list{"frameworks", "state-summary.body", "frameworks",
                                make_framework_list_decoder},
                      long_list{"details", "frameworks.body", "frameworks", make_framework_detail_decoder},
                      long_list{"roles", "roles.body", "roles", make_role_decoder}),
    [](const auto& tested) { return std::string(tested.param.name); });

// Discovery must find all agents, however many series of them are cut.
TEST(series_limit, leaves_the_list_of_agents_whole) {
  decode_options options;
  options.instance = "m1:5050";
  options.max_series = 10;

  const auto answer =
      decode_body(make_agent_list_decoder, options, copies("slaves.body", "slaves", 300).dump());

  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->agents.size(), 300u);
}

}  // namespace
}  // namespace mesoscale::exporter
