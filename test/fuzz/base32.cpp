// base32_decode_128() is total and accepts exactly what base32_encode_128() writes.
#include "core/base32.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
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
    return 0;
}
