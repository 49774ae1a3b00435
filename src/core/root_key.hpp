// What a root key command prints.
#pragma once

#include "core/secret.hpp"

#include <optional>
#include <string_view>

namespace veil {

// The 32 bytes of exactly 64 hexadecimal digits (either case) or 44 characters of base64 (RFC 4648 section 4,
// one
// `=`, unused bits zero), with ASCII white space around it ignored; of anything else nothing. Makes no copy
// of the text; cleansing `output` is the caller's part.
[[nodiscard]] std::optional<Key256> parse_root_key(std::string_view output) noexcept;

} // namespace veil
