#include "common/net/name_resolver.hpp"

#include "common/core/yaml.hpp"

#include "tests/net/loopback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace mesoscale::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;
using addresses = std::vector<asio::ip::address>;

const auto first = asio::ip::make_address("10.0.0.1");

TEST(name_resolver, a_numeric_host_is_never_looked_up) {
  loopback net;
  std::atomic<int> asked = 0;
  name_resolver names(net.io.get_executor(), [&](const std::string&) -> result<addresses> {
    ++asked;
    return failure{errc::resolve, "not expected"};
  });
  EXPECT_THAT(*net.run(names.look_up("10.0.0.1", deadline::max())), ElementsAre(first));
  EXPECT_THAT(*net.run(names.look_up("::1", deadline::max())), ElementsAre(asio::ip::make_address("::1")));
  EXPECT_EQ(asked, 0);
}

TEST(name_resolver, a_look_up_that_hangs_ends_at_the_deadline_and_its_late_answer_serves_the_next) {
  loopback net;
  std::atomic<int> asked = 0;
  std::promise<void> release;
  name_resolver names(net.io.get_executor(),
                      [&, released = release.get_future().share()](const std::string&) -> result<addresses> {
                        ++asked;
                        released.wait();
                        return addresses(1, first);
                      });

  const auto late = net.run(names.look_up("slow.example", after(5ms)));
  const auto again = net.run(names.look_up("slow.example", after(5ms)));
  release.set_value();
  const auto good = net.run(names.look_up("slow.example", after(10s)));

  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, errc::timeout);
  EXPECT_THAT(late.error().what, HasSubstr("slow.example"));
  EXPECT_EQ(again.error().code, errc::timeout);
  EXPECT_THAT(*good, ElementsAre(first));
  EXPECT_EQ(asked, 1) << "a look-up in progress is shared";
}

TEST(name_resolver, the_last_good_addresses_serve_while_look_ups_fail) {
  loopback net;
  std::atomic<int> asked = 0;
  name_resolver names(
      net.io.get_executor(),
      [&](const std::string& host) -> result<addresses> {
        if (asked++ > 0) return failure{errc::resolve, "cannot look up " + host};
        return addresses(1, first);
      },
      0ms);
  ASSERT_TRUE(net.run(names.look_up("master.example", after(10s))).ok());
  EXPECT_THAT(*net.run(names.look_up("master.example", after(10s))), ElementsAre(first));
  EXPECT_EQ(asked, 2);
}

TEST(name_resolver, a_name_that_never_had_an_answer_fails) {
  loopback net;
  name_resolver names(net.io.get_executor(), [](const std::string& host) -> result<addresses> {
    return failure{errc::resolve, "no such host " + host};
  });
  const auto found = net.run(names.look_up("none.example", after(10s)));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, errc::resolve);
}

TEST(name_resolver, a_hanging_look_up_does_not_delay_another_name) {
  loopback net;
  std::promise<void> release;
  name_resolver names(
      net.io.get_executor(),
      [released = release.get_future().share()](const std::string& host) -> result<addresses> {
        if (host == "slow.example") released.wait();
        return addresses(1, first);
      });
  EXPECT_FALSE(net.run(names.look_up("slow.example", after(1ms))).ok());
  EXPECT_TRUE(net.run(names.look_up("quick.example", after(10s))).ok());
  release.set_value();
}

/// A minimal system has no hosts file, and then nobody may know the name.
bool hosts_file_names_localhost() {
  const auto text = read_file("/etc/hosts");
  return text.ok() && text->find("localhost") != std::string::npos;
}

TEST(look_up_now, knows_localhost_where_the_system_does) {
  const auto found = look_up_now("localhost");
  if (!found.ok()) {
    EXPECT_FALSE(hosts_file_names_localhost()) << found.error().what;
    EXPECT_EQ(found.error().code, errc::resolve);
    return;
  }
  EXPECT_THAT(*found, testing::Contains(testing::AnyOf(asio::ip::make_address("127.0.0.1"),
                                                       asio::ip::make_address("::1"))));
}

}  // namespace
}  // namespace mesoscale::net
