#include "core/fixed_point.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

namespace veil {
namespace {

__extension__ using Int128 = __int128;

static_assert(std::numeric_limits<double>::is_iec559);

// Numbers near 1 are in units of 2^-62, so that a sign and 2 fit beside them.
constexpr int unit_bits = 62;
constexpr std::int64_t one = std::int64_t{1} << unit_bits;

[[nodiscard]] constexpr std::int64_t multiply(std::int64_t a, std::int64_t b) noexcept {
    return static_cast<std::int64_t>((Int128{a} * b) >> unit_bits);
}

// ln(numerator / denominator), 1 <= the quotient <= 2, in units of 2^-100: twice the series of atanh((n - d)
// / (n + d)), whose terms fall by 9 at least. numerator + denominator is at most 1024.
[[nodiscard]] constexpr Uint128 logarithm(unsigned numerator, unsigned denominator) noexcept {
    const unsigned difference = numerator - denominator;
    const unsigned sum = numerator + denominator;
    Uint128 power = (Uint128{difference} << 101) / sum;
    Uint128 result = 0;
    for (unsigned divisor = 1; power > 0; divisor += 2) {
        result += power / divisor;
        power = power * difference / sum * difference / sum;
    }
    return result;
}

constexpr Uint128 ln_2 = logarithm(2, 1);

// For m in [1, 2) with i = the first bits of its fraction: a short reciprocal, in 1/512, with |m * reciprocal
// - 1| < 2^-7, and what its logarithm takes off.
constexpr int index_bits = 7;
constexpr int reciprocal_bits = 9;

struct Reciprocal {
    std::uint32_t value;
    std::int64_t logarithm; // of 1 / (value / 512)
};

constexpr auto reciprocals = [] {
    std::array<Reciprocal, 1U << index_bits> table{};
    for (unsigned i = 0; i < table.size(); ++i) {
        // 512 / (1 + (i + 1/2) / 128), rounded.
        const unsigned middle = 257 + 2 * i;
        const unsigned value = (2 * 512 * 256 + middle) / (2 * middle);
        table[i] = {value, static_cast<std::int64_t>(logarithm(512, value) >> (100 - unit_bits))};
    }
    return table;
}();

// ln(1 + r) for |r| < 2^-7; the series' first term left out is under 2^-66.
[[nodiscard]] std::int64_t logarithm_near_one(std::int64_t r) noexcept {
    std::int64_t sum = -one / 8;
    for (int divisor = 7; divisor > 0; --divisor) {
        const std::int64_t coefficient = one / divisor;
        sum = (divisor % 2 == 1 ? coefficient : -coefficient) + multiply(sum, r);
    }
    return multiply(sum, r);
}

// 1/0!, 1/1! ... 1/20!
constexpr auto inverse_factorials = [] {
    std::array<std::int64_t, 21> table{one};
    Int128 precise = Int128{1} << 120;
    for (int i = 1; i < static_cast<int>(table.size()); ++i) {
        precise /= i;
        table[static_cast<std::size_t>(i)] = static_cast<std::int64_t>(precise >> (120 - unit_bits));
    }
    return table;
}();

// Taylor's series of the sine (`first` 1) or cosine (`first` 0) up to pi/4, in the squares of the angle. The
// first term left out is under 2^-70.
[[nodiscard]] std::int64_t series(std::int64_t square, std::size_t first) noexcept {
    std::int64_t sum = 0;
    for (std::size_t term = 10; term-- > 0;) {
        const std::int64_t coefficient = inverse_factorials[2 * term + first];
        sum = (term % 2 == 0 ? coefficient : -coefficient) + multiply(sum, square);
    }
    return sum;
}

// sin(pi/2 * x) for x from 0 to 1, both in units of 2^-62.
[[nodiscard]] std::int64_t sine_of_quadrant(std::int64_t x) noexcept {
    constexpr std::int64_t half_pi = 0x6487ED5110B4611A;
    const bool is_steep = x <= one / 2;
    const std::int64_t angle = multiply(half_pi, is_steep ? x : one - x);
    const std::int64_t square = multiply(angle, angle);
    return is_steep ? multiply(angle, series(square, 1)) : series(square, 0);
}

} // namespace

std::uint64_t exponential_deviate(std::uint64_t bits) noexcept {
    // 2 * bits + 1 is 65 bits long: `zeros` zeros, and then m in units of 2^-63, whose own last bit is lost
    // where there are no zeros.
    const int zeros = std::countl_zero(bits);
    const std::uint64_t m = zeros == 0 ? bits : (2 * bits + 1) << (zeros - 1);
    const Reciprocal& reciprocal = reciprocals[m << 1 >> (64 - index_bits)];
    const Int128 product = static_cast<Int128>(Uint128{m} * reciprocal.value);
    constexpr int product_bits = 63 + reciprocal_bits;
    const auto r =
        static_cast<std::int64_t>((product - (Int128{1} << product_bits)) >> (product_bits - unit_bits));
    const auto whole = static_cast<Int128>((static_cast<unsigned>(zeros + 1) * ln_2) >> (100 - unit_bits));
    const Int128 result = whole - reciprocal.logarithm - logarithm_near_one(r);
    return static_cast<std::uint64_t>(std::max<Int128>(result, 0) >> (unit_bits - 58));
}

std::int64_t cosine_of_turn(std::uint64_t bits) noexcept {
    const auto x = static_cast<std::int64_t>(bits & (static_cast<std::uint64_t>(one) - 1));
    switch (bits >> unit_bits) {
    case 0:
        return sine_of_quadrant(one - x);
    case 1:
        return -sine_of_quadrant(x);
    case 2:
        return -sine_of_quadrant(one - x);
    default:
        return sine_of_quadrant(x);
    }
}

std::int64_t normal_deviate(std::uint64_t exponential, std::uint64_t bits) noexcept {
    // Powers of two but for the root: nothing else is rounded.
    const double radius = std::sqrt(static_cast<double>(exponential) * 0x1p-57);
    const auto fixed = static_cast<std::int64_t>(radius * 0x1p58);
    const std::int64_t cosine = cosine_of_turn(bits);
    const auto magnitude = multiply(fixed, cosine < 0 ? -cosine : cosine);
    return cosine < 0 ? -magnitude : magnitude;
}

} // namespace veil
