#include "core/ff1_number.hpp"

#include "core/crypto_failure.hpp"
#include "core/ff1.hpp"
#include "core/ff1_binary.hpp"
#include "ff1_reference.hpp"
#include "ff1_vectors.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace veil {
namespace {

using test::Bytes;
using test::copy_of;
using test::counting_key;
using test::Ff1Reference;
using test::Ff1Vector;
using test::hex_bytes;
using test::key_of;

Uint128 power(std::uint32_t radix, std::size_t exponent) {
    Uint128 result = 1;
    for (std::size_t i = 0; i < exponent; ++i)
        result *= radix;
    return result;
}

std::uint64_t value_of(const Ff1Reference::Digits& digits, std::uint32_t radix) {
    std::uint64_t value = 0;
    for (const std::uint32_t digit : digits)
        value = value * radix + digit;
    return value;
}

Ff1Reference::Digits digits_of(std::uint64_t value, std::uint32_t radix, std::size_t length) {
    Ff1Reference::Digits digits(length);
    for (std::size_t i = length; i-- > 0; value /= radix)
        digits[i] = static_cast<std::uint32_t>(value % radix);
    return digits;
}

// All there are of a radix.
std::vector<std::size_t> lengths_of(std::uint32_t radix) {
    std::vector<std::size_t> lengths;
    for (std::size_t length = 2; length <= 64 && power(radix, length) <= Uint128{1} << 64; ++length) {
        if (ff1_is_defined(radix, length))
            lengths.push_back(length);
    }
    return lengths;
}

class RandomNumbers {
  public:
    std::uint64_t up_to(std::uint64_t greatest) {
        return greatest == ~std::uint64_t{0} ? random_() : random_() % (greatest + 1);
    }
    Bytes bytes(std::size_t size) {
        Bytes bytes(size);
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random_());
        return bytes;
    }

  private:
    std::mt19937_64 random_ = test::repeatable_random();
};

TEST(NumeralFf1, GivesTheNistSamplesOfAes256) {
    unsigned checked = 0;
    for (const Ff1Vector& sample : test::nist_ff1_samples()) {
        const auto radix = static_cast<std::uint32_t>(sample.alphabet.size());
        const Bytes key = hex_bytes(sample.key);
        if (key.size() != 32 || radix != 10)
            continue;
        const Bytes tweak = hex_bytes(sample.tweak);
        const NumeralFf1 ff1(key_of(key), radix, sample.plaintext.size(), tweak.size());
        EXPECT_EQ(ff1.encrypt(std::stoull(sample.plaintext), tweak), std::stoull(sample.ciphertext));
        EXPECT_EQ(ff1.decrypt(std::stoull(sample.ciphertext), tweak), std::stoull(sample.plaintext));
        ++checked;
    }
    EXPECT_EQ(checked, 2U);
}

void expect_reference(const NumeralFf1& ff1, const Ff1Reference& reference, std::uint32_t radix,
                      std::size_t length, std::uint64_t value, const Bytes& tweak) {
    const auto digits = digits_of(value, radix, length);
    const std::uint64_t image = ff1.encrypt(value, tweak);
    ASSERT_EQ(image, value_of(reference.encrypt(digits, tweak), radix))
        << "radix " << radix << ", length " << length << ", tweak of " << tweak.size();
    ASSERT_EQ(ff1.decrypt(image, tweak), value);
    ASSERT_EQ(ff1.decrypt(value, tweak), value_of(reference.decrypt(digits, tweak), radix))
        << "radix " << radix << ", length " << length << ", tweak of " << tweak.size();
}

