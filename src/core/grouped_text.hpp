// Values that people write in groups: "4111 1111 1111 1111". The groups are notation, kept as they are.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace veil {

// The characters of a value without its separators, of which there may be one between any two characters, but
// none at the ends and no two in a row. Their number; nothing where they do not fit into `out` or separators
// stand elsewhere.
[[nodiscard]] inline std::optional<std::size_t> ungroup(std::string_view value, std::string_view separators,
                                                        std::span<char> out) noexcept {
    std::size_t size = 0;
    bool may_separate = false;
    for (const char character : value) {
        const bool separates = separators.find(character) != std::string_view::npos;
        if (separates ? !may_separate : size == out.size())
            return std::nullopt;
        if (!separates)
            out[size++] = character;
        may_separate = !separates;
    }
    return may_separate ? std::optional(size) : std::nullopt;
}

// The value with its characters replaced by as many others, its separators in place. `out` has its size.
inline void regroup(std::string_view value, std::string_view separators, const char* characters,
                    char* out) noexcept {
    for (const char character : value)
        *out++ = separators.find(character) != std::string_view::npos ? character : *characters++;
}

} // namespace veil
