// The reference that the tests of FF1 rely on, against NIST's own vectors.
#include "ff1_reference.hpp"

#include "ff1_vectors.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

namespace veil {
namespace {

using test::Ff1Reference;
using test::Ff1Vector;
using test::hex_bytes;

void expect_vector(const Ff1Vector& vector) {
    const Ff1Reference ff1(hex_bytes(vector.key), static_cast<std::uint32_t>(vector.alphabet.size()));
    const auto plaintext = vector.plaintext_digits();
    const auto ciphertext = vector.ciphertext_digits();
    EXPECT_EQ(ff1.encrypt(plaintext, hex_bytes(vector.tweak)), ciphertext) << vector.source;
    EXPECT_EQ(ff1.decrypt(ciphertext, hex_bytes(vector.tweak)), plaintext) << vector.source;
}

TEST(Ff1Reference, GivesTheNineNistSamples) {
    for (const Ff1Vector& sample : test::nist_ff1_samples())
        expect_vector(sample);
}

TEST(Ff1Reference, GivesTheVectorsOfTheDataFile) {
    const auto vectors = test::ff1_data_file();
    if (!vectors)
        GTEST_SKIP() << "no ../shared/data/ff1_vectors.csv";
    EXPECT_GE(vectors->size(), 49U);
    for (const Ff1Vector& vector : *vectors)
        expect_vector(vector);
}

} // namespace
} // namespace veil
