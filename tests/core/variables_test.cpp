#include "common/core/variables.hpp"

#include <gtest/gtest.h>

namespace mesoscale {
namespace {

std::optional<std::string> known(const std::string& name) {
  if (name == "HOST") return "m1";
  if (name == "PORT_2") return "8080";
  if (name == "EMPTY") return "";
  if (name == "NESTED") return "${HOST}";
  return std::nullopt;
}

TEST(variables, each_is_replaced_once_and_all_else_stays) {
  for (const auto& [text, expected] : {std::pair("http://${HOST}:${PORT_2}/x", "http://m1:8080/x"),
                                       {"${EMPTY}", ""},
                                       {"${NESTED}", "${HOST}"},
                                       {"/prod/.*$", "/prod/.*$"},
                                       {"$HOST {HOST}", "$HOST {HOST}"},
                                       {"", ""}})
    EXPECT_EQ(expand_variables(text, known).value(), expected) << text;
}

TEST(variables, one_that_is_not_set_or_has_no_name_is_a_failure_without_the_text_around_it) {
  EXPECT_EQ(expand_variables("http://secret@${OTHER}", known).error().what,
            "found ${OTHER}, which is not set, expected a variable of the environment");
  for (const char* text : {"${}", "a ${HOST", "${1A}", "${HO ST}", "${HOST:-m2}"})
    EXPECT_EQ(expand_variables(text, known).error().what, "found ${ without a name and }, expected ${NAME}")
        << text;
}

}  // namespace
}  // namespace mesoscale
