#include "common/net/name_resolver.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <netdb.h>

namespace mesoscale::net {

namespace {

using boost::system::error_code;
using addresses = std::vector<asio::ip::address>;

constexpr std::size_t look_ups_at_once = 4;

asio::ip::address address_of(const sockaddr& from) {
  if (from.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(from);
    return asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(from);
  asio::ip::address_v6::bytes_type bytes;
  std::copy(std::begin(v6.sin6_addr.s6_addr), std::end(v6.sin6_addr.s6_addr), bytes.begin());
  return asio::ip::address_v6(bytes, v6.sin6_scope_id);
}

/// A timer in a list of those to wake; leaves the list however its coroutine ends.
struct waiter {
  waiter(const asio::any_io_executor& executor, deadline until, std::vector<asio::steady_timer*>& all)
      : timer(executor, until), list(all) {
    list.push_back(&timer);
  }
  ~waiter() { std::erase(list, &timer); }
  waiter(const waiter&) = delete;
  waiter& operator=(const waiter&) = delete;

  asio::steady_timer timer;
  std::vector<asio::steady_timer*>& list;
};

}  // namespace

result<addresses> look_up_now(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* first = nullptr;
  if (const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &first); code != 0) {
    return failure{errc::resolve, "cannot look up " + host + ": " + ::gai_strerror(code)};
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(first, ::freeaddrinfo);
  addresses found;
  for (const auto* entry = first; entry != nullptr; entry = entry->ai_next) {
    if (entry->ai_family == AF_INET || entry->ai_family == AF_INET6)
      found.push_back(address_of(*entry->ai_addr));
  }
  if (found.empty()) return failure{errc::resolve, "cannot look up " + host + ": the name has no address"};
  return found;
}

/// What is known of names. Touched on the executor only; the pool's threads hold no more than a weak reference.
struct name_resolver::memory {
  struct entry {
    addresses last_good;
    clock::time_point answered_at;
    std::optional<failure> last_failure;  ///< of the latest look-up
    bool is_asking = false;
    std::vector<asio::steady_timer*> waiting;
  };

  look_up_function ask;
  std::map<std::string, entry> names;

  void answer(const std::string& host, result<addresses> found) {
    auto& known = names[host];
    known.is_asking = false;
    known.last_failure.reset();
    if (found) {
      known.last_good = std::move(*found);
      known.answered_at = clock::now();
    } else {
      known.last_failure = found.error();
    }
    for (auto* timer : known.waiting) timer->cancel();
  }
};

name_resolver::name_resolver(asio::any_io_executor executor, look_up_function ask,
                             std::chrono::milliseconds fresh_for)
    : executor_(std::move(executor)),
      fresh_for_(fresh_for),
      memory_(std::make_shared<memory>()),
      pool_(look_ups_at_once) {
  memory_->ask = std::move(ask);
}

void name_resolver::ask(const std::string& host) {
  memory_->names[host].is_asking = true;
  asio::post(pool_,
             [host, function = memory_->ask, executor = executor_, weak = std::weak_ptr<memory>(memory_)] {
               auto found = function(host);
               asio::post(executor, [host, weak, found = std::move(found)]() mutable {
                 if (const auto known = weak.lock()) known->answer(host, std::move(found));
               });
             });
}

asio::awaitable<result<addresses>> name_resolver::look_up(std::string host, deadline until) {
  error_code not_numeric;
  const auto numeric = asio::ip::make_address(host, not_numeric);
  if (!not_numeric) co_return addresses(1, numeric);

  const auto known = memory_;
  auto& entry = known->names[host];
  const auto now = clock::now();
  if (!entry.last_good.empty() && !entry.last_failure && now - entry.answered_at < fresh_for_)
    co_return entry.last_good;
  if (!entry.is_asking) ask(host);

  const auto wait_until = entry.last_good.empty() ? until : std::min(until, now + (until - now) / 4);
  {
    waiter answered(executor_, wait_until, entry.waiting);
    co_await answered.timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  if (!entry.last_good.empty()) co_return entry.last_good;
  if (entry.is_asking)
    co_return failure{errc::timeout, "the look-up of " + host + " had no answer by the deadline"};
  co_return *entry.last_failure;
}

}  // namespace mesoscale::net
