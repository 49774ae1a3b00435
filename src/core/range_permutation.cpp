#include "core/range_permutation.hpp"

#include "core/crypto_failure.hpp"

#include <bit>

namespace veil {
namespace {

constexpr Uint128 greatest_of_table = (1U << 20) - 1;

unsigned bit_width(Uint128 number) noexcept {
    const auto high = static_cast<std::uint64_t>(number >> 64);
    return static_cast<unsigned>(high != 0 ? 64 + std::bit_width(high)
                                           : std::bit_width(static_cast<std::uint64_t>(number)));
}

} // namespace

RangePermutation::Permutation RangePermutation::permutation_of(const Key256& key, Number greatest,
                                                               std::size_t tweak_size) {
    if (greatest > greatest_of_table)
        return BinaryFf1(key, bit_width(greatest), tweak_size);
    if (tweak_size != 0)
        throw CryptoFailure("a permutation table has no tweak");
    return PermutationTable(key, static_cast<std::uint32_t>(greatest) + 1);
}

RangePermutation::RangePermutation(const Key256& key, Number greatest, std::size_t tweak_size)
    : greatest_(greatest), permutation_(permutation_of(key, greatest, tweak_size)) {}

RangePermutation::Number RangePermutation::map(Direction direction, Number value,
                                               std::span<const std::uint8_t> tweak) const noexcept {
    if (const auto* table = std::get_if<PermutationTable>(&permutation_)) {
        const auto entry = static_cast<std::uint32_t>(value);
        return direction == Direction::apply ? table->apply(entry) : table->invert(entry);
    }
    const BinaryFf1& ff1 = *std::get_if<BinaryFf1>(&permutation_);
    // Ends: the value lies on a cycle of the permutation of all numbers of these bits, and is in the range
    // itself.
    do {
        value = direction == Direction::apply ? ff1.encrypt(value, tweak) : ff1.decrypt(value, tweak);
    } while (value > greatest_);
    return value;
}

} // namespace veil
