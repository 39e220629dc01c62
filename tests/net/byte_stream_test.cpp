#include "common/net/byte_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <gtest/gtest.h>

#include <vector>

#include <openssl/ssl.h>

namespace mesoscale::net {
namespace {

struct error_row {
  const char* name;
  boost::system::error_code error;
  errc connecting;
  errc talking;
};

boost::system::error_code system_error(int number) { return {number, boost::system::system_category()}; }

// The numbers are what Linux gives (connect(2), recv(2)).
const std::vector<error_row> errors{
    {"refused", system_error(ECONNREFUSED), errc::refused, errc::disconnected},
    {"no route to the host", system_error(EHOSTUNREACH), errc::unreachable, errc::disconnected},
    {"no route to the network", system_error(ENETUNREACH), errc::unreachable, errc::disconnected},
    {"the network is down", system_error(ENETDOWN), errc::unreachable, errc::disconnected},
    {"the kernel gave up", system_error(ETIMEDOUT), errc::timeout, errc::timeout},
    {"no descriptors", system_error(EMFILE), errc::connect, errc::disconnected},
    {"not permitted", system_error(EACCES), errc::connect, errc::disconnected},
    {"reset", system_error(ECONNRESET), errc::connect, errc::disconnected},
    {"broken pipe", system_error(EPIPE), errc::connect, errc::disconnected},
    {"end of stream", asio::error::eof, errc::connect, errc::disconnected},
    {"closed by ourselves", asio::error::operation_aborted, errc::cancelled, errc::cancelled},
    {"cut off below TLS", asio::ssl::error::stream_truncated, errc::connect, errc::disconnected},
    {"an alert of TLS",
     {SSL_R_TLSV1_ALERT_UNKNOWN_CA, asio::error::get_ssl_category()},
     errc::tls,
     errc::tls},
};

TEST(classify, tells_while_connecting_why_there_is_no_connection) {
  for (const auto& row : errors)
    EXPECT_EQ(classify(row.error, io_phase::connecting), row.connecting) << row.name;
}

TEST(classify, calls_every_loss_of_a_connection_disconnected) {
  for (const auto& row : errors) EXPECT_EQ(classify(row.error, io_phase::talking), row.talking) << row.name;
}

}  // namespace
}  // namespace mesoscale::net
