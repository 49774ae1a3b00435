// Formats of other types: images lie in the range, and the inverse gives the value back; format texts that
// are none are refused.
#include "core/binary_format.hpp"
#include "core/format_text.hpp"
#include "core/number_format.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using veil::Direction;
using veil::Int128;

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

std::string written(Int128 number) {
    std::array<char, 80> out{};
    return {out.data(), veil::write_decimal(number, 0, out.data())};
}

void check_range(FuzzedDataProvider& input) {
    const Int128 one = input.ConsumeIntegral<std::int64_t>();
    const Int128 other = input.ConsumeBool() ? one + input.ConsumeIntegralInRange<int>(0, 5000)
                                             : Int128{input.ConsumeIntegral<std::int64_t>()} << 40;
    const Int128 least = std::min(one, other);
    const Int128 greatest = std::max(one, other);
    const auto step = input.ConsumeIntegralInRange<std::uint32_t>(1, 100'000);
    // A table of up to a million values takes long to draw.
    if ((greatest - least) / step > 5000 && (greatest - least) / step < (1 << 20)) {
        return;
    }
    const veil::WholeNumberFormat format(veil::Key256(), "timestamp max=" + written(greatest) +
                                                             " min=" + written(least) +
                                                             " step=" + std::to_string(step));
    const Int128 value = input.ConsumeBool() ? least + step * Int128{input.ConsumeIntegral<std::uint32_t>()}
                                             : input.ConsumeIntegral<std::int64_t>();
    const auto image = format.map(Direction::apply, value);
    require(image.has_value() == (value >= least && value <= greatest && (value - least) % step == 0));
    if (image) {
        require(*image >= least && *image <= greatest && (*image - least) % step == 0);
        require(format.map(Direction::invert, *image) == value);
    }
}

template <class Float>
void check_float(Float value, std::string_view name) {
    const veil::FloatFormat<Float> format(veil::Key256(), name);
    const auto image = format.map(Direction::apply, value);
    require(image.has_value() == std::isfinite(value));
    require(!image || (std::isfinite(*image) && format.map(Direction::invert, *image) == value));
}

void check_decimal(FuzzedDataProvider& input) {
    const int scale = input.ConsumeIntegralInRange<int>(0, 38);
    const auto units = veil::parse_decimal(input.ConsumeRandomLengthString(60), scale);
    if (units) {
        std::array<char, 80> out{};
        const std::string text(out.data(), veil::write_decimal(*units, scale, out.data()));
        require(veil::parse_decimal(text, scale) == units);
    }
}

void check_bytes(FuzzedDataProvider& input) {
    static const veil::BytesFormat format(veil::Key256(), "bytea");
    const auto value = input.ConsumeRemainingBytes<std::uint8_t>();
    std::vector<std::uint8_t> image(value.size());
    std::vector<std::uint8_t> back(value.size());
    require(format.map(Direction::apply, value, image) == (value.size() <= 4096));
    if (value.size() <= 4096) {
        require(format.map(Direction::invert, image, back) && back == value);
    }
}

void check_text(const std::string& text) {
    try {
        const veil::LabelFormat format(veil::Key256(), text);
    } catch (const veil::InvalidFormat&) {
        // Most texts are none.
    }
    try {
        const veil::FloatFormat<double> format(veil::Key256(), text);
    } catch (const veil::InvalidFormat&) {
        // Nor this.
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    switch (input.ConsumeIntegralInRange<int>(0, 5)) {
    case 0:
        check_range(input);
        break;
    case 1:
        check_float(input.ConsumeFloatingPoint<float>(), "real");
        break;
    case 2:
        check_float(input.ConsumeFloatingPoint<double>(), "double");
        break;
    case 3:
        check_decimal(input);
        break;
    case 4:
        check_bytes(input);
        break;
    default:
        check_text(input.ConsumeRandomLengthString(200));
    }
    return 0;
}
