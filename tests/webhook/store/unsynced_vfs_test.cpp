#include "webhook/store/unsynced_vfs.hpp"

#include "tests/webhook/store/temporary_store.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace mesoscale::webhook {
namespace {

#ifdef MESOSCALE_FAILPOINTS

/// Runs a script in a child that is then killed without closing anything.
void write_and_die(const temporary_store& store, const char* script) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto db = database::open(store.location("drop_unsynced"));
    if (!db || !(*db)->run_script(script)) ::_exit(1);
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status)) << "the child failed before it could be killed";
}

std::int64_t count_rows(const temporary_store& store) {
  auto db = database::open(store.location("drop_unsynced")).value();
  rows row = db->query("SELECT COUNT(*) FROM t");
  return row.next() ? row.integer(0) : -1;
}

TEST(unsynced_vfs, a_committed_row_survives_the_kill) {
  const temporary_store store;
  write_and_die(store, "CREATE TABLE t(a); INSERT INTO t VALUES(1);");
  EXPECT_EQ(count_rows(store), 1);
}

TEST(unsynced_vfs, a_row_that_was_not_synced_is_lost) {
  const temporary_store store;
  write_and_die(
      store,
      "CREATE TABLE t(a); INSERT INTO t VALUES(1); PRAGMA synchronous=NORMAL; INSERT INTO t VALUES(2);");
  EXPECT_EQ(count_rows(store), 1);
}

TEST(unsynced_vfs, a_row_that_was_not_committed_is_lost) {
  const temporary_store store;
  write_and_die(store, "CREATE TABLE t(a); INSERT INTO t VALUES(1); BEGIN; INSERT INTO t VALUES(2);");
  EXPECT_EQ(count_rows(store), 1);
}

TEST(unsynced_vfs, an_orderly_close_and_a_checkpoint_keep_everything) {
  const temporary_store store;
  {
    auto db = database::open(store.location("drop_unsynced")).value();
    ASSERT_TRUE(db->run_script("CREATE TABLE t(a);").ok());
    for (int i = 0; i < 3000; ++i) db->execute("INSERT INTO t VALUES(zeroblob(1000))");
  }
  EXPECT_EQ(count_rows(store), 3000);
  auto plain = database::open(store.location()).value();
  rows row = plain->query("SELECT COUNT(*) FROM t");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), 3000);
}

#else

TEST(unsynced_vfs, is_not_part_of_this_build) { EXPECT_FALSE(is_test_vfs("drop_unsynced")); }

#endif

}  // namespace
}  // namespace mesoscale::webhook
