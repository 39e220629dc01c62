#include "webhook/command_line.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

result<command_line> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "mesoscale-webhook");
  return parse_command_line(static_cast<int>(words.size()), words.data());
}

TEST(command_line, serve_takes_its_flags) {
  const auto got = parse({"serve", "--config.file=r.yml", "--storage=sqlite:x.db",
                          "--web.listen-address=127.0.0.1:0", "--web.allow-webhook-from=10.0.0.0/8",
                          "--web.allow-webhook-from=fd00::/8", "--log.format=json"});
  ASSERT_TRUE(got.ok()) << got.error().what;
  EXPECT_EQ(got->what, command_line::mode::serve);
  EXPECT_EQ(got->config_file, "r.yml");
  EXPECT_EQ(got->storage, "sqlite:x.db");
  EXPECT_EQ(got->webhook_networks, (std::vector<std::string>{"10.0.0.0/8", "fd00::/8"}));
  EXPECT_EQ(got->style, log::format::json);
}

TEST(command_line, check_config_takes_files) {
  const auto got = parse({"check-config", "a.yml", "b.yml", "--strict"});
  ASSERT_TRUE(got.ok()) << got.error().what;
  EXPECT_EQ(got->files, (std::vector<std::string>{"a.yml", "b.yml"}));
  EXPECT_TRUE(got->is_strict);
}

TEST(command_line, a_mistake_is_one_line_that_names_it) {
  struct row {
    std::vector<const char*> words;
    const char* what;
  };
  const row table[] = {
      {{}, "found no command, expected serve, check-config or decide (--help lists all)"},
      {{"--foo"}, "found the unknown flag --foo, expected one of those that --help lists"},
      {{"serve", "--config.file=x", "--marathon.password=secret"},
       "found the unknown flag --marathon.password, expected one of those that --help lists"},
      {{"serve", "--config.file=x", "--token", "secret"},
       "found the unknown flag --token, expected one of those that --help lists"},
      {{"serve"}, "--config.file is required"},
      {{"check-config"}, "FILE is required"},
      {{"serve", "--config.file=x", "--log.level=loud"},
       "--log.level: found \"loud\", expected debug, info, warn or error"},
  };
  for (const row& r : table) {
    const auto got = parse(r.words);
    ASSERT_FALSE(got.ok()) << r.what;
    EXPECT_EQ(got.error().what, r.what);
  }
}

TEST(command_line, help_version_and_lists_are_text_to_print) {
  for (const char* word : {"--help", "--version", "--list-metrics"}) {
    const auto got = parse({word});
    ASSERT_TRUE(got.ok()) << word;
    EXPECT_EQ(got->what, command_line::mode::print) << word;
    EXPECT_NE(got->text.find("mesoscale"), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace mesoscale::webhook
