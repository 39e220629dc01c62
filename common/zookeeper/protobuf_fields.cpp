#include "common/zookeeper/protobuf_fields.hpp"

namespace mesoscale {

std::optional<std::uint64_t> protobuf_fields::varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 70 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    if (shift < 64) value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  is_good_ = false;
  return std::nullopt;
}

std::optional<std::string_view> protobuf_fields::take(std::uint64_t size) {
  if (size > rest_.size()) {
    is_good_ = false;
    return std::nullopt;
  }
  const auto bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return bytes;
}

std::optional<protobuf_field> protobuf_fields::next() {
  if (!is_good_ || rest_.empty()) return std::nullopt;
  const auto tag = varint();
  if (!tag) return std::nullopt;
  protobuf_field field;
  field.number = static_cast<std::uint32_t>(*tag >> 3);
  // Wire types: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes; 3 and 4 are groups, which nobody uses.
  const auto type = *tag & 7;
  if (type == 0) {
    const auto value = varint();
    if (!value) return std::nullopt;
    field.integer = *value;
  } else if (type == 1 || type == 5) {
    if (!take(type == 1 ? 8 : 4)) return std::nullopt;
  } else if (type == 2) {
    const auto size = varint();
    if (!size) return std::nullopt;
    const auto bytes = take(*size);
    if (!bytes) return std::nullopt;
    field.bytes = *bytes;
  } else {
    is_good_ = false;
    return std::nullopt;
  }
  return field;
}

}  // namespace mesoscale
