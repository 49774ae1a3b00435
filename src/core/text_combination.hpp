// Several texts as one, so that no two lists of texts have the same: the separator and the backslash inside a
// part have a backslash before them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace veil {

// Printable ASCII, and not the backslash. In no encoding of PostgreSQL's servers is it a byte of another
// character, nor is the backslash.
[[nodiscard]] constexpr bool is_separator(char separator) noexcept {
    return separator >= ' ' && separator <= '~' && separator != '\\';
}

// The bytes that a part takes.
[[nodiscard]] inline std::size_t escaped_size(std::string_view part, char separator) noexcept {
    return part.size() + static_cast<std::size_t>(std::count_if(
                             part.begin(), part.end(), [&](char c) { return c == separator || c == '\\'; }));
}

// Writes a part, escaped_size() bytes, and returns the end.
inline char* write_escaped(std::string_view part, char separator, char* out) noexcept {
    for (const char c : part) {
        if (c == separator || c == '\\') {
            *out++ = '\\';
        }
        *out++ = c;
    }
    return out;
}

} // namespace veil