// Every length of radices that bring all cases: moduli that are powers of two, halves of 2^32 exactly, y of 8
// and of 12 bytes, with a left half below and above 2^32, and the domain of 2^64 values.
TEST(NumeralFf1, AgreesWithTheReferenceInEveryDomain) {
    const Bytes key = copy_of(counting_key());
    RandomNumbers random;
    for (const std::uint32_t radix :
         {2U,   3U,   4U,   5U,   7U,   8U,   10U,   11U,   16U,   26U,    36U,   62U,
          100U, 255U, 256U, 257U, 565U, 566U, 1000U, 7131U, 7132U, 65535U, 65536U}) {
        const Ff1Reference reference(key, radix);
        for (const std::size_t length : lengths_of(radix)) {
            for (const std::size_t tweak_size : {0U, 1U, 8U, 10U, 11U, 12U, 15U, 16U}) {
                const NumeralFf1 ff1(key_of(key), radix, length, tweak_size);
                ASSERT_TRUE(ff1.greatest() == power(radix, length) - 1);
                const Bytes tweak = random.bytes(tweak_size);
                for (const std::uint64_t value :
                     {std::uint64_t{0}, ff1.greatest(), random.up_to(ff1.greatest())})
                    expect_reference(ff1, reference, radix, length, value, tweak);
            }
        }
    }
}

TEST(NumeralFf1, AgreesWithTheReferenceOnManyValues) {
    const Bytes key = copy_of(counting_key(5));
    RandomNumbers random;
    struct Domain {
        std::uint32_t radix;
        std::size_t length;
    };
    for (const auto& [radix, length] :
         {Domain{10, 8}, Domain{10, 9}, Domain{10, 19}, Domain{26, 13}, Domain{7131, 5}, Domain{2, 64}}) {
        const Ff1Reference reference(key, radix);
        const NumeralFf1 ff1(key_of(key), radix, length, 3);
        for (int i = 0; i < 500; ++i)
            expect_reference(ff1, reference, radix, length, random.up_to(ff1.greatest()), random.bytes(3));
    }
}

TEST(NumeralFf1, AgreesWithFf1) {
    RandomNumbers random;
    for (int i = 0; i < 2000; ++i) {
        const auto radix = static_cast<std::uint32_t>(2 + random.up_to(i % 2 == 0 ? 70 : 65534));
        const std::vector<std::size_t> lengths = lengths_of(radix);
        const std::size_t length = lengths[random.up_to(lengths.size() - 1)];
        const Bytes key = random.bytes(32);
        const Bytes tweak = random.bytes(random.up_to(16));
        const NumeralFf1 numbers(key_of(key), radix, length, tweak.size());
        const Ff1 strings(key, radix);
        const std::uint64_t value = random.up_to(numbers.greatest());
        const auto digits = digits_of(value, radix, length);
        std::vector<Ff1::Numeral> numerals(digits.begin(), digits.end());
        ASSERT_TRUE(strings.encrypt(numerals, tweak));
        const Ff1Reference::Digits image(numerals.begin(), numerals.end());
        ASSERT_EQ(numbers.encrypt(value, tweak), value_of(image, radix)) << radix << " " << length;
        ASSERT_EQ(numbers.decrypt(value_of(image, radix), tweak), value) << radix << " " << length;
    }
}

TEST(NumeralFf1, AgreesWithBinaryFf1) {
    RandomNumbers random;
    for (unsigned bits = 20; bits <= 64; ++bits) {
        const NumeralFf1 numbers(counting_key(), 2, bits, 4);
        const BinaryFf1 binary(counting_key(), bits, 4);
        const std::uint64_t value = random.up_to(numbers.greatest());
        const Bytes tweak = random.bytes(4);
        EXPECT_TRUE(binary.encrypt(value, tweak) == numbers.encrypt(value, tweak)) << bits;
    }
}

void expect_permutation(std::uint32_t radix, std::size_t length) {
    const NumeralFf1 ff1(counting_key(), radix, length);
    std::vector<bool> seen(ff1.greatest() + 1);
    for (std::uint64_t value = 0; value < seen.size(); ++value) {
        const std::uint64_t image = ff1.encrypt(value);
        ASSERT_LT(image, seen.size());
        ASSERT_FALSE(seen[image]) << radix << " " << length << " " << value;
        seen[image] = true;
        ASSERT_EQ(ff1.decrypt(image), value);
    }
}

TEST(NumeralFf1, IsAPermutationOfTheMillion) {
    expect_permutation(10, 6);
}

