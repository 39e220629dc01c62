#include <gtest/gtest.h>
#include <zlib.h>

#include "exporter/tables/table_check.hpp"
#include "exporter/web/gzip.hpp"
#include "exporter/web/own_metrics.hpp"
#include "exporter/web/pages.hpp"

namespace mesoscale::exporter {
namespace {

using std::chrono::milliseconds;

TEST(scrape_time, is_half_a_second_less_than_prometheus_waits) {
  EXPECT_EQ(scrape_time("5", milliseconds(10'000)), milliseconds(4'500));
  EXPECT_EQ(scrape_time("2.75", milliseconds(10'000)), milliseconds(2'250));
}

TEST(scrape_time, is_never_more_than_the_limit) {
  EXPECT_EQ(scrape_time("30", milliseconds(10'000)), milliseconds(10'000));
  EXPECT_EQ(scrape_time("1e300", milliseconds(10'000)), milliseconds(10'000));
}

TEST(scrape_time, leaves_a_moment_when_prometheus_waits_very_little) {
  EXPECT_EQ(scrape_time("0.2", milliseconds(10'000)), milliseconds(100));
  EXPECT_EQ(scrape_time("0.2", milliseconds(50)), milliseconds(50));
}

TEST(scrape_time, is_the_limit_without_a_usable_header) {
  for (const char* header : {"", "x", "5s", "-1", "0", "nan", "inf"}) {
    EXPECT_EQ(scrape_time(header, milliseconds(10'000)), milliseconds(10'000)) << header;
  }
}

TEST(modules, are_all_without_a_parameter) {
  const auto wanted = parse_modules("");

  ASSERT_TRUE(wanted.ok());
  EXPECT_EQ(wanted.value().kinds.size(), all_target_kinds.size());
  EXPECT_TRUE(wanted.value().own_metrics);
}

TEST(modules, may_be_repeated) {
  const auto wanted = parse_modules("module=mesos_agent&module=exporter");

  ASSERT_TRUE(wanted.ok());
  EXPECT_EQ(wanted.value().kinds, std::set<target_kind>{target_kind::mesos_agent});
  EXPECT_TRUE(wanted.value().own_metrics);
}

TEST(modules, must_be_known) {
  const auto wanted = parse_modules("module=mesos");

  ASSERT_FALSE(wanted.ok());
  EXPECT_NE(wanted.error().what.find("found mesos, expected one of"), std::string::npos);
}

struct bad_query {
  const char* query;
  const char* told;
};

TEST(probe, needs_one_known_module_and_one_target) {
  const bad_query bad[] = {
      {"", "module: found nothing, expected module=..."},
      {"target=a:1", "module: found nothing, expected module=..."},
      {"target=a:1&module=", "module: found nothing, expected module=..."},
      {"target=a:1&module=mesos",
       "module: found mesos, expected one of chronos, marathon, mesos_agent, mesos_master, zookeeper"},
      {"target=a:1&module=exporter",
       "module: found exporter, expected one of chronos, marathon, mesos_agent, mesos_master, zookeeper"},
      {"target=a:1&module=chronos&module=marathon", "module: found it twice, expected it once"},
      {"module=chronos", "target: found nothing, expected target=..."},
      {"module=chronos&target=", "target: found nothing, expected target=..."},
      {"module=chronos&target=a:1&target=b:1", "target: found it twice, expected it once"},
  };
  for (const bad_query& one : bad) {
    const auto wanted = parse_probe(one.query);
    ASSERT_FALSE(wanted.ok()) << one.query;
    EXPECT_EQ(wanted.error().what, one.told) << one.query;
  }
}

TEST(probe, takes_a_target_as_a_url_too) {
  const auto wanted = parse_probe("target=http%3A%2F%2Fm1%3A8080%2Fmarathon&module=marathon");

  ASSERT_TRUE(wanted.ok());
  EXPECT_EQ(wanted->kind, target_kind::marathon);
  EXPECT_EQ(wanted->target, "http://m1:8080/marathon");
}

std::string gunzip(const std::string& packed, std::size_t size) {
  std::string text(size + 1, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST(gzip, gives_back_what_was_packed) {
  std::string long_text;
  for (int i = 0; i < 200'000; ++i) long_text += std::to_string(i * 7919 % 10007) + ",";
  for (const std::string& text : {std::string(), std::string("a"), long_text}) {
    const std::string packed = gzip(text);
    EXPECT_EQ(gunzip(packed, text.size()), text);
  }
}

TEST(gzip, is_used_only_when_it_is_accepted) {
  for (const char* yes : {"gzip", "deflate, gzip;q=0.5", "*", "br;q=1.0, gzip;q=0.8, *;q=0.1"})
    EXPECT_TRUE(accepts_gzip(yes)) << yes;
  for (const char* no : {"", "identity", "gzip;q=0", "gzip; q=0.0", "xgzip"})
    EXPECT_FALSE(accepts_gzip(no)) << no;
}

TEST(own_metrics, have_sound_families) {
  std::vector<family> families;
  for (const own_family& one : own_families()) families.push_back(one.of);

  EXPECT_TRUE(families_are_sound(families));
}

TEST(own_metrics, count_what_happened) {
  own_metrics own(std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000)));
  own.count_scrape(std::chrono::duration<double>(0.25));
  own.count_target_request(target_kind::marathon);
  own.count_http_request(200);

  std::map<std::string, double> values;
  const auto samples = own.collect();
  for (const sample& one : samples.samples()) {
    values[std::string(one.of->name) + "{" + std::string(samples.labels_of(one)) + "}"] = one.value;
  }

  EXPECT_EQ(values.at("mesoscale_exporter_scrapes_total{}"), 1);
  EXPECT_EQ(values.at("mesoscale_exporter_scrape_seconds_total{}"), 0.25);
  EXPECT_EQ(values.at("mesoscale_exporter_target_requests_total{module=\"marathon\"}"), 1);
  EXPECT_EQ(values.at("mesoscale_exporter_target_requests_total{module=\"mesos_agent\"}"), 0);
  EXPECT_EQ(values.at("mesoscale_exporter_http_requests_total{code=\"200\"}"), 1);
  EXPECT_EQ(values.at("process_start_time_seconds{}"), 1'700'000'000);
  EXPECT_GT(values.at("process_open_fds{}"), 2);
}

}  // namespace
}  // namespace mesoscale::exporter
