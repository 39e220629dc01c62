// Logs in to DC/OS as a service account: a token signed with the account's private key is exchanged for one that Mesos and
// Marathon accept. Renews it ahead of its end; one login at a time, which all requests share.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "common/core/url.hpp"
#include "common/net/auth.hpp"
#include "common/net/http_client.hpp"
#include "common/net/tls.hpp"

namespace mesoscale::net {

/// Who logs in where.
struct dcos_account {
  url login_url;                 ///< https://leader.mesos/acs/api/v1/auth/login
  std::string uid;               ///< the name of the service account
  std::string private_key_file;  ///< RSA, PEM without passphrase; read again for each login
  tls_client_options tls;        ///< for the login
};

/// The times; tests bring their own.
struct dcos_clocks {
  std::function<std::chrono::steady_clock::time_point()> steady = [] {
    return std::chrono::steady_clock::now();
  };
  std::function<std::chrono::system_clock::time_point()> wall = [] {
    return std::chrono::system_clock::now();
  };
};

/// "token=T". The token lives as long as its "exp" says, else 4 days; after nine tenths of that another one is got while
/// the old one serves on. After a 401 the login is repeated at most once, and no more than once a minute. After
/// a failed login there is a growing pause in which requests fail at once (errc::http_401, with the login's reason).
/// Use it from the client's thread only.
std::shared_ptr<credentials> dcos_credentials(dcos_account account, std::shared_ptr<http_client> client,
                                              dcos_clocks clocks = {});

}  // namespace mesoscale::net
