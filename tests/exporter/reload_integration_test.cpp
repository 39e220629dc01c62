#include <gtest/gtest.h>

#include <optional>

#include "common/net/lifecycle.hpp"
#include "exporter/options/command_line.hpp"
#include "exporter/program.hpp"
#include "tests/exporter/page.hpp"
#include "tests/exporter/run.hpp"
#include "tests/net/loopback.hpp"
#include "tests/net/temporary_folder.hpp"

namespace mesoscale::exporter {
namespace {

// The bcrypt hash of "U*U" from the test vectors of crypt_blowfish.
constexpr const char* users =
    "basic_auth_users: { prometheus: $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW }\n";
constexpr const char* right = "Basic cHJvbWV0aGV1czpVKlU=";

/// An exporter with a configuration file and perhaps a web configuration file, which a test writes anew.
struct reloading : ::testing::Test {
  net::temporary_folder folder;
  net::loopback net;
  std::vector<std::string> words;
  std::unique_ptr<program> exporter;
  std::shared_ptr<net::http_client> client;

  void write(const std::string& name, const std::string& text) { folder.write(name, text); }

  void start(bool with_web_config = false) {
    words = {"mesoscale-exporter", "--config.file=" + folder.path("exporter.yml"),
             "--web.listen-address=127.0.0.1:0"};
    if (with_web_config) words.push_back("--web.config.file=" + folder.path("web.yml"));
    const auto read = [this] {
      std::vector<const char*> argv;
      for (const std::string& word : words) argv.push_back(word.c_str());
      return read_options_again(static_cast<int>(argv.size()), argv.data());
    };
    auto options = read();
    ASSERT_TRUE(options.ok()) << options.error().what;
    exporter = std::make_unique<program>(net.io.get_executor(), *std::move(options), read);
    ASSERT_TRUE(exporter->start().ok());
    client = net::make_http_client(net.io.get_executor());
  }

  net::http_response ask(const std::string& method, const std::string& path, const std::string& login = {}) {
    net::client_request request;
    request.method = method;
    request.to = parse_url("http://127.0.0.1:" + std::to_string(exporter->port()) + path).value();
    if (!login.empty()) request.headers.set("Authorization", login);
    return testing::run(net.io, sent(client, std::move(request)));
  }

  static asio::awaitable<net::http_response> sent(std::shared_ptr<net::http_client> client,
                                                  net::client_request request) {
    auto response = co_await client->send(std::move(request), net::after(std::chrono::seconds(20)));
    co_return response ? *std::move(response) : net::text_response(0, response.error().what);
  }

  static asio::awaitable<void> sent_into(std::shared_ptr<net::http_client> client,
                                         net::client_request request,
                                         std::optional<net::http_response>* into) {
    *into = co_await sent(std::move(client), std::move(request));
  }

