// Known-answer tests of the primitives, to be run before they are used: a library or a processor that gives
// wrong answers would hand out pseudonyms that nobody can reproduce, or none that protect.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace veil {

struct KnownAnswer {
    std::string_view primitive; // for the message
    // Fills `out`, which is as long as the answer. May throw.
    void (*compute)(std::span<std::uint8_t> out);
    std::string_view answer; // hexadecimal, at most 128 digits
};

// One or more of every primitive that the core uses, both directions of what has two.
[[nodiscard]] std::span<const KnownAnswer> known_answers() noexcept;

// The first primitive whose answer is another, or that throws; empty if there is none.
[[nodiscard]] std::string_view failing_primitive(std::span<const KnownAnswer> known) noexcept;

} // namespace veil
