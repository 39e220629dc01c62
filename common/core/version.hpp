// What this build is: version, revision of the source, compiler. Filled in by cmake/version.cmake.
#pragma once

#include <string>
#include <string_view>

namespace mesoscale {

std::string_view version();
std::string_view revision();
std::string_view compiler();

/// The text of --version: "PROGRAM, version 0.1.0 (revision ..., g++ ...)".
std::string version_text(std::string_view program);

}  // namespace mesoscale
