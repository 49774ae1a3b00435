// The keys inside one format: one for each permutation that the format is made of.
#pragma once

#include "core/hmac_sha256.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace veil {

// HMAC-SHA-256 of the part's name under the format's derived key, which is used for nothing else. The names
// are part of the pseudonyms' definition.
[[nodiscard]] inline Key256 part_key(const Key256& format_key, std::string_view part) noexcept {
    Key256 key;
    HmacSha256(format_key.bytes())
        .mac({reinterpret_cast<const std::uint8_t*>(part.data()), part.size()}, key.bytes());
    return key;
}

} // namespace veil
