// The settings of pg_veil. Their defaults are empty and mean "refuse": a session that set a placeholder
// before the library was loaded falls back to the default, never to something weaker.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// pg_veil.keyring: path of the keyring file, relative paths from the data directory. Empty: no keys.
extern char* keyring_path_setting;
// pg_veil.root_key_command: prints the root key. Empty: no keys.
extern char* root_key_command_setting;
// pg_veil.new_root_key_command: prints the root key that the keyring goes over to. Empty: none.
extern char* new_root_key_command_setting;
// pg_veil.rewrite: whether the planner rewrites queries on releases. Their results are the same.
extern bool rewrite_setting;
// pg_veil.record_sync: whether a record of an answer is on the disk before the answer goes out.
extern bool record_sync_setting;
// pg_veil.record_size, record_files: megabytes of a file of this record, and how many files are kept.
extern int record_size_setting;
extern int record_files_setting;
// pg_veil.guard_cells: how many sets the guard against differences remembers of a role and release.
extern int guard_cells_setting;

// Backend code, from _PG_init.
void define_settings();

} // namespace veil::pg
