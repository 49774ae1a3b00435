// The reference that ff1_binary_test.cpp relies on, against NIST's own vectors.
#include "ff1_reference.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace veil {
namespace {

using test::Ff1Reference;
using test::hex_bytes;

struct Vector {
    std::string key;
    std::string tweak;
    std::string plaintext;
    std::string ciphertext;
    std::string alphabet;
    std::string source;
};

Ff1Reference::Digits digits_of(const std::string& text, const std::string& alphabet) {
    Ff1Reference::Digits digits;
    for (const char character : text)
        digits.push_back(static_cast<std::uint32_t>(alphabet.find(character)));
    return digits;
}

void expect_vector(const Vector& vector) {
    const Ff1Reference ff1(hex_bytes(vector.key), static_cast<std::uint32_t>(vector.alphabet.size()));
    const auto plaintext = digits_of(vector.plaintext, vector.alphabet);
    const auto ciphertext = digits_of(vector.ciphertext, vector.alphabet);
    EXPECT_EQ(ff1.encrypt(plaintext, hex_bytes(vector.tweak)), ciphertext) << vector.source;
    EXPECT_EQ(ff1.decrypt(ciphertext, hex_bytes(vector.tweak)), plaintext) << vector.source;
}

// NIST, "Block Cipher Modes of Operation: FF1 samples", restated so that this file is complete without the
// data.
TEST(Ff1Reference, GivesTheNineNistSamples) {
    const std::string key = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94";
    const std::string decimal = "0123456789";
    const std::string base36 = "0123456789abcdefghijklmnopqrstuvwxyz";
    const std::string tweak = "39383736353433323130";
    const std::string tweak36 = "3737373770717273373737";
    const std::string text36 = "0123456789abcdefghi";
    const Vector samples[] = {
        {key.substr(0, 32), "", decimal, "2433477484", decimal, "sample 1"},
        {key.substr(0, 32), tweak, decimal, "6124200773", decimal, "sample 2"},
        {key.substr(0, 32), tweak36, text36, "a9tv40mll9kdu509eum", base36, "sample 3"},
        {key.substr(0, 48), "", decimal, "2830668132", decimal, "sample 4"},
        {key.substr(0, 48), tweak, decimal, "2496655549", decimal, "sample 5"},
        {key.substr(0, 48), tweak36, text36, "xbj3kv35jrawxv32ysr", base36, "sample 6"},
        {key, "", decimal, "6657667009", decimal, "sample 7"},
        {key, tweak, decimal, "1001623463", decimal, "sample 8"},
        {key, tweak36, text36, "xs8a0azh2avyalyzuwd", base36, "sample 9"},
    };
    for (const Vector& sample : samples)
        expect_vector(sample);
}

TEST(Ff1Reference, GivesTheVectorsOfTheDataFile) {
    std::ifstream file(VEIL_SOURCE_DIR "/../shared/data/ff1_vectors.csv");
    if (!file)
        GTEST_SKIP() << "no ../shared/data/ff1_vectors.csv";
    // The file has carriage returns.
    const auto next_line = [&file](std::string& text) {
        const bool found = static_cast<bool>(std::getline(file, text));
        std::erase(text, '\r');
        return found;
    };
    std::string line;
    ASSERT_TRUE(next_line(line));
    ASSERT_EQ(line, "key,tweak,radix,plaintext,ciphertext,alphabet,source");
    unsigned vectors = 0;
    while (next_line(line)) {
        std::istringstream fields(line);
        Vector vector;
        std::string radix;
        std::getline(fields, vector.key, ',');
        std::getline(fields, vector.tweak, ',');
        std::getline(fields, radix, ',');
        std::getline(fields, vector.plaintext, ',');
        std::getline(fields, vector.ciphertext, ',');
        std::getline(fields, vector.alphabet, ',');
        std::getline(fields, vector.source);
        ASSERT_EQ(radix, std::to_string(vector.alphabet.size()));
        expect_vector(vector);
        ++vectors;
    }
    EXPECT_GE(vectors, 49U);
}

} // namespace
} // namespace veil
