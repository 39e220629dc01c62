#include "common/net/lifecycle.hpp"

#include "common/core/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <exception>
#include <memory>
#include <utility>

namespace mesoscale::net {

namespace {

std::string text_of(std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "unknown exception";
  }
}

/// Two coroutines share it: one waits for signals, the other stops the program.
struct life {
  life(asio::io_context& context, lifecycle_hooks all)
      : io(context), hooks(std::move(all)), signals(context, SIGINT, SIGTERM, SIGHUP) {}

  asio::io_context& io;
  lifecycle_hooks hooks;
  asio::signal_set signals;
  bool is_stopping = false;
  int exit_code = 0;
};

asio::awaitable<void> stop(std::shared_ptr<life> program) {
  if (!program->hooks.on_stop) co_return;
  auto stopping = program->hooks.on_stop();
  co_await std::move(stopping);
}

void begin_stop(const std::shared_ptr<life>& program) {
  program->is_stopping = true;
  asio::co_spawn(program->io, stop(program), [program](std::exception_ptr error) {
    if (error) {
      log::error("stopping failed", {{"reason", text_of(error)}});
      program->exit_code = 1;
    }
    program->io.stop();
  });
}

void reload(const life& program) {
  if (!program.hooks.on_reload) return;
  try {
    program.hooks.on_reload();
  } catch (...) {
    log::error("reloading failed", {{"reason", text_of(std::current_exception())}});
  }
}

/// A second SIGTERM or SIGINT while stopping ends the program at once.
asio::awaitable<void> watch_signals(std::shared_ptr<life> program) {
  while (true) {
    const auto [error, number] = co_await program->signals.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error) co_return;
    if (number == SIGHUP) {
      if (!program->is_stopping) reload(*program);
      continue;
    }
    log::info("stopping", {{"signal", number == SIGTERM ? "SIGTERM" : "SIGINT"}});
    if (!program->is_stopping) {
      begin_stop(program);
      continue;
    }
    program->exit_code = 1;
    program->io.stop();
    co_return;
  }
}

}  // namespace

int run_until_signal(asio::io_context& io, lifecycle_hooks hooks) {
  // A peer that has closed is an error code of the write, not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  const auto program = std::make_shared<life>(io, std::move(hooks));
  spawn(io.get_executor(), "signals", [program] { return watch_signals(program); });
  try {
    io.run();
  } catch (...) {
    log::error("ended by an exception", {{"reason", text_of(std::current_exception())}});
    program->exit_code = 1;
  }
  // The hooks own parts of the program; they must not live on in the frame that waits for signals.
  program->hooks = {};
  program->signals.cancel();
  return program->exit_code;
}

void spawn(asio::any_io_executor executor, std::string name, std::function<asio::awaitable<void>()> body) {
  // The function object is kept until the coroutine has ended, because the coroutine uses its captures.
  const auto kept = std::make_shared<std::function<asio::awaitable<void>()>>(std::move(body));
  auto start = [](std::shared_ptr<std::function<asio::awaitable<void>()>> function) -> asio::awaitable<void> {
    auto running = (*function)();
    co_await std::move(running);
  };
  asio::co_spawn(executor, start(kept), [name = std::move(name)](std::exception_ptr error) {
    if (error)
      log::error("a coroutine ended with an exception", {{"coroutine", name}, {"reason", text_of(error)}});
  });
}

asio::awaitable<void> pause_for(std::chrono::milliseconds span) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, span);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace mesoscale::net
