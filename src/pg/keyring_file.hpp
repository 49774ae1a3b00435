// The keyring file: read when it is another one than before, replaced as a whole.
#pragma once

#include "core/keyring.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

// The keyring as the file is now: a stat, and a read if the file is another one than last time. An absent
// file is an empty keyring. Refuses a file that others may read, that another user owns or that is damaged.
// Valid until the next call. C++ code, like all below.
[[nodiscard]] const Keyring& current_keyring();

// Whether the file, or the setting that names it, is another one than current_keyring() last read: a stat.
[[nodiscard]] bool keyring_has_changed() noexcept;

// What becomes of the file that is replaced. The keys that a new keyring leaves out must not linger on the
// disk.
enum class OldKeyring { left, overwritten };

// Changes the keyring: under a lock, to a temporary file, synced and renamed, so that no crash and no second
// session loses an entry. `change` says whether it changed anything.
void change_keyring(const std::function<bool(Keyring&)>& change, OldKeyring old);

} // namespace veil::pg
