// Log lines in logfmt or JSON on standard error: level, message, key-value pairs. Thread-safe.
// Never give it a secret or a whole body.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "common/core/result.hpp"

namespace mesoscale::log {

enum class level { debug, info, warn, error };
enum class format { logfmt, json };

/// A key and its value; numbers are given as text.
using field = std::pair<std::string_view, std::string_view>;

/// Sets what is written and how; called once by main before anything is logged.
void configure(level lowest, format style);

result<level> parse_level(std::string_view text);
result<format> parse_format(std::string_view text);

/// One finished line without its end (pure; the writers below use it). time is RFC 3339 text.
std::string format_line(format style, std::string_view time, level severity, std::string_view message,
                        std::initializer_list<field> fields);

void debug(std::string_view message, std::initializer_list<field> fields = {});
void info(std::string_view message, std::initializer_list<field> fields = {});
void warn(std::string_view message, std::initializer_list<field> fields = {});
void error(std::string_view message, std::initializer_list<field> fields = {});

}  // namespace mesoscale::log
