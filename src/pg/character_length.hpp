// Where the characters of texts end, in the encoding of the database.
#pragma once

#include "core/text_masking.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

[[nodiscard]] CharacterLength character_length() noexcept;

} // namespace veil::pg
