// Decompresses a gzip body piece by piece; never holds more than one small piece of the result, so that a bomb stops at the
// receiver's limit. For use inside net only.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "common/core/result.hpp"

namespace mesoscale::net {

class inflater {
 public:
  using receiver = std::function<result<void>(std::string_view)>;

  explicit inflater(receiver on_piece);
  ~inflater();
  inflater(const inflater&) = delete;
  inflater& operator=(const inflater&) = delete;

  /// Fails with errc::not_json for what is no gzip, or with what the receiver said.
  result<void> feed(std::string_view compressed);
  /// Fails with errc::disconnected when the compressed text is not complete.
  result<void> finish() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace mesoscale::net
