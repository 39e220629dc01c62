// The tables of the store and their version. A store of an older version is brought up to date, one of a newer is refused.
#pragma once

#include "common/core/result.hpp"

namespace mesoscale::webhook {

class database;

inline constexpr int schema_version = 8;

result<void> prepare_schema(database& db);

}  // namespace mesoscale::webhook
