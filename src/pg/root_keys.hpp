// The root keys that this process has from the root key commands. There are two while the keyring goes over
// from one root key to the next: each of its keys is unwrapped with the one that fits.
#pragma once

#include "core/secret.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

// Runs the commands in the postmaster; a failure is logged and leaves the server without keys, not down.
// Backend code.
void preload_root_keys();

// The first root key that fits: of those this process has, else of those that the commands print now, for the
// setting or what it reads may have changed. Null if none does. Commands run once a statement at most,
// however many keys do not fit. Valid until the next call. C++ code, like all below.
[[nodiscard]] const Key256* find_root_key(const std::function<bool(const Key256&)>& fits);

// All that this process has, those of the commands as they are now first.
[[nodiscard]] std::span<const Key256> refreshed_root_keys();

// Whether a command ever gave one: tells "none" from "none that fits".
[[nodiscard]] bool has_root_key() noexcept;

// What pg_veil.root_key_command or pg_veil.new_root_key_command prints now, to wrap keys under. Refuses one
// that prints another key when it runs again.
[[nodiscard]] std::optional<Key256> run_root_key_command();
[[nodiscard]] std::optional<Key256> run_new_root_key_command();

[[noreturn]] void refuse_without_root_key();

} // namespace veil::pg
