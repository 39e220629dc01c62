#include "common/core/base64.hpp"

#include <cstdint>

namespace mesoscale {
namespace {

constexpr std::string_view common_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(std::string_view bytes, std::string_view alphabet) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int waiting = 0;
  for (const unsigned char byte : bytes) {
    bits = bits << 8 | byte;
    for (waiting += 8; waiting >= 6; waiting -= 6) out += alphabet[bits >> (waiting - 6) & 63];
  }
  if (waiting > 0) out += alphabet[bits << (6 - waiting) & 63];
  return out;
}

int digit_of(char c) {
  const auto at = common_alphabet.find(c);
  if (at != std::string_view::npos) return static_cast<int>(at);
  if (c == '-') return 62;
  return c == '_' ? 63 : -1;
}

}  // namespace

std::string encode_base64(std::string_view bytes) {
  std::string out = encode(bytes, common_alphabet);
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::string encode_base64url(std::string_view bytes) { return encode(bytes, url_alphabet); }

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.ends_with('=') && text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int waiting = 0;
  for (const char c : text) {
    const int digit = digit_of(c);
    if (digit < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    waiting += 6;
    if (waiting < 8) continue;
    waiting -= 8;
    out += static_cast<char>(bits >> waiting & 255);
  }
  return out;
}

}  // namespace mesoscale
