#include "webhook/marathon/marathon_client.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <deque>
#include <variant>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

/// Answers from a list, and keeps what was asked.
class scripted_client final : public net::http_client {
 public:
  std::deque<std::variant<net::http_response, failure>> answers;
  std::vector<net::client_request> asked;

  asio::awaitable<result<net::http_response>> send(net::client_request request, net::deadline) override {
    asked.push_back(std::move(request));
    auto next = std::move(answers.at(0));
    answers.pop_front();
    if (std::holds_alternative<failure>(next)) co_return std::get<failure>(next);
    co_return std::get<net::http_response>(next);
  }
};

net::http_response answer(int status, std::string body) {
  net::http_response out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

template <class T>
T run(asio::awaitable<T> task) {
  asio::io_context io;
  T out{};
  asio::co_spawn(io, std::move(task), [&out](std::exception_ptr, T value) { out = std::move(value); });
  io.run();
  return out;
}

class marathon_client_test : public testing::Test {
 protected:
  explicit marathon_client_test(scaling_method api = scaling_method::put) {
    marathon_settings settings;
    settings.api = api;
    settings.name = "prod";
    settings.urls = {parse_url("http://m1:8080").value(),
                     parse_url("https://m2:8443/service/marathon").value()};
    marathon =
        make_marathon_client(http, settings, [this](const std::string& code) { codes.push_back(code); });
  }
  std::string asked(std::size_t i) { return http->asked.at(i).method + " " + http->asked.at(i).to.text(); }

  std::shared_ptr<scripted_client> http = std::make_shared<scripted_client>();
  std::unique_ptr<marathon_api> marathon;
  std::vector<std::string> codes;
};

const std::string app_body = R"({"app":{"instances":4,"version":"v1"}})";
const std::string accepted_body = R"({"version":"v2","deploymentId":"d1"})";

TEST_F(marathon_client_test, a_put_sends_the_count_alone_and_follows_no_redirect) {
  http->answers = {answer(200, accepted_body)};
  EXPECT_EQ(run(marathon->put_instances("/prod/web", 6, false)).what, put_answer::kind::accepted);
  EXPECT_EQ(asked(0), "PUT http://m1:8080/v2/apps/prod/web");
  EXPECT_EQ(http->asked[0].body, R"({"instances":6})");
  EXPECT_EQ(http->asked[0].headers.get("Content-Type"), "application/json");
  EXPECT_EQ(http->asked[0].max_redirects, 0);
  EXPECT_EQ(codes, (std::vector<std::string>{"200"}));
}

class patching_client_test : public marathon_client_test {
 protected:
  patching_client_test() : marathon_client_test(scaling_method::patch) {}
};

TEST_F(patching_client_test, a_count_is_patched_where_marathon_says_that_it_is_new_enough) {
  http->answers = {answer(200, R"({"version":"1.4.0"})"), answer(200, accepted_body)};
  EXPECT_EQ(run(marathon->put_instances("/prod/web", 6, true)).what, put_answer::kind::accepted);
  EXPECT_EQ(asked(0), "GET http://m1:8080/v2/info");
  EXPECT_EQ(asked(1), "PATCH http://m1:8080/v2/apps/prod/web?force=true");
  EXPECT_EQ(http->asked[1].body, R"({"instances":6})");
}

TEST_F(patching_client_test, it_is_put_where_marathon_is_older_or_does_not_say) {
  for (const auto& info : std::vector<std::variant<net::http_response, failure>>{
           answer(200, R"({"version":"1.3.13"})"), answer(404, ""), failure{errc::timeout, "timed out"}}) {
    http->asked.clear();
    http->answers = {info, answer(200, accepted_body)};
    EXPECT_EQ(run(marathon->put_instances("/prod/web", 6, false)).what, put_answer::kind::accepted);
    EXPECT_EQ(asked(1), "PUT http://m1:8080/v2/apps/prod/web");
  }
}

TEST_F(marathon_client_test, a_put_that_supersedes_a_deployment_says_so) {
  http->answers = {answer(200, accepted_body)};
  run(marathon->put_instances("/prod/web", 6, true));
  EXPECT_EQ(asked(0), "PUT http://m1:8080/v2/apps/prod/web?force=true");
}

TEST_F(marathon_client_test, a_server_that_does_not_answer_a_read_is_passed_over_and_the_next_one_kept) {
  http->answers = {failure{errc::refused, "refused"}, answer(200, app_body), answer(200, app_body)};
  EXPECT_EQ(run(marathon->read_app("/prod/web", "")).app.instances, 4);
  run(marathon->read_app("/prod/web", ""));
  EXPECT_EQ(asked(1), "GET https://m2:8443/service/marathon/v2/apps/prod/web");
  EXPECT_EQ(asked(2), asked(1));
  EXPECT_EQ(codes, (std::vector<std::string>{"refused", "200", "200"}));
}

TEST_F(marathon_client_test, a_put_that_was_not_sent_goes_to_the_next_server) {
  http->answers = {failure{errc::refused, "refused"}, answer(200, accepted_body)};
  EXPECT_EQ(run(marathon->put_instances("/prod/web", 6, false)).what, put_answer::kind::accepted);
  EXPECT_EQ(http->asked.size(), 2u);
}

TEST_F(marathon_client_test, a_put_that_may_have_arrived_is_not_sent_to_another_server) {
  http->answers = {failure{errc::timeout, "timed out"}, answer(200, app_body)};
  EXPECT_EQ(run(marathon->put_instances("/prod/web", 6, false)).what, put_answer::kind::unknown);
  EXPECT_EQ(http->asked.size(), 1u);
  run(marathon->read_app("/prod/web", ""));
  EXPECT_EQ(asked(1), "GET https://m2:8443/service/marathon/v2/apps/prod/web");
}

net::http_response redirect(int status, const std::string& location) {
  net::http_response out = answer(status, "");
  out.headers.set("Location", location);
  return out;
}

TEST_F(marathon_client_test, a_put_follows_a_redirect_to_a_listed_host_with_its_method_and_body) {
  http->answers = {redirect(302, "https://m1:8443/v2/apps/prod/web?force=true"), answer(200, accepted_body)};
  EXPECT_EQ(run(marathon->put_instances("/prod/web", 6, true)).what, put_answer::kind::accepted);
  EXPECT_EQ(asked(1), "PUT https://m1:8443/v2/apps/prod/web?force=true");
  EXPECT_EQ(http->asked[1].body, R"({"instances":6})");
  EXPECT_EQ(http->asked[1].max_redirects, 0);
}

TEST_F(marathon_client_test, a_redirect_to_an_unlisted_host_is_not_followed_and_the_next_server_asked) {
  http->answers = {redirect(307, "http://other:8080/v2/apps/prod/web"), answer(200, accepted_body)};
  EXPECT_EQ(run(marathon->put_instances("/prod/web", 6, false)).what, put_answer::kind::accepted);
  EXPECT_EQ(asked(1), "PUT https://m2:8443/service/marathon/v2/apps/prod/web");
  http->answers = {redirect(302, "http://other:8080/v2/apps/prod/web"),
                   redirect(302, "http://other:8080/v2/apps/prod/web")};
  EXPECT_EQ(run(marathon->read_app("/prod/web", "")).what, read_answer::kind::unavailable);
}

TEST_F(marathon_client_test, servers_that_redirect_to_each_other_end_the_request) {
  http->answers = std::deque<std::variant<net::http_response, failure>>(
      8, redirect(307, "http://m1:8080/v2/apps/prod/web"));
  EXPECT_EQ(run(marathon->put_instances("/prod/web", 6, false)).what, put_answer::kind::redirected);
}

TEST_F(marathon_client_test, a_server_that_shows_an_older_version_is_passed_over) {
  const auto show = [](int instances, const std::string& version) {
    return answer(
        200, R"({"app":{"instances":)" + std::to_string(instances) + R"(,"version":")" + version + "\"}}");
  };
  const std::string known = "2015-11-22T06:44:08.000Z";
  http->answers = {show(4, "2015-11-22T06:44:07.999Z"), show(8, known)};
  EXPECT_EQ(run(marathon->read_app("/prod/web", known)).app.instances, 8);
  http->answers = {show(4, "2015-11-22T06:00:00.000Z"), show(5, "2015-11-22T06:01:00.000Z")};
  EXPECT_EQ(run(marathon->read_app("/prod/web", known)).app.instances, 5) << "all are old: the newest";
}

