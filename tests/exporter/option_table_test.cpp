// The table of options against the readers of the command line and of the file, and against the page made from it.
#include "exporter/options/option_table.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "exporter/options/command_line.hpp"
#include "exporter/options/config_file.hpp"

namespace mesoscale::exporter {
namespace {

constexpr const char* systems[] = {"mesos", "marathon", "chronos", "zookeeper"};

/// The keys of the table with <system> filled in, without those whose name a user chooses.
std::set<std::string> all_keys() {
  std::set<std::string> keys;
  for (const option_row& one : option_rows()) {
    const std::string key(one.key);
    if (key.starts_with("<system>")) {
      for (const char* system : systems) keys.insert(system + key.substr(8));
    } else if (!key.empty() && !key.ends_with("<name>")) {
      keys.insert(key);
    }
  }
  return keys;
}

/// "a.b.c" as the sections that lead to it, with a key that nobody knows in the last one.
std::string document_with_unknown_key(const std::string& section) {
  std::istringstream steps(section);
  std::string text, closing;
  for (std::string step; std::getline(steps, step, '.');) {
    text += step + ": {";
    closing += "}";
  }
  return text.empty() ? "nobody_knows_this: 1" : text + "nobody_knows_this: 1" + closing;
}

/// What the reader says that it expects in a section.
std::set<std::string> keys_of_section(const std::string& section) {
  exporter_options options;
  const auto mistakes = read_config(document_with_unknown_key(section), "f.yml", options);
  std::set<std::string> keys;
  for (const std::string& line : mistakes) {
    const auto at = line.find("found the unknown key \"nobody_knows_this\", expected one of ");
    if (at == line.npos) continue;
    std::istringstream words(line.substr(line.find("one of ", at) + 7));
    for (std::string word; std::getline(words, word, ',');)
      keys.insert(word.substr(word.find_first_not_of(' ')));
  }
  EXPECT_FALSE(keys.empty()) << section;
  return keys;
}

TEST(option_table, has_every_key_that_the_reader_knows_and_no_other) {
  std::map<std::string, std::set<std::string>> sections;
  for (const std::string& key : all_keys()) {
    for (auto dot = key.rfind('.'), end = key.size();; end = dot, dot = key.rfind('.', dot - 1)) {
      const std::string section = dot == key.npos ? "" : key.substr(0, dot);
      const std::size_t from = dot == key.npos ? 0 : dot + 1;
      sections[section].insert(key.substr(from, end - from));
      if (dot == key.npos) break;
    }
  }
  sections[""].insert("collectors");
  for (const auto& [section, keys] : sections) EXPECT_EQ(keys_of_section(section), keys) << section;
}

TEST(option_table, has_every_flag_of_the_command_line_and_no_other) {
  std::ostringstream out, err;
  const char* const arguments[] = {"mesoscale-exporter", "--help"};
  read_command_line(2, arguments, out, err);
  std::set<std::string> flags;
  std::istringstream words(out.str());
  for (std::string word; words >> word;) {
    if (!word.starts_with("--") || word == "--no-collector.<name>") continue;
    const auto end = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_");
    if (!word.starts_with("--collector.") && !word.starts_with("--no-collector."))
      flags.insert(word.substr(0, end));
  }
  std::set<std::string> expected;
  for (const option_row& one : option_rows()) {
    if (!one.flag.empty() && !one.flag.ends_with("<name>")) expected.emplace(one.flag);
  }
  EXPECT_EQ(flags, expected);
}

/// A file in which every key has its default.
std::string document_of_defaults() {
  std::string text;
  std::map<std::string, std::map<std::string, std::string>> sections;
  for (const option_row& one : option_rows()) {
    if (one.standard.empty() || one.key.empty() || one.key.starts_with("<")) continue;
    const std::string key(one.key);
    sections[key.substr(0, key.find('.'))][key.substr(key.find('.') + 1)] = one.standard;
  }
  for (const auto& [section, keys] : sections) {
    text += section + ":\n";
    std::string last;
    for (const auto& [key, value] : keys) {
      const auto dot = key.find('.');
      if (dot != key.npos && last != key.substr(0, dot)) text += "  " + (last = key.substr(0, dot)) + ":\n";
      text += (dot == key.npos ? "  " + key : "    " + key.substr(dot + 1)) + ": \"" + value + "\"\n";
    }
  }
  return text;
}

TEST(option_table, says_the_defaults_that_the_program_has) {
  const exporter_options standard;
  exporter_options read;
  read.discover_agents = !standard.discover_agents;
  read.agent_scheme = read.master_scheme = "https";
  read.scrape = {milliseconds(1), 1, 1, 1};
  read.compat = {true, true};
  read.listen_address = read.telemetry_path = "x";
  read.log_level = log::level::error;
  read.log_format = log::format::json;

  const auto mistakes = read_config(document_of_defaults(), "defaults.yml", read);

  EXPECT_EQ(mistakes, std::vector<std::string>()) << document_of_defaults();
  EXPECT_EQ(read.discover_agents, standard.discover_agents);
  EXPECT_EQ(read.agent_scheme, standard.agent_scheme);
  EXPECT_EQ(read.master_scheme, standard.master_scheme);
  EXPECT_EQ(read.scrape.timeout, standard.scrape.timeout);
  EXPECT_EQ(read.scrape.concurrency, standard.scrape.concurrency);
  EXPECT_EQ(read.scrape.max_body_bytes, standard.scrape.max_body_bytes);
  EXPECT_EQ(read.scrape.max_series_per_family, standard.scrape.max_series_per_family);
  EXPECT_EQ(read.compat.mesos_exporter, standard.compat.mesos_exporter);
  EXPECT_EQ(read.compat.marathon_exporter, standard.compat.marathon_exporter);
  EXPECT_EQ(read.listen_address, standard.listen_address);
  EXPECT_EQ(read.telemetry_path, standard.telemetry_path);
  EXPECT_EQ(read.log_level, standard.log_level);
  EXPECT_EQ(read.log_format, standard.log_format);
}

TEST(option_table, makes_the_page_of_the_documentation) {
  std::ifstream in(std::string(SOURCE_DIR) + "/docs/configuration.md");
  const std::string page(std::istreambuf_iterator<char>(in), {});

  EXPECT_EQ(write_configuration_page(), page) << "scripts/make-docs writes it";
}

}  // namespace
}  // namespace mesoscale::exporter
