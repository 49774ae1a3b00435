// From a data key to the keys that are used: one derived key, one algorithm (design, section 5).
#pragma once

#include "core/secret.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace veil {

// HKDF-SHA-256 without salt; info is "pg_veil/1", purpose, key name, version (4 bytes) and scope, each
// preceded by its length in 4 bytes, all integers big-endian. So two different tuples never give the same
// info. What this function returns for given arguments is stored in users' data and must never change. Throws
// std::bad_alloc.
[[nodiscard]] Key256 derive_key(const Key256& data_key, std::string_view purpose, std::string_view key_name,
                                std::uint32_t version, std::string_view scope);

// Tells, in public, which data key a name and version stand for. It says nothing else of the key.
using CheckValue = std::array<std::uint8_t, 16>;

// The first 16 bytes of the key derived for the purpose "check" and the empty scope.
[[nodiscard]] CheckValue check_value(const Key256& data_key, std::string_view key_name,
                                     std::uint32_t version);

} // namespace veil
