// Destroying keys when the transaction commits, and not when it rolls back.
#pragma once

#include "core/key_derivation.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

// Overwrites the key's entry in the keyring when this transaction commits; a key that is not in it is
// destroyed already. Only what comes after it in a commit, a serialization failure or a crash, can leave the
// entry overwritten and the catalog as it was: the key is then refused all the same. C++ code.
void destroy_at_commit(std::string_view name, std::int32_t version, const CheckValue& check);

} // namespace veil::pg
