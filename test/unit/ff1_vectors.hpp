// Published vectors of FF1, for the reference and for what is built after it.
#pragma once

#include "ff1_reference.hpp"

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace veil::test {

struct Ff1Vector {
    std::string key;
    std::string tweak;
    std::string plaintext;
    std::string ciphertext;
    std::string alphabet; // of single bytes, as many as the radix
    std::string source;

    [[nodiscard]] Ff1Reference::Digits plaintext_digits() const { return digits_of(plaintext); }
    [[nodiscard]] Ff1Reference::Digits ciphertext_digits() const { return digits_of(ciphertext); }

  private:
    [[nodiscard]] Ff1Reference::Digits digits_of(const std::string& text) const {
        Ff1Reference::Digits digits;
        for (const char character : text)
            digits.push_back(static_cast<std::uint32_t>(alphabet.find(character)));
        return digits;
    }
};

// NIST, "Block Cipher Modes of Operation: FF1 samples", restated so that the tests are complete without the
// data file.
inline std::vector<Ff1Vector> nist_ff1_samples() {
    const std::string key = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94";
    const std::string decimal = "0123456789";
    const std::string base36 = "0123456789abcdefghijklmnopqrstuvwxyz";
    const std::string tweak = "39383736353433323130";
    const std::string tweak36 = "3737373770717273373737";
    const std::string text36 = "0123456789abcdefghi";
    return {
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
}

// ../shared/data/ff1_vectors.csv: the samples and rows of NIST's ACVP server. Empty where it is absent.
inline std::optional<std::vector<Ff1Vector>> ff1_data_file() {
    std::ifstream file(VEIL_SOURCE_DIR "/../shared/data/ff1_vectors.csv");
    if (!file)
        return std::nullopt;
    // The file has carriage returns.
    const auto next_line = [&file](std::string& text) {
        const bool found = static_cast<bool>(std::getline(file, text));
        std::erase(text, '\r');
        return found;
    };
    std::string line;
    if (!next_line(line) || line != "key,tweak,radix,plaintext,ciphertext,alphabet,source")
        throw std::runtime_error("ff1_vectors.csv has other columns");
    std::vector<Ff1Vector> vectors;
    while (next_line(line)) {
        std::istringstream fields(line);
        Ff1Vector vector;
        std::string radix;
        std::getline(fields, vector.key, ',');
        std::getline(fields, vector.tweak, ',');
        std::getline(fields, radix, ',');
        std::getline(fields, vector.plaintext, ',');
        std::getline(fields, vector.ciphertext, ',');
        std::getline(fields, vector.alphabet, ',');
        std::getline(fields, vector.source);
        if (radix != std::to_string(vector.alphabet.size()))
            throw std::runtime_error("ff1_vectors.csv has an alphabet of another size than the radix");
        vectors.push_back(vector);
    }
    return vectors;
}

} // namespace veil::test