TEST_F(marathon_client_test, an_older_version_is_given_when_the_other_servers_do_not_answer) {
  const net::http_response old =
      answer(200, R"({"app":{"instances":4,"version":"2015-11-22T06:00:00.000Z"}})");
  const failure refused{errc::refused, "m1 refused"};
  http->answers = {refused, old, answer(200, "[]")};
  const auto got = run(marathon->read_app("/prod/web", "2015-11-22T06:44:08.000Z"));
  EXPECT_EQ(got.what, read_answer::kind::present) << "who asked knows how long it has been old";
  EXPECT_EQ(got.app.instances, 4);
  EXPECT_EQ(got.why, "m1 refused");
  run(marathon->read_deployments());
  EXPECT_EQ(asked(2), "GET https://m2:8443/service/marathon/v2/deployments") << "the one that answers";
}

TEST_F(marathon_client_test, when_no_server_answers_the_reason_of_the_last_is_given) {
  http->answers = {failure{errc::refused, "m1 refused"}, answer(503, "no leader")};
  const auto got = run(marathon->read_app("/prod/web", ""));
  EXPECT_EQ(got.what, read_answer::kind::unavailable);
  EXPECT_EQ(got.why, "HTTP 503");
}

}  // namespace
}  // namespace mesoscale::webhook
