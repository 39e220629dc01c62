// The shape of a JSON answer: its paths and the types found there, without values, order and numbers of elements. For
// comparing the simulator's answers with captured ones.
#pragma once

#include <set>
#include <string>

#include "simulator/json.hpp"

namespace mesoscale::simulator {

/// Lines like "slaves[].id: text", "x[]" for every array and "x{}" for an empty object. Names inside metric keys (framework,
/// role) become "*", completed frameworks and executors count as frameworks and executors.
std::set<std::string> shape_of(const json& value);

/// A file below tests/fixtures/mesos; fails the test when it is not there.
std::string fixture(const std::string& name);

}  // namespace mesoscale::simulator
