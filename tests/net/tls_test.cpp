// TLS of client and server on loopback, with certificates made for the test by the openssl program.
#include "common/net/tls_context.hpp"

#include "tests/net/loopback.hpp"
#include "tests/net/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace mesoscale::net {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// Made once: two authorities, and certificates of the first one.
class certificates {
 public:
  certificates() {
    authority("ca");
    authority("other");
    signed_by_ca("server", "IP:127.0.0.1");
    signed_by_ca("renamed", "DNS:mesos.example");
    signed_by_ca("client", "DNS:client.example");
  }
  std::string pem(const std::string& name) const { return folder_.path(name + ".pem"); }
  std::string key(const std::string& name) const { return folder_.path(name + ".key"); }

 private:
  void request(const std::string& name, const std::string& more) {
    const auto command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" + name +
        " -keyout " + key(name) + " -out " + pem(name) + " " + more + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
  }
  void authority(const std::string& name) { request(name, "-addext keyUsage=keyCertSign"); }
  void signed_by_ca(const std::string& name, const std::string& alternative) {
    request(name, "-CA " + pem("ca") + " -CAkey " + key("ca") +
                      " -addext basicConstraints=critical,CA:FALSE" +
                      " -addext subjectAltName=" + alternative);
  }

  temporary_folder folder_;
};

const certificates& made() {
  static const certificates all;
  return all;
}

class tls : public testing::Test {
 protected:
  url serve(const std::string& certificate, const std::string& client_ca = {}) {
    server_options options;
    options.tls = tls_server_options{made().pem(certificate), made().key(certificate),
                                     client_ca.empty() ? "" : made().pem(client_ca)};
    return net.serve(answering(text_response(200, std::string(3'000'000, 's'))), std::move(options));
  }

  result<http_response> get(const url& to, tls_client_options options,
                            std::chrono::milliseconds limit = 10s) {
    client_request request;
    request.to = to;
    const auto how = std::make_shared<access>();
    how->tls = std::move(options);
    request.how = how;
    return net.send(std::move(request), limit);
  }

  static tls_client_options trusting(const std::string& authority) {
    tls_client_options options;
    options.ca_file = made().pem(authority);
    return options;
  }

  loopback net;
};

TEST_F(tls, a_certificate_of_the_given_authority_is_accepted_again_and_again) {
  const auto at = serve("server");
  for (int i = 0; i < 3; ++i) {
    const auto answer = get(at, trusting("ca"));
    ASSERT_TRUE(answer.ok()) << answer.error().what;
    EXPECT_EQ(answer->body.size(), 3'000'000u);
  }
}

TEST_F(tls, a_certificate_of_another_authority_is_refused_with_its_reason) {
  const auto answer = get(serve("server"), trusting("other"));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::tls);
  EXPECT_THAT(answer.error().what, HasSubstr("certificate"));
}

TEST_F(tls, the_system_is_asked_when_no_authority_is_given) {
  EXPECT_EQ(get(serve("server"), {}).error().code, errc::tls);
}

TEST_F(tls, a_certificate_for_another_name_is_refused) {
  const auto answer = get(serve("renamed"), trusting("ca"));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::tls);
  EXPECT_THAT(answer.error().what, HasSubstr("mismatch"));
}

TEST_F(tls, the_name_to_expect_can_be_given) {
  auto options = trusting("ca");
  options.server_name = "mesos.example";
  const auto answer = get(serve("renamed"), options);
  EXPECT_TRUE(answer.ok()) << answer.error().what;
}

TEST_F(tls, verification_can_be_switched_off) {
  tls_client_options options;
  options.insecure_skip_verify = true;
  EXPECT_TRUE(get(serve("renamed"), options).ok());
}

TEST_F(tls, a_connection_made_without_verification_does_not_serve_a_request_that_wants_it) {
  const auto at = serve("renamed");
  tls_client_options unverified;
  unverified.insecure_skip_verify = true;
  ASSERT_TRUE(get(at, unverified).ok());
  EXPECT_EQ(get(at, trusting("ca")).error().code, errc::tls);
}

TEST_F(tls, a_server_that_wants_a_certificate_refuses_a_client_without_one) {
  EXPECT_EQ(get(serve("server", "ca"), trusting("ca")).error().code, errc::tls);
}

TEST_F(tls, a_server_that_wants_a_certificate_accepts_one_of_its_authority) {
  auto options = trusting("ca");
  options.cert_file = made().pem("client");
  options.key_file = made().key("client");
  const auto answer = get(serve("server", "ca"), options);
  EXPECT_TRUE(answer.ok()) << answer.error().what;
}

TEST_F(tls, a_certificate_of_another_authority_does_not_let_a_client_in) {
  auto options = trusting("ca");
  options.cert_file = made().pem("client");
  options.key_file = made().key("client");
  EXPECT_EQ(get(serve("server", "other"), options).error().code, errc::tls);
}

TEST_F(tls, a_plain_server_is_no_tls_server) {
  auto at = net.serve(answering({}));
  at.scheme = "https";
  EXPECT_EQ(get(at, trusting("ca")).error().code, errc::tls);
}

TEST_F(tls, a_plain_request_to_a_tls_server_fails_and_the_server_goes_on) {
  const auto at = serve("server");
  auto plain = at;
  plain.scheme = "http";
  EXPECT_FALSE(get(plain, {}).ok());
  EXPECT_TRUE(get(at, trusting("ca")).ok());
}

TEST_F(tls, a_handshake_that_hangs_ends_at_the_deadline) {
  auto at = net.serve_raw([](std::size_t) { return raw_answer{}; })->at;
  at.scheme = "https";
  EXPECT_EQ(get(at, trusting("ca"), 100ms).error().code, errc::timeout);
}

TEST_F(tls, files_that_cannot_be_used_are_named) {
  tls_client_options options;
  options.ca_file = "/no/such/ca.pem";
  const auto answer = get(serve("server"), options);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, errc::tls);
  EXPECT_THAT(answer.error().what, HasSubstr("/no/such/ca.pem"));

  const auto context = make_context(tls_server_options{made().pem("server"), made().key("client"), ""});
  ASSERT_FALSE(context.ok());
  EXPECT_THAT(context.error().what, HasSubstr(made().key("client")));
}

TEST_F(tls, a_key_with_a_passphrase_is_refused_without_asking_the_terminal) {
  temporary_folder folder;
  const auto locked = folder.path("locked.key");
  const auto command =
      "openssl pkey -aes256 -passout pass:secret -in " + made().key("client") + " -out " + locked;
  ASSERT_EQ(std::system(command.c_str()), 0);
  tls_client_options options;
  options.cert_file = made().pem("client");
  options.key_file = locked;
  const auto context = make_context(options);
  ASSERT_FALSE(context);
  EXPECT_THAT(context.error().what, HasSubstr(locked));
}

TEST_F(tls, a_new_authority_file_is_used_without_a_restart) {
  temporary_folder folder;
  const auto path = folder.write("ca.pem", "");
  std::filesystem::copy_file(made().pem("other"), path, std::filesystem::copy_options::overwrite_existing);
  tls_client_options options;
  options.ca_file = path;
  const auto at = serve("server");
  ASSERT_EQ(get(at, options).error().code, errc::tls);
  std::filesystem::copy_file(made().pem("ca"), path, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() + 10s);
  EXPECT_TRUE(get(at, options).ok());
}

}  // namespace
}  // namespace mesoscale::net
