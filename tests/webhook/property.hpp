// Tries a claim on many random inputs. A failure prints the shrunk input and a line to reproduce it.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <sstream>
#include <string>

namespace mesoscale::webhook {

#ifdef __SANITIZE_ADDRESS__
inline constexpr int cases = 5'000;  // A sanitizer makes each case twenty times as slow.
#else
inline constexpr int cases = 100'000;
#endif

/// How many inputs are tried: MESOSCALE_CASES, where that is set.
inline int cases_or(int usual) {
  const char* const asked = std::getenv("MESOSCALE_CASES");
  return asked ? std::atoi(asked) : usual;
}

template <class Property>
void check(const std::string& name, Property property, int usual = cases) {
  rc::detail::TestMetadata about;
  about.id = about.description = name;
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = cases_or(usual);
  const auto outcome = rc::detail::checkTestable(std::move(property), about, params);
  std::ostringstream text;
  rc::detail::printResultMessage(outcome, text);
  EXPECT_TRUE(outcome.template is<rc::detail::SuccessResult>()) << text.str();
}

inline bool coin() { return *rc::gen::inRange(0, 2) == 1; }
inline bool rarely() { return *rc::gen::inRange(0, 10) == 9; }
inline int below(int end) { return *rc::gen::inRange(0, end); }

}  // namespace mesoscale::webhook
