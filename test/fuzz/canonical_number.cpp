// A canonical text reads back as its number, and has no exponent, no blank, no sign but a leading minus.
#include "core/canonical_number.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    double value = 0;
    std::memcpy(&value, data, std::min(size, sizeof value));
    std::array<char, veil::longest_canonical_double> out{};
    const std::string text(out.data(), veil::write_canonical_double(value, out));
    if (std::isnan(value) ? text != "NaN" : std::strtod(text.c_str(), nullptr) != value)
        std::abort();
    if (!std::isnan(value) && !std::isinf(value) &&
        text.find_first_not_of("0123456789.", text[0] == '-') != std::string::npos)
        std::abort();
    return 0;
}
