#include "common/core/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace mesoscale::log {
namespace {

struct level_row {
  level severity;
  std::string_view name;
};

constexpr std::array<level_row, 4> levels{{
    {level::debug, "debug"},
    {level::info, "info"},
    {level::warn, "warn"},
    {level::error, "error"},
}};

std::string_view name_of(level severity) { return levels[static_cast<std::size_t>(severity)].name; }

struct settings {
  level lowest = level::info;
  format style = format::logfmt;
  std::shared_ptr<spdlog::logger> out;
};

settings& current() {
  static settings now = [] {
    settings s;
    s.out = std::make_shared<spdlog::logger>("mesoscale", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    s.out->set_pattern("%v");
    s.out->set_level(spdlog::level::trace);
    s.out->flush_on(spdlog::level::trace);
    return s;
  }();
  return now;
}

void append_escaped(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      std::array<char, 8> hex{};
      std::snprintf(hex.data(), hex.size(), "\\u%04x", byte);
      out += hex.data();
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_logfmt(std::string& out, std::string_view key, std::string_view value) {
  if (!out.empty()) out += ' ';
  out += key;
  out += '=';
  const bool is_plain = !value.empty() && value.find_first_of(" =\"\\\n\t\r") == std::string_view::npos;
  if (is_plain) {
    out += value;
  } else {
    append_escaped(out, value);
  }
}

void append_json(std::string& out, std::string_view key, std::string_view value) {
  out += out.empty() ? '{' : ',';
  append_escaped(out, key);
  out += ':';
  append_escaped(out, value);
}

std::string now_text() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto millis =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text.data() + size, text.size() - size, ".%03dZ", static_cast<int>(millis));
  return text.data();
}

void write(level severity, std::string_view message, std::initializer_list<field> fields) {
  const settings& s = current();
  if (severity < s.lowest) return;
  s.out->info(spdlog::string_view_t(format_line(s.style, now_text(), severity, message, fields)));
}

}  // namespace

void configure(level lowest, format style) {
  current().lowest = lowest;
  current().style = style;
}

result<level> parse_level(std::string_view text) {
  for (const level_row& row : levels) {
    if (row.name == text) return row.severity;
  }
  return failure{errc::invalid, "found \"" + std::string(text) + "\", expected debug, info, warn or error"};
}

result<format> parse_format(std::string_view text) {
  if (text == "logfmt") return format::logfmt;
  if (text == "json") return format::json;
  return failure{errc::invalid, "found \"" + std::string(text) + "\", expected logfmt or json"};
}

std::string format_line(format style, std::string_view time, level severity, std::string_view message,
                        std::initializer_list<field> fields) {
  std::string line;
  const auto append = style == format::json ? append_json : append_logfmt;
  append(line, "time", time);
  append(line, "level", name_of(severity));
  append(line, "msg", message);
  for (const auto& [key, value] : fields) append(line, key, value);
  if (style == format::json) line += '}';
  return line;
}

void debug(std::string_view message, std::initializer_list<field> fields) {
  write(level::debug, message, fields);
}
void info(std::string_view message, std::initializer_list<field> fields) {
  write(level::info, message, fields);
}
void warn(std::string_view message, std::initializer_list<field> fields) {
  write(level::warn, message, fields);
}
void error(std::string_view message, std::initializer_list<field> fields) {
  write(level::error, message, fields);
}

}  // namespace mesoscale::log
