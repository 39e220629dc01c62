// A SQLite file system for the crash tests: what is written to the database, its WAL and its journal stays in memory until
// SQLite asks for an fsync. Killing the process then loses exactly what a power failure may lose at worst. Only in builds
// with crash points; in others these functions find nothing.
#pragma once

#include <string_view>

namespace mesoscale::webhook {

/// Whether a VFS of this name exists in this build ("drop_unsynced").
bool is_test_vfs(std::string_view name);

/// Text for an error message: which options this build knows, or "".
std::string_view test_vfs_hint();

/// Makes it known to SQLite; calling it again does nothing.
void register_test_vfs();

}  // namespace mesoscale::webhook
