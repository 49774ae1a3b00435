// Bytes, keys and random values of the tests. Reads hexadecimal by itself: from_hex() is under test too.
#pragma once

#include "core/secret.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace veil::test {

using Bytes = std::vector<std::uint8_t>;

inline Bytes hex_bytes(std::string_view hex) {
    if (hex.size() % 2 != 0)
        throw std::invalid_argument("odd number of hexadecimal digits in a test");
    Bytes bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
    return bytes;
}

inline Bytes text_bytes(std::string_view text) {
    return {text.begin(), text.end()};
}

template <std::size_t N>
Bytes copy_of(const Secret<N>& secret) {
    return {secret.bytes().begin(), secret.bytes().end()};
}

inline Key256 key_of(std::span<const std::uint8_t> bytes) {
    Key256 key;
    if (bytes.size() != key.bytes().size())
        throw std::invalid_argument("a key of the wrong size in a test");
    std::ranges::copy(bytes, key.bytes().begin());
    return key;
}

// 00 01 02 ... 1f, the key of most tests; with `first` the sequence starts there.
inline Key256 counting_key(std::uint8_t first = 0) {
    Key256 key;
    for (std::uint8_t& byte : key.bytes())
        byte = first++;
    return key;
}

// The same sequence in every run, so that a failing test fails again.
inline std::mt19937_64 repeatable_random() {
    return std::mt19937_64(1); // NOLINT(cert-msc32-c,cert-msc51-cpp)
}

} // namespace veil::test
