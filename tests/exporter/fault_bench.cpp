#include "tests/exporter/fault_bench.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tests/net/certificates.hpp"

namespace mesoscale::exporter::testing {
namespace {

constexpr std::size_t enough_broken = 128;  ///< references to elements stay good

// A sanitizer keeps what is freed, so that memory says nothing there, and slows everything down.
#ifdef __SANITIZE_ADDRESS__
constexpr bool frees_at_once = false;
constexpr std::chrono::milliseconds a_moment{3000};
#else
constexpr bool frees_at_once = true;
constexpr std::chrono::milliseconds a_moment{1500};
#endif

/// One delayed scrape is a busy machine; only an exporter that ignores its deadline delays all.
constexpr int most_delayed = 3;

/// Made once: an RSA key takes some tenths of a second.
const std::string& account_key() {
  static const std::string key = net::make_private_key("RSA-2048");
  return key;
}

std::string path_of_a_secret() {
  static int made = 0;
  const auto name = "mesoscale_faults_" + std::to_string(getpid()) + "_" + std::to_string(made++);
  return std::filesystem::temp_directory_path() / name;
}

void expect_nothing_else(const page& own, const broken_target& one) {
  for (const auto& series : own.series) {
    const bool is_about_us = series.name.starts_with("mesoscale_exporter_");
    const bool is_serving = series.name == "zookeeper_serving" && one.what.serving.has_value();
    EXPECT_TRUE(is_about_us || is_serving || series.name == one.of.up) << series.name << " is made up";
  }
  if (one.what.serving) {
    EXPECT_EQ(own.value("zookeeper_serving"), *one.what.serving ? 1 : 0);
  }
}

void expect_failed(const page& own, const broken_target& one) {
  EXPECT_EQ(own.value(one.of.up), one.what.up.value_or(false) ? 1 : 0);
  const labels_map main{{"collector", one.of.main}, {"module", std::string(module_name(one.of.kind))}};
  labels_map with_reason = main;
  with_reason["reason"] = one.reason();
  EXPECT_EQ(own.value("mesoscale_exporter_target_failure", main), 1);
  EXPECT_TRUE(own.has("mesoscale_exporter_target_failure", with_reason)) << "expected " << one.reason();
  EXPECT_EQ(own.value("mesoscale_exporter_collector_success", main), 0);
  expect_nothing_else(own, one);
}

void expect_usable(const page& own, const broken_target& one) {
  EXPECT_EQ(own.value(one.of.up), 1);
  const labels_map main{{"collector", one.of.main}};
  EXPECT_EQ(own.value("mesoscale_exporter_collector_success", main), 1);
  EXPECT_FALSE(own.has("mesoscale_exporter_target_failure", main));
  const bool is_lost = one.what.also == claim::one_value_lost || one.what.also == claim::one_value_absent;
  if (is_lost) {
    EXPECT_FALSE(own.has(one.of.wrong_family));
    EXPECT_EQ(own.value("mesoscale_exporter_collector_values_refused", main),
              one.what.also == claim::one_value_lost ? 1 : 0);
  }
  if (one.what.also == claim::complete) {
    EXPECT_TRUE(own.has(one.of.wrong_family));
  }
  if (!one.what.odd_name.empty()) {
    EXPECT_TRUE(own.has(one.of.odd_series, {{one.of.odd_label, expected_name(one.what)}}));
  }
}

}  // namespace

const std::string& broken_target::reason() const {
  const bool is_another = of.follows_redirects && !what.reason_if_followed.empty();
  return is_another ? what.reason_if_followed : what.reason;
}

fault_bench::fault_bench(company beside)
    : cluster_(beside == company::none ? alone_.emplace() : company_.emplace().cluster),
      password_file_(path_of_a_secret()),
      key_file_(path_of_a_secret()),
      dcos_(cluster_.io) {
  dcos_.always(json(R"({"token":"e30.e30.s3cret"})"));
  std::ofstream(password_file_) << "s3cret\n";
  const auto http = wire_server::protocol::http;
  const auto refuse = [](const std::string&) {
    wire_answer answer;
    answer.bytes = http_answer(401, "");
    return answer;
  };
  elsewhere_ = std::make_unique<wire_server>(cluster_.io, http, refuse);
  gone_ = std::make_unique<wire_server>(cluster_.io, http, refuse);
  gone_->leave();
  broken_.reserve(enough_broken);
  if (company_) add_healthy_ones();
}

fault_bench::~fault_bench() {
  std::filesystem::remove(password_file_);
  std::filesystem::remove(key_file_);
}

void fault_bench::log_in_by(login way) {
  login_ = way;
  if (way == login::dcos) std::ofstream(key_file_) << account_key();
}

std::string fault_bench::login_line() const {
  if (login_ == login::token) return "Authorization: Bearer s3cret\r\n";
  if (login_ == login::dcos) return "Authorization: token=e30.e30.s3cret\r\n";
  return "Authorization: Basic ZXhwb3J0ZXI6czNjcmV0\r\n";  // exporter:s3cret in Base64
}

void fault_bench::add_login(http_access& to) const {
  if (login_ == login::basic) {
    to.basic_username = "exporter";
    to.basic_password_file = password_file_;
  } else if (login_ == login::token) {
    to.token_file = password_file_;
  } else {
    to.dcos_login_url = parse_url("http://" + dcos_.address() + "/acs/api/v1/auth/login").value();
    to.dcos_uid = "exporter";
    to.dcos_private_key_file = key_file_;
  }
}

void fault_bench::add_healthy_ones() {
  daemon& chronos = cluster_.add(target_kind::chronos);
  for (const auto& [path, body] : module_of("chronos").good) chronos.say(path, net::text_response(200, body));
  const module_case& words = module_of("zookeeper");
  const auto give = [&words](const std::string& request) {
    wire_answer answer;
    answer.bytes = words.good.at(asked_path(request));
    return answer;
  };
  zookeepers_.push_back(std::make_unique<wire_server>(cluster_.io, wire_server::protocol::words, give));
  for (const daemon* one : {&company_->leader, &company_->standby, &company_->agent1, &company_->agent2,
                            &company_->marathon, &chronos}) {
    healthy_.push_back(one->address());
  }
  healthy_.push_back(zookeepers_.back()->address());
}

broken_target& fault_bench::add(const module_case& of, const fault& what, std::set<std::string> paths) {
  EXPECT_LT(broken_.size(), enough_broken);
  broken_target& made = broken_.emplace_back(broken_target{of, what, nullptr});
  const auto speaks = of.speaks_words() ? wire_server::protocol::words : wire_server::protocol::http;
  made.server = std::make_unique<wire_server>(
      cluster_.io, speaks, [this, &made, paths = std::move(paths)](const std::string& request) {
        return answer(made, paths, request);
      });
  if (&what == &refusal()) made.server->leave();
  return made;
}

wire_answer fault_bench::answer(const broken_target& from, const std::set<std::string>& paths,
                                const std::string& request) {
  situation at{from.of, asked_path(request), {}, from.address(), elsewhere_->address(), gone_->address()};
  if (const auto good = from.of.good.find(at.path); good != from.of.good.end()) at.good = good->second;
  // Beside healthy masters, discovery would believe the broken one.
  if (at.path == "/slaves" && !company_) at.good = read_fixture("mesos/leader/slaves.body");
  // Chronoses or Marathons that name one leader would be one cluster.
  if (at.path == "/leader" || at.path == "/v2/leader") at.good = R"({"leader":")" + at.self + R"("})";
  if (paths.empty() || paths.contains(at.path)) return from.what.make(at, from.what);
  wire_answer answer;
  answer.bytes = at.good ? http_answer(200, *at.good) : http_answer(404, "Not Found");
  if (from.of.speaks_words()) answer.bytes = at.good.value_or("");
  return answer;
}

exporter_options fault_bench::options_with(std::chrono::milliseconds timeout) {
  exporter_options options;
  options.scrape.timeout = timeout;
  options.scrape.max_body_bytes = largest_body;
  return options;
}

std::string fault_bench::scrape(exporter_options options) {
  for (http_access* one :
       {&options.mesos_http, &options.marathon_http, &options.chronos_http, &options.zookeeper_http}) {
    add_login(*one);
  }
  options.discover_agents = company_.has_value();
  for (const broken_target& one : broken_) add_target(options, one.of, one.address());
  for (const auto& one : zookeepers_) add_target(options, module_of("zookeeper"), one->address());
  cluster_.start(std::move(options));
  const auto response = cluster_.get("/metrics");
  EXPECT_EQ(response.status, 200);
  return response.body;
}

std::string fault_bench::scrape_in_time(const exporter_options& options) {
  std::string text;
  for (int i = 0; i < most_delayed; ++i) {
    const auto began = net::clock::now();
    text = scrape(options);
    if (net::clock::now() - began < options.scrape.timeout + a_moment) return text;
  }
  ADD_FAILURE() << "no scrape of " << most_delayed << " ended by its deadline of "
                << options.scrape.timeout.count() << " ms";
  return text;
}

std::set<std::pair<std::string, labels_map>> series_of(const page& whole, const std::string& instance) {
  std::set<std::pair<std::string, labels_map>> all;
  for (const auto& one : whole.of_instance(instance).series) all.emplace(one.name, one.labels);
  return all;
}

void expect_told(const page& whole, const broken_target& one) {
  SCOPED_TRACE(one.of.name + " " + one.what.name);
  const auto own = whole.of_instance(one.address());
  one.reason().empty() ? expect_usable(own, one) : expect_failed(own, one);
}

void expect_healthy_as_before(const fault_bench& bench, const page& before, const page& now) {
  EXPECT_GT(bench.healthy().size(), 5u);
  for (const std::string& instance : bench.healthy()) {
    const auto expected = series_of(before, instance);
    EXPECT_GT(expected.size(), 20u) << instance;
    EXPECT_EQ(series_of(now, instance), expected);
  }
}

void expect_read_no_further(const std::vector<broken_target>& broken) {
  for (const broken_target& one : broken) {
    if (one.what.also != claim::bounded) continue;
    EXPECT_LT(one.server->bytes_written(), bounded_bytes) << one.of.name << " " << one.what.name;
  }
}

void expect_bounded(const memory_watch& watch, const std::vector<broken_target>& broken) {
  expect_read_no_further(broken);
  if (frees_at_once) {
    EXPECT_LT(watch.growth(), bounded_growth(broken.size()));
  }
}

}  // namespace mesoscale::exporter::testing
