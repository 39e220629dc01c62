#include "webhook/store/database.hpp"

#include "tests/webhook/store/temporary_store.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

TEST(database, parse_storage_reads_a_path) {
  EXPECT_EQ(parse_storage("sqlite:/var/lib/x.db").value().path, "/var/lib/x.db");
  EXPECT_EQ(parse_storage("sqlite:x.db?vfs=drop_unsynced").value().vfs, "drop_unsynced");
}

TEST(database, parse_storage_refuses_other_texts) {
  for (const char* text :
       {"", "sqlite:", "x.db", "postgres:x", "sqlite:x?mode=ro", "sqlite:x?vfs=unix-none"}) {
    EXPECT_FALSE(parse_storage(text).ok()) << text;
  }
}

TEST(database, values_come_back_as_they_were_bound) {
  const temporary_store store;
  auto db = database::open(store.location()).value();
  ASSERT_TRUE(db->run_script("CREATE TABLE t(a, b, c, d)").ok());
  transaction all(*db);
  db->execute("INSERT INTO t VALUES(?, ?, ?, ?)", std::int64_t{-7}, std::string("a\0b", 3),
              std::optional<instant>(), true);
  {
    rows row = db->query("SELECT a, b, c, d FROM t");
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.integer(0), -7);
    EXPECT_EQ(row.text(1), std::string("a\0b", 3));
    EXPECT_FALSE(row.optional_time(2).has_value());
    EXPECT_TRUE(row.boolean(3));
    EXPECT_FALSE(row.next());
  }
  EXPECT_TRUE(all.commit().ok());
}

TEST(database, a_transaction_without_commit_leaves_nothing) {
  const temporary_store store;
  auto db = database::open(store.location()).value();
  ASSERT_TRUE(db->run_script("CREATE TABLE t(a)").ok());
  {
    transaction all(*db);
    db->execute("INSERT INTO t VALUES(1)");
  }
  rows row = db->query("SELECT COUNT(*) FROM t");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), 0);
}

TEST(database, the_first_error_of_a_transaction_is_the_failure_of_its_commit) {
  const temporary_store store;
  auto db = database::open(store.location()).value();
  ASSERT_TRUE(db->run_script("CREATE TABLE t(a UNIQUE)").ok());
  {
    transaction all(*db);
    db->execute("INSERT INTO t VALUES(1)");
    db->execute("INSERT INTO t VALUES(1)");
    db->execute("INSERT INTO t VALUES(2)");
    const auto stored = all.commit();
    ASSERT_FALSE(stored.ok());
    EXPECT_EQ(stored.error().code, errc::storage);
    EXPECT_EQ(stored.error().what, store.path() + ": UNIQUE constraint failed: t.a");
  }
  transaction next(*db);
  {
    rows row = db->query("SELECT COUNT(*) FROM t");
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.integer(0), 0);
  }
  EXPECT_TRUE(next.commit().ok());
}

TEST(database, a_second_opener_is_refused_while_the_first_lives) {
  const temporary_store store;
  auto db = database::open(store.location()).value();
  ASSERT_TRUE(db->run_script("CREATE TABLE t(a)").ok());
  const auto second = database::open(store.location());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().what, store.path() + ": database is locked");
}

TEST(database, a_file_that_is_no_database_is_refused) {
  const temporary_store store;
  std::FILE* const file = std::fopen(store.path().c_str(), "w");
  for (int i = 0; i < 100; ++i) std::fputs("this is not a database, it is a text of some length\n", file);
  std::fclose(file);
  const auto opened = database::open(store.location());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().what, store.path() + ": file is not a database");
}

}  // namespace
}  // namespace mesoscale::webhook
