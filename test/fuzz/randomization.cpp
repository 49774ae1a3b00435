// Any form, grid, value and subject: noise stays on the grid, within bounds and tails, and has one answer;
// shifts keep intervals and stay in the calendar; samples are nested; and every form is read as written.
#include "core/date_shift.hpp"
#include "core/noise.hpp"
#include "core/noise_grid.hpp"
#include "core/subject_sample.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

namespace {

void require(bool condition) {
    if (!condition)
        std::abort();
}

using Subject = std::vector<std::uint8_t>;

double tail(veil::NoiseDistribution distribution) {
    switch (distribution) {
    case veil::NoiseDistribution::laplace:
        return 45.06;
    case veil::NoiseDistribution::gaussian:
        return 9.5;
    case veil::NoiseDistribution::uniform:
        return 1;
    }
    return 0;
}

void check_noise(const veil::Key256& key, const veil::NoiseForm& form, std::int64_t steps,
                 const Subject& subject) {
    const auto read = veil::parse_noise_form(veil::to_text(form));
    require(read && veil::to_text(*read) == veil::to_text(form));
    const veil::Noise noise(key, form);
    const std::int64_t result = noise.apply(steps, subject);
    require(result == noise.apply(steps, subject));
    require(result >= form.low && result <= form.high);
    if (result != form.low && result != form.high) {
        const double moved = static_cast<double>(result) - static_cast<double>(steps);
        const double scale = static_cast<double>(form.scale) * 0x1p-24;
        // Half a step of rounding, and what a double of 64 bits loses.
        require(std::abs(moved) <= tail(form.distribution) * scale + 0.5 + 0x1p11);
    }

    if (const auto grid = veil::parse_whole_grid(form.grid)) {
        const auto value = veil::value_at<std::int64_t>(result, *grid);
        require(value % grid->step == 0);
        require(veil::value_at<std::int16_t>(result, *grid) % grid->step == 0);
        require(veil::steps_of(value, *grid) == value / grid->step);
        (void)veil::steps_of(steps, *grid);
    }
    if (const auto grid = veil::parse_binary_grid(form.grid)) {
        require(std::isfinite(veil::value_at(result, *grid)));
        require(std::isfinite(veil::single_value_at(result, *grid)));
    }
}

void check_shift(const veil::Key256& key, const veil::ShiftForm& form, std::int64_t moment,
                 const Subject& subject) {
    const auto read = veil::parse_shift_form(veil::to_text(form));
    require(read && veil::to_text(*read) == veil::to_text(form));
    const veil::SubjectShift shift(key, form);
    const std::int64_t amount = shift.amount(subject);
    require(std::abs(amount) <= form.most && (amount != 0 || form.includes_zero));
    const auto day = static_cast<std::int32_t>(moment);
    const auto shifted_day = shift.shift_date(day, subject);
    const auto next_day = day < std::numeric_limits<std::int32_t>::max() - 1
                              ? shift.shift_date(day + 1, subject)
                              : std::nullopt;
    if (shifted_day && next_day && day != std::numeric_limits<std::int32_t>::min())
        require(*next_day == *shifted_day + 1);
    const auto shifted = shift.shift_timestamp(moment, subject);
    const auto next = moment < std::numeric_limits<std::int64_t>::max() - 1
                          ? shift.shift_timestamp(moment + 1, subject)
                          : std::nullopt;
    if (shifted && next && moment != std::numeric_limits<std::int64_t>::min())
        require(*next == *shifted + 1);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    veil::Key256 key;
    key.bytes()[0] = input.ConsumeIntegral<std::uint8_t>();
    const auto number = input.ConsumeIntegral<std::int64_t>();
    const auto low = input.ConsumeIntegral<std::int64_t>();
    const auto high =
        input.ConsumeIntegralInRange<std::int64_t>(low, std::numeric_limits<std::int64_t>::max());
    const Subject subject =
        input.ConsumeBytes<std::uint8_t>(input.ConsumeIntegralInRange<std::size_t>(0, 80));
    constexpr std::array grids{"1",     "10", "0.01", "0.25", "0.1", "0.0009765625", "9223372036854775807",
                               "1000.5"};
    const veil::NoiseForm form{
        .scale = input.ConsumeIntegralInRange<std::uint64_t>(veil::least_noise_scale,
                                                             std::numeric_limits<std::uint64_t>::max()),
        .grid = input.PickValueInArray(grids),
        .low = low,
        .high = high,
        .distribution = static_cast<veil::NoiseDistribution>(input.ConsumeIntegralInRange(0, 2)),
        .variable = input.ConsumeRandomLengthString(20)};
    check_noise(key, form, number, subject);
    check_shift(key,
                {input.ConsumeIntegralInRange<std::int64_t>(1, std::int64_t{1} << 40),
                 static_cast<veil::ShiftUnit>(input.ConsumeIntegralInRange(0, 2)), input.ConsumeBool()},
                number, subject);

    const auto fraction = input.ConsumeFloatingPoint<double>();
    const veil::SubjectSample sample(key);
    if (sample.holds(subject, fraction))
        require(sample.holds(subject, 2 * fraction));

    // Texts that nobody wrote with care.
    const std::string text = input.ConsumeRemainingBytesAsString();
    if (const auto read = veil::parse_noise_form(text))
        require(veil::parse_noise_form(veil::to_text(*read)).has_value());
    if (const auto read = veil::parse_shift_form(text))
        check_shift(key, *read, number, subject);
    if (const auto grid = veil::parse_decimal_grid(text)) {
        require(grid->numerator > 0 && grid->decimals >= 0 && grid->decimals <= 18);
        (void)veil::steps_of(text, *grid);
    }
    for (const char* grid : grids) {
        if (const auto decimal = veil::parse_decimal_grid(grid))
            (void)veil::steps_of(text, *decimal);
        const auto binary = veil::parse_binary_grid(grid);
        const auto steps = veil::steps_of(fraction, *binary);
        require(!steps || std::abs(static_cast<double>(*steps)) <= 0x1p62);
    }
    (void)veil::parse_whole_grid(text);
    (void)veil::parse_binary_grid(text);
    return 0;
}
