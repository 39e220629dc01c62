// Runs a coroutine to its end on an io_context and gives its value. For tests.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace mesoscale::exporter::testing {

namespace asio = boost::asio;

/// Other coroutines of the context go on meanwhile and stand still afterwards.
template <class Value>
Value run(asio::io_context& io, asio::awaitable<Value> work) {
  std::optional<Value> value;
  std::exception_ptr error;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, Value got) {
    error = thrown;
    value = std::move(got);
    io.stop();
  });
  io.restart();
  io.run();
  if (error) std::rethrow_exception(error);
  return std::move(*value);
}

}  // namespace mesoscale::exporter::testing
