// A keyed permutation of the numeral strings of each length, in one radix.
#pragma once

#include "core/ff1.hpp"
#include "core/ff1_number.hpp"
#include "core/permutation_table.hpp"
#include "core/range_permutation.hpp"
#include "core/secret.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <variant>

namespace veil {

// FF1 (NIST SP 800-38G, AES-256, the standard's own results) where radix^length reaches a million values, a
// PermutationTable with a key of its own below. The tables, up to a few megabytes for all lengths together,
// are made at the first string of a length. Not for two threads at once.
class NumeralPermutation {
  public:
    using Numeral = Ff1::Numeral;

    // Longer strings have no permutation: the time would grow with the square of their length.
    static constexpr std::size_t most_numerals = 4096;

    // `radix` is 2 to 65536. A tweak has exactly `tweak_size` bytes, at most 16; a table ignores it. Throws
    // CryptoFailure if these are out of range or AES is not available, std::bad_alloc.
    NumeralPermutation(const Key256& key, std::uint32_t radix, std::size_t tweak_size = 0);
    ~NumeralPermutation();
    NumeralPermutation(const NumeralPermutation&) = delete;
    NumeralPermutation& operator=(const NumeralPermutation&) = delete;

    // Whether the strings of this length are the numbers below 2^64, for which map_number() is.
    [[nodiscard]] bool has_numbers(std::size_t length) const noexcept { return length < number_lengths_; }

    // In place, numerals below the radix; the empty string is its own image. False, changing nothing, for
    // more than most_numerals. Throws CryptoFailure, std::bad_alloc.
    [[nodiscard]] bool map(Direction direction, std::span<Numeral> numerals,
                           std::span<const std::uint8_t> tweak = {}) const;

    // The same on the number that the numerals write, most significant first. Throws as map().
    [[nodiscard]] std::uint64_t map_number(Direction direction, std::uint64_t number, std::size_t length,
                                           std::span<const std::uint8_t> tweak = {}) const;

  private:
    using OfLength = std::variant<PermutationTable, NumeralFf1>;

    [[nodiscard]] const OfLength& of_length(std::size_t length) const;

    Key256 key_;
    std::uint32_t radix_;
    std::size_t tweak_size_;
    std::size_t number_lengths_ = 0; // the first length whose strings are more than 2^64
    Ff1 long_strings_;
    mutable std::array<std::unique_ptr<const OfLength>, 65> by_length_;
};

} // namespace veil
