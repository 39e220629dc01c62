#include "common/core/exposition.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <cstring>
#include <random>

namespace mesoscale {
namespace {

constexpr family cpus{"mesos_master_cpus", metric_type::gauge, "CPUs of the cluster (master/cpus_total)"};
constexpr family sent{"mesos_master_sent_bytes_total", metric_type::counter,
                      "Back\\slash, line\nfeed and \"quote\"", "bytes"};
constexpr family run{"mesos_run_seconds", metric_type::summary, "A window.", "seconds"};
constexpr family other{"mesos_other", metric_type::unknown, "Unknown."};

std::string page(const sample_set& a, const sample_set& b, exposition_format format) {
  const std::vector<const sample_set*> sets{&a, &b};
  return write_exposition(sets, format);
}

TEST(exposition, families_of_several_targets_are_one_block_each_sorted_by_name) {
  sample_set a{{"instance", "a:1"}};
  sample_set b{{"instance", "b:1"}};
  a.add(other, {}, 1);
  a.add(cpus, {}, 0.1);
  b.add(cpus, {}, 8);
  EXPECT_EQ(page(a, b, exposition_format::text_0_0_4),
            "# HELP mesos_master_cpus CPUs of the cluster (master/cpus_total)\n"
            "# TYPE mesos_master_cpus gauge\n"
            "mesos_master_cpus{instance=\"a:1\"} 0.1\n"
            "mesos_master_cpus{instance=\"b:1\"} 8\n"
            "# HELP mesos_other Unknown.\n"
            "# TYPE mesos_other untyped\n"
            "mesos_other{instance=\"a:1\"} 1\n");
}

TEST(exposition, leaves_out_a_label_that_stands_first_and_no_other) {
  sample_set a{{"instance", "a\\\"b,:1"}};
  a.add(other, {}, 1);
  a.add(other, {{"instance", "second"}}, 2);
  a.add(cpus, {{"zone", "z"}}, 3);
  sample_set b;
  b.add(other, {{"instances", "b"}}, 4);
  const std::vector<const sample_set*> sets{&a, &b};

  const std::string text = write_exposition(sets, exposition_format::text_0_0_4, "instance");

  EXPECT_EQ(text,
            "# HELP mesos_master_cpus CPUs of the cluster (master/cpus_total)\n"
            "# TYPE mesos_master_cpus gauge\n"
            "mesos_master_cpus{zone=\"z\"} 3\n"
            "# HELP mesos_other Unknown.\n"
            "# TYPE mesos_other untyped\n"
            "mesos_other 1\n"
            "mesos_other{instance=\"second\"} 2\n"
            "mesos_other{instances=\"b\"} 4\n");
}

TEST(exposition, openmetrics_calls_a_counter_without_total_unknown) {
  static constexpr family old{"mesos_master_messages", metric_type::counter, "Messages."};
  sample_set a;
  a.add(old, {}, 1);
  const std::vector<const sample_set*> sets{&a};

  EXPECT_EQ(write_exposition(sets, exposition_format::openmetrics_1_0),
            "# HELP mesos_master_messages Messages.\n"
            "# TYPE mesos_master_messages unknown\n"
            "mesos_master_messages 1\n"
            "# EOF\n");
}

TEST(exposition, openmetrics_drops_total_from_metadata_names_units_and_ends_with_eof) {
  sample_set a;
  a.add(sent, {}, 3);
  a.add_quantile(run, {}, 0, 0.5);
  a.add_quantile(run, {}, 0.99, 1);
  a.add(other, {}, 1);
  EXPECT_EQ(page(a, sample_set{}, exposition_format::openmetrics_1_0),
            "# HELP mesos_master_sent_bytes Back\\\\slash, line\\nfeed and \\\"quote\\\"\n"
            "# TYPE mesos_master_sent_bytes counter\n"
            "# UNIT mesos_master_sent_bytes bytes\n"
            "mesos_master_sent_bytes_total 3\n"
            "# HELP mesos_other Unknown.\n"
            "# TYPE mesos_other unknown\n"
            "mesos_other 1\n"
            "# HELP mesos_run_seconds A window.\n"
            "# TYPE mesos_run_seconds summary\n"
            "# UNIT mesos_run_seconds seconds\n"
            "mesos_run_seconds{quantile=\"0.0\"} 0.5\n"
            "mesos_run_seconds{quantile=\"0.99\"} 1\n"
            "# EOF\n");
}

TEST(exposition, text_format_writes_bounds_as_plain_numbers_and_escapes_help) {
  sample_set a;
  a.add_quantile(run, {}, 1, 2);
  a.add(sent, {}, 3);
  const std::string text = page(a, sample_set{}, exposition_format::text_0_0_4);
  EXPECT_NE(text.find("mesos_run_seconds{quantile=\"1\"} 2\n"), std::string::npos);
  EXPECT_NE(text.find("# HELP mesos_master_sent_bytes_total Back\\\\slash, line\\nfeed and \"quote\"\n"),
            std::string::npos);
}

TEST(exposition, histograms_have_buckets_sum_and_count) {
  constexpr family took{"took_seconds", metric_type::histogram, "Time.", "seconds"};
  sample_set a;
  a.add_part(took, {}, sample_part::bucket, 1, 0.5);
  a.add_part(took, {}, sample_part::bucket, 2, std::numeric_limits<double>::infinity());
  a.add_part(took, {}, sample_part::sum, 3.5);
  a.add_part(took, {}, sample_part::count, 2);
  EXPECT_NE(page(a, sample_set{}, exposition_format::text_0_0_4)
                .find("took_seconds_bucket{le=\"0.5\"} 1\ntook_seconds_bucket{le=\"+Inf\"} "
                      "2\ntook_seconds_sum 3.5\ntook_seconds_count 2\n"),
            std::string::npos);
}

TEST(exposition, an_empty_page_is_empty_or_only_eof) {
  EXPECT_EQ(page(sample_set{}, sample_set{}, exposition_format::text_0_0_4), "");
  EXPECT_EQ(page(sample_set{}, sample_set{}, exposition_format::openmetrics_1_0), "# EOF\n");
}

TEST(exposition, every_double_reads_back_exactly) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (value != value) continue;
    std::string text;
    append_number(text, value);
    EXPECT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
  }
}

