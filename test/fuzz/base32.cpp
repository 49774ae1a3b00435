// Decoding is total and accepts exactly what encoding writes, for 128 bits and for any length.
#include "core/base32.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

void require(bool holds) {
    if (!holds)
        std::abort();
}

void check_128_bits(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    std::array<std::uint8_t, 16> value{};
    std::array<char, 26> encoded{};
    if (veil::base32_decode_128(text, value)) {
        veil::base32_encode_128(value, encoded);
        require(std::string_view(encoded.data(), encoded.size()) == text);
    }
    std::copy_n(data, std::min(size, value.size()), value.begin());
    veil::base32_encode_128(value, encoded);
    std::array<std::uint8_t, 16> decoded{};
    require(veil::base32_decode_128({encoded.data(), encoded.size()}, decoded) && decoded == value);
}

void check_any_length(const std::uint8_t* data, std::size_t size) {
    const std::vector<std::uint8_t> bytes(data, data + size);
    const std::string text(data, data + size);
    if (const auto decoded_size = veil::base32_decoded_size(size)) {
        std::vector<std::uint8_t> decoded(*decoded_size);
        if (veil::base32_decode(text, decoded)) {
            std::string encoded(size, '?');
            veil::base32_encode(decoded, encoded);
            require(encoded == text);
        }
    }
    std::string encoded(veil::base32_size(size), '?');
    veil::base32_encode(bytes, encoded);
    std::vector<std::uint8_t> decoded(size);
    require(veil::base32_decoded_size(encoded.size()) == size && veil::base32_decode(encoded, decoded) &&
            decoded == bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check_128_bits(data, size);
    check_any_length(data, size);
    return 0;
}
