#include "webhook/rules/app_id.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

TEST(app_id, normalise_gives_one_leading_slash) {
  EXPECT_EQ(normalise_app_id("/web/shop").value(), "/web/shop");
  EXPECT_EQ(normalise_app_id("web/shop").value(), "/web/shop");
  EXPECT_EQ(normalise_app_id("/a.b-c.d/x1").value(), "/a.b-c.d/x1");
  EXPECT_EQ(normalise_app_id("/restarts/task").value(), "/restarts/task");
}

TEST(app_id, normalise_refuses_what_marathon_would_read_as_something_else) {
  for (const char* text : {"",
                           "/",
                           "//",
                           "/web/",
                           "//web",
                           "/web//shop",
                           "..",
                           "/web/../db",
                           "/web/.",
                           "/web/restart",
                           "/web/tasks",
                           "/tasks/web",
                           "/web/versions",
                           "/web/*",
                           "*",
                           "/Web",
                           "/web/shop?force=true",
                           "/web/sh op",
                           "/web/%2e%2e",
                           "/web#x",
                           "/-web",
                           "/web-",
                           "/web..shop",
                           "/.web",
                           "/web.",
                           "/data/größe-日本",
                           "/web\n",
                           "/web/shop;x",
                           "/web\\shop"}) {
    EXPECT_FALSE(normalise_app_id(text).ok()) << text;
  }
  EXPECT_FALSE(normalise_app_id(std::string("/web\0x", 6)).ok());
  EXPECT_FALSE(normalise_app_id("/" + std::string(2000, 'a')).ok());
}

}  // namespace
}  // namespace mesoscale::webhook
