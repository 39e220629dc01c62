// Starts several coroutines and comes back when all are done or the deadline has passed, whichever is first.
// Stragglers are not waited for (a name look-up cannot be cancelled): they end on their own and their result is dropped.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <vector>

#include "common/net/deadline.hpp"

namespace mesoscale::net {

namespace asio = boost::asio;

/// A piece of work; it must keep alive by itself what it uses (it may outlive the gather).
using work = std::function<asio::awaitable<void>()>;

/// Runs the pieces, at most `concurrency` at once, in order. Returns, for each, whether it had ended by the deadline.
/// A piece that was not started by then is never started. An exception from a piece is logged; the piece counts as ended.
/// A piece that takes longer than `patience` no longer counts among those at once, so that pieces that hang do not keep the
/// others from being started; it may be noticed half as much later.
asio::awaitable<std::vector<bool>> gather_until(std::vector<work> pieces, std::size_t concurrency,
                                                deadline until,
                                                clock::duration patience = clock::duration::max());

}  // namespace mesoscale::net
