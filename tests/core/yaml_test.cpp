#include "common/core/yaml.hpp"

#include <gtest/gtest.h>

namespace mesoscale {
namespace {

struct settings {
  std::string name = "default";
  bool dry_run = false;
  double ratio = 0.5;
  std::int64_t count = 3;
  milliseconds wait{1000};
  std::uint64_t limit = 1;
  std::vector<std::string> urls;
  std::vector<std::string> rules;
};

/// Reads a document with one key of each kind; returns what was wrong.
std::vector<std::string> read(std::string_view text, settings& out) {
  const auto document = parse_yaml(text, "x.yml");
  if (!document) return {document.error().what};
  config_errors errors;
  yaml_map map(*document, errors);
  map.read("name", out.name);
  map.read("dry_run", out.dry_run);
  map.read("ratio", out.ratio);
  map.read("count", out.count, 1, 10);
  map.read("wait", out.wait);
  map.read_bytes("limit", out.limit);
  map.read("urls", out.urls);
  map.read_maps("rules", [&](yaml_map& rule) {
    std::string name;
    rule.require("rule", "a name");
    if (rule.read("rule", name)) out.rules.push_back(name);
  });
  map.finish();
  std::vector<std::string> texts;
  for (const config_error& e : errors) texts.push_back(e.text());
  return texts;
}

TEST(yaml, reads_every_kind_of_value) {
  settings s;
  EXPECT_TRUE(read("name: a\ndry_run: true\nratio: 0.25\ncount: 7\nwait: 1m30s\nlimit: 2KiB\nurls: [x, "
                   "y]\nrules:\n- rule: r1\n- rule: r2\n",
                   s)
                  .empty());
  EXPECT_EQ(s.name, "a");
  EXPECT_TRUE(s.dry_run);
  EXPECT_EQ(s.ratio, 0.25);
  EXPECT_EQ(s.count, 7);
  EXPECT_EQ(s.wait, milliseconds(90'000));
  EXPECT_EQ(s.limit, 2048u);
  EXPECT_EQ(s.urls, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(s.rules, (std::vector<std::string>{"r1", "r2"}));
}

TEST(yaml, an_empty_document_leaves_the_defaults) {
  settings s;
  EXPECT_TRUE(read("", s).empty());
  EXPECT_TRUE(read("# nothing\n", s).empty());
  EXPECT_EQ(s.name, "default");
}

struct bad_case {
  std::string name;
  std::string text;
  std::string message;
};

TEST(yaml, each_mistake_names_file_line_column_key_found_and_expected) {
  const std::vector<bad_case> cases{
      {"unknown key", "name: a\nnmae: b\n",
       "x.yml:2:1: found the unknown key \"nmae\", expected one of count, dry_run, limit, name, ratio, "
       "rules, urls, wait"},
      {"unknown key inside", "rules:\n- rule: a\n  max: 3\n",
       "x.yml:3:3: rules[0]: found the unknown key \"max\", expected one of rule"},
      {"bool", "dry_run: yes\n", "x.yml:1:10: dry_run: found \"yes\", expected true or false"},
      {"number", "ratio: abc\n", "x.yml:1:8: ratio: found \"abc\", expected a number"},
      {"range", "count: 11\n", "x.yml:1:8: count: found \"11\", expected a whole number from 1 to 10"},
      {"fraction", "count: 1.5\n", "x.yml:1:8: count: found \"1.5\", expected a whole number from 1 to 10"},
      {"duration", "wait: 5 minutes\n",
       "x.yml:1:7: wait: found \"5 minutes\", expected a duration such as 500ms, 10s or 1h30m"},
      {"size", "limit: 5XB\n",
       "x.yml:1:8: limit: found \"5XB\", expected a size such as 1000, 64KiB or 256MiB"},
      {"list for text", "name: [a]\n", "x.yml:1:7: name: found a list, expected text"},
      {"text for list", "urls: a\n", "x.yml:1:7: urls: found a text, expected a list"},
      {"map in list", "urls: [a, {b: c}]\n", "x.yml:1:11: urls[1]: found a map, expected text"},
      {"text for maps", "rules: a\n", "x.yml:1:8: rules: found a text, expected a list"},
      {"text for map", "rules: [a]\n", "x.yml:1:9: rules[0]: found a text, expected a map"},
      {"list at the root", "- a\n", "x.yml:1:1: found a list, expected a map"},
      {"missing", "rules:\n- {}\n", "x.yml:2:3: rules[0].rule: found nothing, expected a name"},
      {"twice", "name: a\nname: b\n",
       "x.yml:2:1: found the key \"name\" again, expected each key once in a map"},
  };
  for (const bad_case& c : cases) {
    settings s;
    EXPECT_EQ(read(c.text, s), std::vector<std::string>{c.message}) << c.name;
  }
}

TEST(yaml, a_syntax_error_names_file_and_line) {
  const auto parsed = parse_yaml("a: b\nc: [d\n", "x.yml");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().what.rfind("x.yml:", 0), 0u) << parsed.error().what;
}

TEST(yaml, all_mistakes_are_reported_at_once) {
  settings s;
  EXPECT_EQ(read("dry_run: 1\ncount: x\nfoo: y\n", s).size(), 3u);
}

TEST(yaml, a_wrong_value_leaves_the_default) {
  settings s;
  read("count: 99\n", s);
  EXPECT_EQ(s.count, 3);
}

TEST(read_file, a_missing_file_is_named) {
  const auto text = read_file("/nonexistent/rules.yml");
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().what, "/nonexistent/rules.yml: No such file or directory");
}

TEST(yaml, an_empty_file_is_read_and_a_folder_is_not) {
  const auto empty = read_file(std::string(FIXTURES_DIR) + "/web_config/good/empty.yml");
  ASSERT_TRUE(empty) << empty.error().what;
  EXPECT_EQ(*empty, "");
  const auto folder = read_file(FIXTURES_DIR);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().what, std::string(FIXTURES_DIR) + ": cannot be read");
}

}  // namespace
}  // namespace mesoscale
