#include "common/core/units.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace mesoscale {
namespace {

struct unit {
  std::string_view name;
  std::uint64_t size;
};

// Milliseconds in each, longest first: a duration names each unit at most once, in this order.
constexpr std::array<unit, 7> duration_units{{
    {"y", 365ull * 24 * 3'600'000},
    {"w", 7ull * 24 * 3'600'000},
    {"d", 24ull * 3'600'000},
    {"h", 3'600'000},
    {"m", 60'000},
    {"s", 1'000},
    {"ms", 1},
}};

constexpr std::array<unit, 8> byte_units{{
    {"", 1},
    {"B", 1},
    {"KB", 1'000},
    {"MB", 1'000'000},
    {"GB", 1'000'000'000},
    {"KiB", 1ull << 10},
    {"MiB", 1ull << 20},
    {"GiB", 1ull << 30},
}};

struct counted {
  std::uint64_t count;
  std::string_view name;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes a number and the letters behind it off the front of text.
std::optional<counted> take_counted(std::string_view& text) {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  std::size_t end = digits;
  while (end < text.size() && !is_digit(text[end])) ++end;
  counted taken{0, text.substr(digits, end - digits)};
  const auto parsed = std::from_chars(text.data(), text.data() + digits, taken.count);
  if (digits == 0 || parsed.ec != std::errc()) return std::nullopt;
  text.remove_prefix(end);
  return taken;
}

failure not_a_duration(std::string_view text) {
  return {errc::invalid,
          "found \"" + std::string(text) + "\", expected a duration such as 500ms, 10s or 1h30m"};
}

failure not_a_size(std::string_view text) {
  return {errc::invalid,
          "found \"" + std::string(text) + "\", expected a size such as 1000, 64KiB or 256MiB"};
}

/// count * size + sum, or nothing when it leaves the range of milliseconds and sizes.
std::optional<std::uint64_t> multiply_add(std::uint64_t count, std::uint64_t size, std::uint64_t sum) {
  constexpr std::uint64_t highest = std::numeric_limits<std::int64_t>::max();
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(count, size, &product)) return std::nullopt;
  if (product > highest || sum > highest - product) return std::nullopt;
  return product + sum;
}

}  // namespace

result<milliseconds> parse_duration(std::string_view text) {
  if (text == "0") return milliseconds(0);
  if (text.empty()) return not_a_duration(text);
  std::uint64_t sum = 0;
  std::size_t next_unit = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const auto part = take_counted(rest);
    if (!part) return not_a_duration(text);
    while (next_unit < duration_units.size() && duration_units[next_unit].name != part->name) ++next_unit;
    if (next_unit == duration_units.size()) return not_a_duration(text);
    const auto added = multiply_add(part->count, duration_units[next_unit].size, sum);
    if (!added) return not_a_duration(text);
    sum = *added;
    ++next_unit;
  }
  return milliseconds(static_cast<std::int64_t>(sum));
}

std::string format_duration(milliseconds value) {
  if (value.count() == 0) return "0s";
  std::string text = value.count() < 0 ? "-" : "";
  auto rest = static_cast<std::uint64_t>(value.count() < 0 ? -value.count() : value.count());
  for (const unit& u : duration_units) {
    // Weeks and years are only a way to read: what is printed stays with units that nobody has to convert.
    if (u.name == "y" || u.name == "w") continue;
    if (rest / u.size == 0) continue;
    text += std::to_string(rest / u.size);
    text += u.name;
    rest %= u.size;
  }
  return text;
}

result<std::uint64_t> parse_bytes(std::string_view text) {
  std::string_view rest = text;
  const auto part = take_counted(rest);
  if (!part || !rest.empty()) return not_a_size(text);
  for (const unit& u : byte_units) {
    if (u.name != part->name) continue;
    const auto size = multiply_add(part->count, u.size, 0);
    if (!size) return not_a_size(text);
    return *size;
  }
  return not_a_size(text);
}

}  // namespace mesoscale
