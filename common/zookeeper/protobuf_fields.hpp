// Goes through the fields of a protobuf message without knowing its description; reads no groups and no packed lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mesoscale {

struct protobuf_field {
  std::uint32_t number = 0;
  std::uint64_t integer = 0;  ///< of a varint; 0 for others
  std::string_view bytes;     ///< of a string, bytes or message; empty for others
};

class protobuf_fields {
 public:
  explicit protobuf_fields(std::string_view message) : rest_(message) {}

  /// The next field, or nothing at the end or at a mistake.
  std::optional<protobuf_field> next();
  /// Whether the end came without a mistake.
  bool is_complete() const { return is_good_ && rest_.empty(); }

 private:
  std::optional<std::uint64_t> varint();
  std::optional<std::string_view> take(std::uint64_t size);

  std::string_view rest_;
  bool is_good_ = true;
};

}  // namespace mesoscale
