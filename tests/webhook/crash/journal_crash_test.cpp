// Kills a process at the writes that a live run seldom comes to: polls, pauses, recommendations.
#include "tests/webhook/store/journal_fixture.hpp"
#include "webhook/store/failpoint.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <regex>
#include <set>

namespace mesoscale::webhook {
namespace {

#ifdef MESOSCALE_FAILPOINTS

/// A write, what must be there before, and how to see that it has happened.
struct written {
  std::string name;
  std::function<void(journal&)> before;
  std::function<void(journal&)> write;
  std::function<bool(journal&)> has_happened;
};

pause night() { return {"/web/shop", "", direction::up, t(1000), "night"}; }

std::vector<written> writes() {
  const auto poll_at = [](journal& log, int second) { (void)log.apply_poll({}, true, *rules(), t(second)); };
  // Only what a poll once knew can be missing from another.
  const auto know = [](journal& log) { (void)log.apply_poll({"a"}, true, *rules(), t(1)); };
  const auto fire = [](journal& log) { (void)log.ingest(of({firing("a", 0)}), "{}", "", *rules(), t(0)); };
  const auto add = [](journal& log) { (void)log.add_pause(night(), t(1)); };
  return {
      {"recommendation", fire, [](journal& log) { (void)log.write_recommendation(shop, 7, t(1)); },
       [](journal& log) { return !log.observe(shop, *rules(), t(2))->recommendations.empty(); }},
      {"poll", [=](journal& log) { fire(log), know(log), poll_at(log, 60), poll_at(log, 120); },
       [=](journal& log) { poll_at(log, 180); },
       [](journal& log) {
         return *log.open_alerts() == 0 && log.observe(shop, *rules(), t(181))->active.empty();
       }},
      {"pause", fire, add, [](journal& log) { return log.pauses(t(2))->size() == 1; }},
      {"pause_end", add, [](journal& log) { (void)log.end_pause(1, t(2)); },
       [](journal& log) { return log.pauses(t(3))->empty(); }},
  };
}

/// In a process of its own, killed at a failpoint when one is named. How it ended, as waitpid() says.
int run_apart(const storage_location& where, const std::string& failpoint,
              const std::function<void(journal&)>& work) {
  const pid_t id = ::fork();
  if (id == 0) {
    auto log = journal::open(where).value();
    ::setenv("MESOSCALE_FAILPOINT", failpoint.c_str(), 1);
    work(*log);
    log.reset();
    ::_exit(0);
  }
  int status = -1;
  ::waitpid(id, &status, 0);
  return status;
}

class seldom_write : public testing::TestWithParam<std::tuple<std::size_t, std::string, std::string>> {};

TEST_P(seldom_write, killed_at_it_has_happened_wholly_or_not_at_all) {
  const auto& [number, place, vfs] = GetParam();
  const written what = writes().at(number);
  const temporary_store store;
  const storage_location where = store.location(vfs);
  ASSERT_EQ(run_apart(where, "", what.before), 0);
  const int ended = run_apart(where, what.name + "_" + place, what.write);
  ASSERT_TRUE(WIFSIGNALED(ended) && WTERMSIG(ended) == SIGKILL) << "never came to it";
  {
    const auto log = journal::open(where).value();
    EXPECT_EQ(what.has_happened(*log), place == "stored");
  }
  ASSERT_EQ(run_apart(where, "", place == "stored" ? [](journal&) {} : what.write), 0);
  const auto log = journal::open(where).value();
  EXPECT_TRUE(what.has_happened(*log));
}

std::string name_of_case(const testing::TestParamInfo<seldom_write::ParamType>& of) {
  const auto& [number, place, vfs] = of.param;
  return writes().at(number).name + "_" + place + (vfs.empty() ? "" : "_" + vfs);
}

INSTANTIATE_TEST_SUITE_P(every, seldom_write,
                         testing::Combine(testing::Range<std::size_t>(0, 4),
                                          testing::Values("unsynced", "stored"),
                                          testing::Values("", "drop_unsynced")),
                         name_of_case);

#endif

/// What the first group of a pattern stands for, at each place where it fits.
std::multiset<std::string> first_groups(const std::string& text, const std::regex& pattern) {
  std::multiset<std::string> names;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern); at != std::sregex_iterator(); ++at)
    names.insert((*at)[1].str());
  return names;
}

TEST(journal_source, every_transaction_that_writes_has_a_failpoint_before_and_one_after_its_commit) {
  std::string text;
  for (const auto& file : std::filesystem::directory_iterator(SOURCE_DIR "/webhook/store")) {
    if (!file.path().filename().string().starts_with("journal")) continue;
    std::ifstream in(file.path(), std::ios::binary);
    text.append(std::istreambuf_iterator<char>(in), {});
  }
  const std::string commit =
      R"(if \(auto stored = all\.commit\(\); !stored\) return stored(?:\.error\(\))?;\s*)";
  const auto commits = first_groups(text, std::regex("(" + commit + ")")).size();
  const auto before = first_groups(text, std::regex("failpoint\\(\"(\\w+)_unsynced\"\\);\\s*" + commit));
  const auto after =
      first_groups(text, std::regex(commit + "(?:if \\(has_changed\\) )?failpoint\\(\"(\\w+)_stored\"\\)"));
  EXPECT_GT(commits, 10U);
  EXPECT_EQ(before.size(), commits);
  EXPECT_EQ(before, after);
}

}  // namespace
}  // namespace mesoscale::webhook
