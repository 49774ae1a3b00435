// Whose rows are in a cell: a hash of all of them, whatever the order, and about how many subjects they are
// of. In memory of a fixed size, at a few nanoseconds a row, since a set of them would cost more than the
// query.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace veil {

// Of each subject with its number of rows.
using ContributorHash = std::array<std::uint64_t, 2>;

// The estimate is HyperLogLog's (P. Flajolet, E. Fusy, O. Gandouet and F. Meunier, "HyperLogLog: the analysis
// of a near-optimal cardinality estimation algorithm", 2007) with 256 registers: a standard error of 6.5 %,
// and exact but for collisions where subjects are few.
class Contributors {
  public:
    // A row's subject, as a hash, which need not be uniform.
    void add(std::uint64_t subject) noexcept {
        const std::uint64_t first = mixed(subject);
        hash_[0] += first;
        hash_[1] += mixed(first + 0x9e3779b97f4a7c15);
        // A bit below the register's number ends the zeros.
        const auto rank = static_cast<std::uint8_t>(std::countl_zero(first << register_bits | low_bit) + 1);
        std::uint8_t& place = registers_[first >> (64 - register_bits)];
        place = place < rank ? rank : place;
    }
    void merge(const Contributors& other) noexcept;

    [[nodiscard]] const ContributorHash& hash() const noexcept { return hash_; }
    [[nodiscard]] double estimated_subjects() const noexcept;

  private:
    static constexpr int register_bits = 8;
    static constexpr std::uint64_t low_bit = std::uint64_t{1} << (register_bits - 1);

    // The finalizer of SplitMix64 (G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number
    // generators", 2014).
    [[nodiscard]] static std::uint64_t mixed(std::uint64_t word) noexcept {
        word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9;
        word = (word ^ (word >> 27U)) * 0x94d049bb133111eb;
        return word ^ (word >> 31U);
    }

    ContributorHash hash_{};
    std::array<std::uint8_t, std::size_t{1} << register_bits> registers_{};
};

} // namespace veil