TEST(NumeralFf1, IsAPermutationOfOtherSmallDomains) {
    expect_permutation(2, 7);
    expect_permutation(10, 2);
    expect_permutation(11, 5);
    expect_permutation(26, 4);
}

// All sizes of the last group of values, and y of 8 and of 12 bytes.
TEST(NumeralFf1, GivesTheSameInABatch) {
    RandomNumbers random;
    for (const std::size_t length : {9U, 19U}) {
        const NumeralFf1 ff1(counting_key(), 10, length, 2);
        const Bytes tweak = random.bytes(2);
        for (std::size_t count = 0; count <= 33; ++count) {
            std::vector<std::uint64_t> values(count);
            for (std::uint64_t& value : values)
                value = random.up_to(ff1.greatest());
            std::vector<std::uint64_t> batch = values;
            ff1.encrypt(batch, tweak);
            for (std::size_t i = 0; i < count; ++i)
                ASSERT_EQ(batch[i], ff1.encrypt(values[i], tweak));
            ff1.decrypt(batch, tweak);
            ASSERT_EQ(batch, values);
        }
    }
}

TEST(NumeralFf1, ReducesWhatIsNotInItsDomain) {
    const NumeralFf1 ff1(counting_key(), 10, 9);
    const std::uint64_t size = ff1.greatest() + 1;
    std::vector<std::uint64_t> batch{size + 5, ~std::uint64_t{0}};
    EXPECT_EQ(ff1.encrypt(size + 5), ff1.encrypt(5));
    EXPECT_EQ(ff1.decrypt(size + 5), ff1.decrypt(5));
    EXPECT_EQ(ff1.encrypt(batch[1]), ff1.encrypt(~std::uint64_t{0} % size));
    ff1.encrypt(batch);
    EXPECT_EQ(batch, (std::vector{ff1.encrypt(5), ff1.encrypt(~std::uint64_t{0} % size)}));
}

TEST(NumeralFf1, DependsOnKeyTweakRadixAndLength) {
    const std::uint64_t image = NumeralFf1(counting_key(), 10, 9, 1).encrypt(1, Bytes{1});
    EXPECT_NE(NumeralFf1(counting_key(1), 10, 9, 1).encrypt(1, Bytes{1}), image);
    EXPECT_NE(NumeralFf1(counting_key(), 10, 9, 1).encrypt(1, Bytes{2}), image);
    EXPECT_NE(NumeralFf1(counting_key(), 10, 9, 2).encrypt(1, Bytes{1, 0}), image);
    EXPECT_NE(NumeralFf1(counting_key(), 10, 10, 1).encrypt(1, Bytes{1}), image);
    EXPECT_NE(NumeralFf1(counting_key(), 11, 9, 1).encrypt(1, Bytes{1}), image);
}

TEST(NumeralFf1, RefusesDomainsAndTweaksOutOfRange) {
    const auto refused = [](std::uint32_t radix, std::size_t length, std::size_t tweak_size = 0) {
        EXPECT_THROW(NumeralFf1(counting_key(), radix, length, tweak_size), CryptoFailure)
            << radix << " " << length;
    };
    refused(0, 10);
    refused(1, 10);
    refused(65537, 2);
    refused(10, 0);
    refused(10, 1);
    refused(2, 6);
    refused(9, 2);
    refused(2, 65);
    refused(10, 20);
    refused(65536, 5);
    refused(65536, 64);
    refused(65536, ~std::size_t{0});
    refused(7132, 5);
    refused(10, 9, 17);
    EXPECT_EQ(NumeralFf1(counting_key(), 65536, 4).greatest(), ~std::uint64_t{0});
    EXPECT_EQ(NumeralFf1(counting_key(), 10, 2).greatest(), 99U);
}

TEST(NumeralFf1DeathTest, EndsTheProcessAtATweakOfTheWrongSize) {
    const NumeralFf1 ff1(counting_key(), 10, 9, 1);
    EXPECT_DEATH((void)ff1.encrypt(1), "");
    EXPECT_DEATH((void)ff1.decrypt(1, Bytes{1, 2}), "");
}

} // namespace
} // namespace veil
