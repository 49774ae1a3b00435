// The keyring file and the root key command: where secrets enter the server.
#pragma once

#include "core/keyring.hpp"
#include "core/secret.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

// Reads the whole keyring. An absent file is an empty keyring. Refuses a file that others may read, that
// another user owns or that is damaged. C++ code.
[[nodiscard]] Keyring read_keyring();

// Adds an entry: under a lock, to a temporary file, synced and renamed, so that no crash and no second
// session loses an entry. C++ code.
void add_to_keyring(KeyringEntry entry);

// The root key: read in the postmaster when the library is preloaded, else at first use. C++ code.
[[nodiscard]] const Key256& root_key();

// Runs the command in the postmaster; a failure is logged and leaves the server without keys, not down.
// Backend code.
void preload_root_key();

} // namespace veil::pg
