// Values of the type veil.key: name/version, as text and as datum.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

struct ParsedKey {
    std::string_view name;
    std::optional<std::int32_t> version;
};

// name/version; a name without a version means the active one.
[[nodiscard]] ParsedKey parse_key(std::string_view input) noexcept;

// C++ code.
[[nodiscard]] Datum new_key_value(std::string_view name, std::int32_t version);

// For a key that is to be used under its active version and has none. C++ code.
[[noreturn]] void refuse_without_active_version(std::string_view name, const std::string& rule = {});

} // namespace veil::pg
