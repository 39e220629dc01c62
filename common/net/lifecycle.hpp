// The life of a program: runs the io_context, turns SIGTERM and SIGINT into a graceful stop, SIGHUP into a reload.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace mesoscale::net {

namespace asio = boost::asio;

struct lifecycle_hooks {
  std::function<asio::awaitable<void>()> on_stop;  ///< called once; the io_context stops when it has ended
  std::function<void()> on_reload;                 ///< may be empty: SIGHUP is then ignored
};

/// Runs until a signal has been handled. Returns the exit code of the program.
int run_until_signal(asio::io_context& io, lifecycle_hooks hooks);

/// Starts a coroutine that belongs to nobody who waits; an exception out of it is logged with this name.
void spawn(asio::any_io_executor executor, std::string name, std::function<asio::awaitable<void>()> body);

/// Waits for a span of time.
asio::awaitable<void> pause_for(std::chrono::milliseconds span);

}  // namespace mesoscale::net
