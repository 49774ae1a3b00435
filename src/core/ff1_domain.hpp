// For which domains FF1 (NIST SP 800-38G) is defined and meant.
#pragma once

#include <cstddef>
#include <cstdint>

namespace veil {

// Section 5.1: radix in [2, 2^16], radix^length >= 100, 2 <= length < 2^32, and 4 bytes for the tweak's size.
inline constexpr std::uint32_t ff1_least_radix = 2;
inline constexpr std::uint32_t ff1_greatest_radix = 65536;
inline constexpr std::size_t ff1_least_length = 2;
inline constexpr std::size_t ff1_greatest_length = 0xffffffff;
inline constexpr std::size_t ff1_greatest_tweak = 0xffffffff;
inline constexpr std::uint64_t ff1_least_domain = 100;

// What Revision 1 (drafts of 2019 and 2025) asks for after the attacks on small domains. The algorithm works
// below it; who releases data insists on it, and takes a PermutationTable for what is smaller.
inline constexpr std::uint64_t ff1_least_safe_domain = 1'000'000;

// Whether radix^length >= least, for a radix that FF1 knows and a floor of at most 2^48.
[[nodiscard]] constexpr bool ff1_domain_reaches(std::uint32_t radix, std::size_t length,
                                                std::uint64_t least) noexcept {
    std::uint64_t power = 1;
    // No product overflows: below the floor, power has 48 bits, and radix 17.
    while (power < least && length-- > 0)
        power *= radix;
    return power >= least;
}

// Whether FF1 is defined on strings of `length` numerals below `radix`.
[[nodiscard]] constexpr bool ff1_is_defined(std::uint32_t radix, std::size_t length) noexcept {
    return radix >= ff1_least_radix && radix <= ff1_greatest_radix && length >= ff1_least_length &&
           length <= ff1_greatest_length && ff1_domain_reaches(radix, length, ff1_least_domain);
}

// Whether it is fit for releasing data too.
[[nodiscard]] constexpr bool ff1_is_safe(std::uint32_t radix, std::size_t length) noexcept {
    return ff1_is_defined(radix, length) && ff1_domain_reaches(radix, length, ff1_least_safe_domain);
}

} // namespace veil
