// A keyed permutation of the numbers from 0 to any greatest one.
#pragma once

#include "core/byte_order.hpp"
#include "core/ff1_binary.hpp"
#include "core/permutation_table.hpp"
#include "core/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

namespace veil {

// Whether a mapping is applied or undone.
enum class Direction { apply, invert };

// Up to 2^20 numbers are a PermutationTable: FF1 is not safe on less than a million. More are FF1 on the bits
// that the greatest one needs, repeated until the result lies in the range ("cycle walking", J. Black and
// P. Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002, section 4): under two rounds on average,
// and still a permutation. Part of the pseudonyms' definition. Not for two threads at once (see BinaryFf1).
class RangePermutation {
  public:
    using Number = Uint128;

    // A permutation of [0, greatest], another for each tweak of `tweak_size` bytes, at most 8. A table has no
    // tweak. Throws CryptoFailure if it is asked for one or if AES is not available, std::bad_alloc.
    RangePermutation(const Key256& key, Number greatest, std::size_t tweak_size = 0);

    // `value` is at most `greatest`.
    [[nodiscard]] Number map(Direction direction, Number value,
                             std::span<const std::uint8_t> tweak = {}) const noexcept;

    [[nodiscard]] Number greatest() const noexcept { return greatest_; }

  private:
    using Permutation = std::variant<PermutationTable, BinaryFf1>;

    static Permutation permutation_of(const Key256& key, Number greatest, std::size_t tweak_size);

    Number greatest_;
    Permutation permutation_;
};

} // namespace veil