  testing::page page() { return testing::read_page(ask("GET", "/metrics?module=exporter").body); }
};

TEST_F(reloading, takes_over_new_targets) {
  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:1'] }\n");
  start();

  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:2'] }\n");
  EXPECT_EQ(ask("POST", "/-/reload").status, 200);

  const std::string body = ask("GET", "/metrics").body;
  EXPECT_NE(body.find("chronos_up{instance=\"127.0.0.1:2\"} 0"), body.npos);
  EXPECT_EQ(body.find("127.0.0.1:1\""), body.npos);
}

TEST_F(reloading, keeps_everything_of_the_old_configuration_when_the_new_one_has_a_mistake) {
  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:1'] }\n");
  start();

  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:2'] }\nscrape: { timeout: never }\n");
  const auto answer = ask("PUT", "/-/reload");

  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(answer.body.find("exporter.yml:2:20: scrape.timeout: found \"never\""), answer.body.npos)
      << answer.body;
  const std::string body = ask("GET", "/metrics").body;
  EXPECT_NE(body.find("chronos_up{instance=\"127.0.0.1:1\"} 0"), body.npos);
  EXPECT_EQ(body.find("127.0.0.1:2\""), body.npos);
}

TEST_F(reloading, lets_a_scrape_that_has_begun_end_with_the_old_targets) {
  const auto hanging = net.serve_raw([](std::size_t) {
    return net::raw_answer{"", net::raw_answer::ending::hang};
  });
  const std::string old_target = hanging->at.authority();
  write("exporter.yml", "scrape: { timeout: 1s }\nchronos: { urls: ['http://" + old_target + "'] }\n");
  start();
  net::client_request request;
  request.to = parse_url("http://127.0.0.1:" + std::to_string(exporter->port()) + "/metrics").value();
  std::optional<net::http_response> answer;
  net::spawn(net.io.get_executor(), "scrape", [&] { return sent_into(client, request, &answer); });
  net.run_until([&] { return hanging->accepted > 0; });

  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:2'] }\n");
  EXPECT_TRUE(exporter->reload().ok());
  net.run_until([&] { return answer.has_value(); });

  EXPECT_EQ(answer->status, 200);
  EXPECT_NE(answer->body.find("chronos_up{instance=\"" + old_target + "\"} 0"), answer->body.npos);
}

TEST_F(reloading, tells_by_a_metric_whether_the_last_one_went_well) {
  write("exporter.yml", "{}\n");
  start();
  EXPECT_EQ(page().value("mesoscale_exporter_config_last_reload_successful"), 1);
  const auto since = page().value("mesoscale_exporter_config_last_reload_success_timestamp_seconds");

  write("exporter.yml", "nobody: 1\n");
  ask("POST", "/-/reload");
  EXPECT_EQ(page().value("mesoscale_exporter_config_last_reload_successful"), 0);
  EXPECT_EQ(page().value("mesoscale_exporter_config_last_reload_success_timestamp_seconds"), since);

  write("exporter.yml", "{}\n");
  ask("POST", "/-/reload");
  EXPECT_EQ(page().value("mesoscale_exporter_config_last_reload_successful"), 1);
  EXPECT_GT(page().value("mesoscale_exporter_config_last_reload_success_timestamp_seconds"), since);
}

TEST_F(reloading, refuses_another_address_because_the_socket_is_open) {
  write("exporter.yml", "{}\n");
  start();

  words[2] = "--web.listen-address=127.0.0.1:9";
  const auto answer = ask("POST", "/-/reload");

  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(answer.body.find("web.listen-address: found 127.0.0.1:9, expected 127.0.0.1:0 as before"),
            answer.body.npos)
      << answer.body;
}

TEST_F(reloading, reads_the_web_configuration_too_and_all_of_it_or_nothing) {
  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:1'] }\n");
  write("web.yml", "");
  start(true);
  EXPECT_EQ(ask("GET", "/-/healthy").status, 200);

  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:2'] }\n");
  write("web.yml", "basic_auth_users: { a: not-a-hash-but-a-secret }\n");
  const auto refused = ask("POST", "/-/reload");
  EXPECT_EQ(refused.status, 500);
  EXPECT_EQ(refused.body.find("a-secret"), refused.body.npos) << refused.body;
  EXPECT_NE(ask("GET", "/metrics").body.find("127.0.0.1:1\""), std::string::npos);

  write("web.yml", users);
  EXPECT_EQ(ask("POST", "/-/reload").status, 200);
  EXPECT_EQ(ask("GET", "/-/healthy").status, 401);
  EXPECT_EQ(ask("POST", "/-/reload").status, 401);
  const std::string body = ask("GET", "/metrics", right).body;
  EXPECT_NE(body.find("127.0.0.1:2\""), body.npos);
  EXPECT_NE(body.find("mesoscale_exporter_http_requests_total{code=\"401\"} 2"), body.npos) << body;
}

TEST_F(reloading, takes_a_good_web_configuration_by_itself_when_the_other_file_has_a_mistake) {
  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:1'] }\n");
  write("web.yml", "");
  start(true);

  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:2'] }\nnobody: 1\n");
  write("web.yml", users);
  // The file is read on change, so the request for the reload already needs its password.
  EXPECT_EQ(ask("POST", "/-/reload", right).status, 500);
  EXPECT_EQ(ask("GET", "/-/healthy").status, 401);
  EXPECT_NE(ask("GET", "/metrics", right).body.find("127.0.0.1:1\""), std::string::npos);
}

TEST_F(reloading, refuses_a_file_of_a_login_that_cannot_be_opened) {
  write("exporter.yml", "chronos: { urls: ['http://127.0.0.1:1'] }\n");
  start();

  write("exporter.yml",
        "chronos: { urls: ['http://127.0.0.1:2'], http: { tls_config: { ca_file: mistyped.pem } } }\n");
  const auto answer = ask("POST", "/-/reload");

  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(answer.body.find("chronos.http.tls_config.ca_file: " + folder.path("mistyped.pem")),
            answer.body.npos)
      << answer.body;
  EXPECT_NE(ask("GET", "/metrics").body.find("127.0.0.1:1\""), std::string::npos);
}

}  // namespace
}  // namespace mesoscale::exporter
