#include "common/core/log.hpp"

#include <gtest/gtest.h>

namespace mesoscale::log {
namespace {

TEST(log, logfmt_quotes_only_what_needs_it) {
  EXPECT_EQ(format_line(format::logfmt, "T", level::warn, "target down",
                        {{"target", "h:1"}, {"why", "a \"b\"\nc"}, {"x", ""}}),
            "time=T level=warn msg=\"target down\" target=h:1 why=\"a \\\"b\\\"\\nc\" x=\"\"");
}

TEST(log, json_escapes_control_characters) {
  EXPECT_EQ(format_line(format::json, "T", level::error, "a\x01\"", {{"k", "v\\"}}),
            "{\"time\":\"T\",\"level\":\"error\",\"msg\":\"a\\u0001\\\"\",\"k\":\"v\\\\\"}");
}

TEST(log, a_line_break_in_a_value_cannot_start_a_second_line) {
  for (const format style : {format::logfmt, format::json}) {
    EXPECT_EQ(format_line(style, "T", level::info, "x\nlevel=error", {{"a", "b\nc"}}).find('\n'),
              std::string::npos);
  }
}

TEST(log, unknown_levels_and_formats_are_refused) {
  EXPECT_EQ(*parse_level("warn"), level::warn);
  EXPECT_FALSE(parse_level("WARN").ok());
  EXPECT_EQ(*parse_format("json"), format::json);
  EXPECT_FALSE(parse_format("xml").ok());
}

}  // namespace
}  // namespace mesoscale::log
