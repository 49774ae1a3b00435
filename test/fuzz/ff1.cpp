// Ff1 and NumeralFf1 stay in their domain, decrypt() inverts encrypt(), in both orders, for every key, radix,
// length and tweak, and they agree with each other and with the reference of the unit tests.
#include "core/ff1.hpp"

#include "../unit/ff1_reference.hpp"
#include "core/ff1_number.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace {

using namespace veil;
using Numerals = std::vector<Ff1::Numeral>;
using Bytes = std::vector<std::uint8_t>;

void require(bool holds) {
    if (!holds)
        std::abort();
}

// The reference is slow: strings that it does in some milliseconds.
constexpr std::size_t longest_compared = 200;

void compare_with_reference(const Bytes& key, std::uint32_t radix, const Numerals& plaintext,
                            const Numerals& ciphertext, const Bytes& tweak) {
    const test::Ff1Reference::Digits digits(plaintext.begin(), plaintext.end());
    const auto expected = test::Ff1Reference(key, radix).encrypt(digits, tweak);
    require(std::ranges::equal(expected, ciphertext));
}

std::uint64_t value_of(const Numerals& numerals, std::uint32_t radix) {
    std::uint64_t value = 0;
    for (const Ff1::Numeral numeral : numerals)
        value = value * radix + numeral;
    return value;
}

bool fits_64_bits(std::uint32_t radix, std::size_t length) {
    Uint128 size = 1;
    while (length-- > 0 && size <= Uint128{1} << 64)
        size *= radix;
    return size <= Uint128{1} << 64;
}

void compare_with_numbers(const Bytes& key, std::uint32_t radix, const Numerals& plaintext,
                          const Numerals& ciphertext, const Bytes& tweak) {
    Key256 key256;
    std::ranges::copy(key, key256.bytes().begin());
    const NumeralFf1 ff1(key256, radix, plaintext.size(), tweak.size());
    std::uint64_t value = value_of(plaintext, radix);
    const std::uint64_t image = value_of(ciphertext, radix);
    require(ff1.encrypt(value, tweak) == image && ff1.decrypt(image, tweak) == value);
    ff1.encrypt(std::span(&value, 1), tweak);
    require(value == image);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    const std::size_t key_size = 16 + 8 * input.ConsumeIntegralInRange<std::size_t>(0, 2);
    // Small radices half of the time, where most formats are.
    const auto radix = input.ConsumeBool() ? input.ConsumeIntegralInRange<std::uint32_t>(2, 64)
                                           : input.ConsumeIntegralInRange<std::uint32_t>(2, 65536);
    const auto length = input.ConsumeIntegralInRange<std::size_t>(0, input.ConsumeBool() ? 40 : 2000);
    Bytes tweak = input.ConsumeBytes<std::uint8_t>(input.ConsumeIntegralInRange<std::size_t>(0, 300));
    Bytes key = input.ConsumeBytes<std::uint8_t>(key_size);
    key.resize(key_size);
    Numerals plaintext(length);
    bool in_range = true;
    for (Ff1::Numeral& numeral : plaintext) {
        numeral = input.ConsumeIntegral<Ff1::Numeral>();
        // One string in a few keeps what is out of range.
        if (size % 8 != 0)
            numeral = static_cast<Ff1::Numeral>(numeral % radix);
        in_range = in_range && numeral < radix;
    }

    const Ff1 ff1(key, radix);
    Numerals numerals = plaintext;
    const bool worked = ff1.encrypt(numerals, tweak);
    require(worked == (in_range && ff1_is_defined(radix, length)));
    if (!worked) {
        require(numerals == plaintext && !ff1.decrypt(numerals, tweak) && numerals == plaintext);
        return 0;
    }
    const Numerals ciphertext = numerals;
    require(std::ranges::all_of(ciphertext, [radix](Ff1::Numeral numeral) { return numeral < radix; }));
    require(ff1.decrypt(numerals, tweak) && numerals == plaintext);
    require(ff1.decrypt(numerals, tweak) && ff1.encrypt(numerals, tweak) && numerals == plaintext);
    if (length <= longest_compared)
        compare_with_reference(key, radix, plaintext, ciphertext, tweak);
    if (key_size == 32 && tweak.size() <= NumeralFf1::longest_tweak && fits_64_bits(radix, length))
        compare_with_numbers(key, radix, plaintext, ciphertext, tweak);
    return 0;
}