TEST(exposition, special_numbers_are_spelled_as_prometheus_does) {
  const auto text = [](double value) {
    std::string out;
    append_number(out, value);
    return out;
  };
  EXPECT_EQ(text(std::numeric_limits<double>::quiet_NaN()), "NaN");
  EXPECT_EQ(text(std::numeric_limits<double>::infinity()), "+Inf");
  EXPECT_EQ(text(-std::numeric_limits<double>::infinity()), "-Inf");
  EXPECT_EQ(text(0.1), "0.1");
  EXPECT_EQ(text(1795332307.29276), "1795332307.29276");
}

struct accept_case {
  std::string accept;
  exposition_format format;
};

TEST(exposition, the_format_follows_the_accept_header) {
  constexpr auto text = exposition_format::text_0_0_4;
  constexpr auto openmetrics = exposition_format::openmetrics_1_0;
  const std::vector<accept_case> cases{
      // Prometheus 2.42 and 2.5 as they ask.
      {"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/"
       "plain;version=0.0.4;q=0.5,*/*;q=0.1",
       openmetrics},
      {"text/plain;version=0.0.4;q=1,*/*;q=0.1", text},
      {"", text},
      {"*/*", text},
      {"text/html", text},
      {"application/openmetrics-text;q=0", text},
      {"application/openmetrics-text; q=0.3, text/plain; q=0.9", text},
      {"application/openmetrics-text; version=1.0.0", openmetrics},
      {";;,,=,q=", text},
  };
  for (const accept_case& c : cases) EXPECT_EQ(negotiate_format(c.accept), c.format) << c.accept;
}

}  // namespace
}  // namespace mesoscale
