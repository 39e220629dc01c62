// The JSON type of the simulator's answers. Answers are small, so a tree is fine; nothing that is scraped in bulk is parsed here.
#pragma once

#include <nlohmann/json.hpp>

namespace mesoscale::simulator {

using json = nlohmann::json;

}  // namespace mesoscale::simulator
