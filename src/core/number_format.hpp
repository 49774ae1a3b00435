// Format-preserving pseudonyms of numbers: permutations of the numbers in a range. What lies outside has no
// image. Each class takes a format text, and throws InvalidFormat for one that is not its own, CryptoFailure
// and std::bad_alloc. What is returned is stored in users' data: the mapping of a key and a format text never
// changes. Not for two threads at once.
#pragma once

#include "core/range_permutation.hpp"
#include "core/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace veil {

__extension__ using Int128 = __int128;

// "integer max=9 min=0", "date ...", "timestamp ..." (days and microseconds since 2000-01-01), "decimal ...
// scale=2" (in units of the last decimal): the whole numbers from min to max, both included. With "step=60"
// only those that are a multiple of the step away from min.
class WholeNumberFormat {
  public:
    static constexpr std::string_view purpose = "format_preserving/number";

    WholeNumberFormat(const Key256& key, std::string_view format);

    [[nodiscard]] std::optional<Int128> map(Direction direction, Int128 value) const noexcept {
        if (value < least_ || value > greatest_)
            return std::nullopt;
        const Uint128 distance = static_cast<Uint128>(value) - static_cast<Uint128>(least_);
        if (step_ == 1) [[likely]]
            return at(permutation_.map(direction, distance));
        if (distance % step_ != 0)
            return std::nullopt;
        return at(permutation_.map(direction, distance / step_));
    }

    // Of "decimal": how many decimals the units have; else 0.
    [[nodiscard]] int scale() const noexcept { return scale_; }

  private:
    struct Parsed {
        Int128 least;
        Int128 greatest;
        std::uint64_t step;
        int scale;
    };

    static Parsed parse(std::string_view text);
    WholeNumberFormat(const Key256& key, const Parsed& parsed);

    [[nodiscard]] Int128 at(Uint128 place) const noexcept {
        return static_cast<Int128>(static_cast<Uint128>(least_) + place * step_);
    }

    Int128 least_;
    Int128 greatest_;
    std::uint64_t step_;
    int scale_;
    RangePermutation permutation_;
};

// "real" and "double precision" (name "double"), with max and min or all finite ones: the values that the
// type can hold, in their order; 0 and -0 are one, NaN is none.
template <class Float>
class FloatFormat {
  public:
    static constexpr std::string_view purpose =
        sizeof(Float) == 4 ? "format_preserving/real" : "format_preserving/double";

    FloatFormat(const Key256& key, std::string_view format);

    [[nodiscard]] std::optional<Float> map(Direction direction, Float value) const noexcept;

  private:
    struct Range {
        std::int64_t least;
        std::int64_t greatest;
    };

    static Range parse(std::string_view text);
    FloatFormat(const Key256& key, Range range);

    Range range_;
    RangePermutation permutation_;
};

extern template class FloatFormat<float>;
extern template class FloatFormat<double>;

// Decimal, up to 38 digits, with a sign where negative; nothing for other texts.
[[nodiscard]] std::optional<Int128> parse_int128(std::string_view text) noexcept;

// "-12.340" in units of the last of `scale` decimals, zeros behind it left out; nothing for a number of more
// decimals or over 38 digits, and for other texts.
[[nodiscard]] std::optional<Int128> parse_decimal(std::string_view text, int scale) noexcept;

// The other way round; `out` has room for 80 characters. The characters written.
std::size_t write_decimal(Int128 units, int scale, char* out) noexcept;

} // namespace veil
