#include "pg/character_length.hpp"

namespace veil::pg {

namespace {

std::size_t server_character_length(const char* character, std::size_t remaining) noexcept {
    // GB18030 looks at the second byte.
    if (remaining == 1) {
        return 1;
    }
    int length = pg_encoding_mblen(GetDatabaseEncoding(), character);
    return std::clamp<std::size_t>(length > 0 ? static_cast<std::size_t>(length) : 1, 1, remaining);
}

} // namespace

CharacterLength character_length() noexcept {
    int encoding = GetDatabaseEncoding();
    if (encoding == PG_UTF8) {
        return utf8_character_length;
    }
    return pg_encoding_max_length(encoding) == 1 ? single_byte_length : server_character_length;
}

} // namespace veil::pg
