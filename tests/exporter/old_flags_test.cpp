// The flags of the old exporters are refused, each with what says the same here.
#include "exporter/options/old_flags.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "exporter/options/command_line.hpp"
#include "exporter/options/option_table.hpp"
#include "tests/exporter/page.hpp"

namespace mesoscale::exporter {
namespace {

struct told {
  int exit_code;
  std::string err;
};

told try_flags(std::vector<const char*> flags) {
  flags.insert(flags.begin(), "mesoscale-exporter");
  std::ostringstream out, err;
  const auto what = read_command_line(static_cast<int>(flags.size()), flags.data(), out, err);
  EXPECT_FALSE(what.run);
  return {what.exit_code, err.str()};
}

// The list was written from the old exporters' own --help.
TEST(old_flags, of_every_old_exporter_are_known) {
  std::set<std::string> known;
  for (const old_flag& one : old_flags()) known.emplace(one.name);
  for (const auto& line : testing::read_table("expected/old_exporter_flags.tsv")) {
    EXPECT_TRUE(known.erase(line[1])) << line[0] << " -" << line[1];
  }
  for (const std::string& extra : known) ADD_FAILURE() << "no old exporter had -" << extra;
}

TEST(old_flags, are_refused_with_the_new_one_in_every_spelling) {
  for (const auto& line : testing::read_table("expected/old_exporter_flags.tsv")) {
    const std::string one = "-" + line[1] + "=x";
    const auto got = try_flags({one.c_str()});
    EXPECT_EQ(got.exit_code, 1) << one;
    EXPECT_EQ(got.err, "mesoscale-exporter: -" + line[1] + ": found a flag of " + line[0] + ", expected " +
                           line[3] + "\n");
    if (line[2] == "same") continue;
    const std::string two = "--" + line[1];
    EXPECT_EQ(try_flags({two.c_str(), "x"}).err, got.err) << two;
  }
}

TEST(old_flags, name_flags_and_keys_that_exist) {
  std::set<std::string> names;
  for (const option_row& one : option_rows()) {
    names.emplace(one.flag);
    names.emplace(one.key);
    // A section is named by what it holds.
    names.emplace(one.key.substr(0, one.key.rfind('.')));
  }
  for (const old_flag& one : old_flags()) {
    if (one.instead.starts_with("nothing: ")) continue;
    std::string name(one.instead.substr(0, one.instead.find_first_of("= ,")));
    if (name == "--no-collector.NAME") continue;
    for (const std::string system : {"mesos", "zookeeper"}) {
      if (name.starts_with(system + ".http.")) name.replace(0, system.size(), "<system>");
    }
    EXPECT_TRUE(names.contains(name)) << one.name << ": " << name;
  }
}

TEST(old_flags, never_repeat_a_value) {
  const auto got = try_flags({"-password=secret", "-username", "admin", "--loginURL=https://u:pw@login"});

  EXPECT_EQ(got.err.find("secret"), got.err.npos);
  EXPECT_EQ(got.err.find("pw@"), got.err.npos);
  EXPECT_EQ(std::ranges::count(got.err, '\n'), 3);
}

TEST(old_flags, leave_ours_of_the_same_name_alone) {
  const char* const ours[] = {"mesoscale-exporter", "--web.listen-address=:1", "--log.level=info",
                              "--zookeeper=a:1"};

  EXPECT_TRUE(refuse_old_flags(4, ours).empty());
}

}  // namespace
}  // namespace mesoscale::exporter
