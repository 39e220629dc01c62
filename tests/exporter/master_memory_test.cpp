#include "exporter/discovery/master_memory.hpp"

#include <gtest/gtest.h>

namespace mesoscale::exporter {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using list = std::vector<std::string>;

const master_memory::time_point start{hours(1)};

TEST(master_memory, knows_nothing_while_no_master_has_ever_registered) {
  master_memory memory;
  memory.take({}, start);
  EXPECT_FALSE(memory.was_seen());
  EXPECT_EQ(memory.masters(start), list{});
}

TEST(master_memory, has_the_present_list_and_forgets_one_of_several_at_once) {
  master_memory memory;
  memory.take({"m1:5050", "m2:5050"}, start);
  memory.take({"m2:5050"}, start + seconds(1));
  EXPECT_EQ(memory.masters(start + seconds(1)), list{"m2:5050"});
  EXPECT_EQ(memory.masters(start + hours(9)), list{"m2:5050"}) << "a list does not grow old by itself";
}

TEST(master_memory, keeps_the_last_list_for_75_seconds_after_all_have_vanished) {
  master_memory memory;
  memory.take({"m1:5050"}, start);
  memory.take({}, start + seconds(100));
  memory.take({}, start + seconds(150));
  EXPECT_EQ(memory.masters(start + seconds(174)), list{"m1:5050"});
  EXPECT_EQ(memory.masters(start + seconds(175)), list{});
  EXPECT_TRUE(memory.was_seen());
}

TEST(master_memory, a_master_that_comes_back_ends_the_grace) {
  master_memory memory;
  memory.take({"m1:5050"}, start);
  memory.take({}, start + seconds(10));
  memory.take({"m2:5050"}, start + seconds(20));
  EXPECT_EQ(memory.masters(start + hours(1)), list{"m2:5050"});
}

}  // namespace
}  // namespace mesoscale::exporter
