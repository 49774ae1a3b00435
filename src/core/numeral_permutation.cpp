#include "core/numeral_permutation.hpp"

#include "core/crypto_failure.hpp"
#include "core/ff1_domain.hpp"
#include "core/format_key.hpp"

#include <string>

namespace veil {
namespace {

// The number of `length` numerals, which is below 2^20.
std::uint32_t small_domain(std::uint32_t radix, std::size_t length) noexcept {
    std::uint32_t size = 1;
    while (length-- > 0)
        size *= radix;
    return size;
}

constexpr std::string_view ff1_part = "ff1";

} // namespace

NumeralPermutation::NumeralPermutation(const Key256& key, std::uint32_t radix, std::size_t tweak_size)
    : radix_(radix), tweak_size_(tweak_size), long_strings_(part_key(key, ff1_part).bytes(), radix) {
    if (tweak_size > NumeralFf1::longest_tweak)
        throw CryptoFailure("an FF1 tweak must have at most 16 bytes");
    std::ranges::copy(key.bytes(), key_.bytes().begin());
    Uint128 size = 1;
    while (size <= Uint128{1} << 64) {
        size *= radix;
        ++number_lengths_;
    }
}

NumeralPermutation::~NumeralPermutation() = default;

const NumeralPermutation::OfLength& NumeralPermutation::of_length(std::size_t length) const {
    std::unique_ptr<const OfLength>& known = by_length_[length];
    if (known == nullptr) {
        if (ff1_is_safe(radix_, length))
            known = std::make_unique<const OfLength>(
                NumeralFf1(part_key(key_, ff1_part), radix_, length, tweak_size_));
        else
            known = std::make_unique<const OfLength>(PermutationTable(
                part_key(key_, "table/" + std::to_string(length)), small_domain(radix_, length)));
    }
    return *known;
}

std::uint64_t NumeralPermutation::map_number(Direction direction, std::uint64_t number, std::size_t length,
                                             std::span<const std::uint8_t> tweak) const {
    const OfLength& permutation = of_length(length);
    if (const auto* ff1 = std::get_if<NumeralFf1>(&permutation)) [[likely]]
        return direction == Direction::apply ? ff1->encrypt(number, tweak) : ff1->decrypt(number, tweak);
    const PermutationTable& table = *std::get_if<PermutationTable>(&permutation);
    const auto entry = static_cast<std::uint32_t>(number);
    return direction == Direction::apply ? table.apply(entry) : table.invert(entry);
}

bool NumeralPermutation::map(Direction direction, std::span<Numeral> numerals,
                             std::span<const std::uint8_t> tweak) const {
    if (numerals.size() > most_numerals)
        return false;
    if (!has_numbers(numerals.size()))
        return direction == Direction::apply ? long_strings_.encrypt(numerals, tweak)
                                             : long_strings_.decrypt(numerals, tweak);
    std::uint64_t number = 0;
    for (const Numeral numeral : numerals)
        number = number * radix_ + numeral;
    number = map_number(direction, number, numerals.size(), tweak);
    for (std::size_t i = numerals.size(); i-- > 0; number /= radix_)
        numerals[i] = static_cast<Numeral>(number % radix_);
    return true;
}

} // namespace veil
