// Ages, networks, buckets of time, stored numbers, places and combinations: total, within their bounds,
// idempotent.
#include "core/age.hpp"
#include "core/calendar.hpp"
#include "core/cyclic_part.hpp"
#include "core/geographic_grid.hpp"
#include "core/iso_text.hpp"
#include "core/network_prefix.hpp"
#include "core/number_generalization.hpp"
#include "core/stored_decimal.hpp"
#include "core/stored_point.hpp"
#include "core/text_combination.hpp"
#include "core/time_bucket.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

void check_age(FuzzedDataProvider& input) {
    const auto width =
        input.ConsumeIntegralInRange<std::int32_t>(1, std::numeric_limits<std::int32_t>::max());
    const veil::AgeBands bands{width, input.ConsumeIntegralInRange<std::int32_t>(0, veil::no_top)};
    const auto band =
        veil::age_band(input.ConsumeIntegral<std::int32_t>(), input.ConsumeIntegral<std::int32_t>(), bands);
    if (band) {
        require(band->first >= 0 && band->first <= bands.top && (!band->last || *band->last >= band->first));
        std::array<char, veil::longest_age_text> out{};
        require(veil::write_age_band(*band, out) <= out.size());
    }
}

template <class T>
void check_time(T value, const veil::TimeIntervals& intervals, T least, T last) {
    const T kept = veil::calendar::is_infinite(value) ? value : std::clamp(value, least, last);
    const T start = veil::time_interval_start(kept, intervals);
    require(start <= kept && veil::time_interval_start(start, intervals) == start);
    const T rounded = veil::round_time(kept, intervals);
    require(veil::round_time(rounded, intervals) == rounded);
    (void)veil::time_interval_middle(kept, intervals);
}

void check_times(FuzzedDataProvider& input) {
    const auto width =
        input.ConsumeIntegralInRange<std::int64_t>(1, std::numeric_limits<std::int64_t>::max());
    const auto intervals = veil::intervals_from(input.ConsumeIntegral<std::int64_t>(), width);
    const auto timestamp = input.ConsumeIntegral<std::int64_t>();
    const auto date = static_cast<std::int32_t>(timestamp);
    check_time<std::int64_t>(timestamp, intervals, veil::calendar::least_timestamp,
                             9'223'371'331'199'999'999);
    check_time<std::int32_t>(date, intervals, veil::calendar::least_date, 2145031948);
    std::array<char, veil::longest_iso_text> out{};
    require(veil::write_iso_timestamp(std::max(timestamp, veil::calendar::least_timestamp), out) <=
            out.size());
    require(veil::write_iso_date(std::max(date, veil::calendar::least_date), out) <= out.size());
    for (int i = 0; i < 6; ++i) {
        const auto part = static_cast<veil::CyclicPart>(i);
        for (const auto& number : {veil::part_of_date(date, part), veil::part_of_timestamp(timestamp, part),
                                   veil::part_of_time(timestamp, part)}) {
            require(!number || (*number >= 0 && *number <= 59));
        }
    }
}

void check_decimal(FuzzedDataProvider& input) {
    const auto groups = input.ConsumeIntegralInRange<int>(0, veil::most_decimal_groups);
    const auto bytes = input.ConsumeBytes<std::uint8_t>(input.ConsumeIntegralInRange<std::size_t>(0, 24));
    (void)veil::stored_decimals(bytes);
    const auto number = veil::read_stored_decimal(bytes, groups);
    if (!number) {
        return;
    }
    require(std::abs(number->units) < 1'000'000'000'000'000'000);
    require(number->floor() <= number->ceiling());
    std::array<std::uint8_t, veil::longest_stored_decimal> out{};
    const std::size_t size = veil::write_stored_decimal(number->units, groups, 4 * groups, out);
    const auto again = veil::read_stored_decimal(std::span(out).first(size), groups);
    require(again && again->units == number->units && !again->inexact);
    std::array<char, veil::longest_decimal_text> text{};
    require(veil::write_decimal_text(number->units, groups, 4 * groups, text) <= text.size());
}

void check_place(FuzzedDataProvider& input) {
    const auto any_double = [&] { return std::bit_cast<double>(input.ConsumeIntegral<std::uint64_t>()); };
    const double metres = std::abs(any_double());
    const double latitude =
        input.ConsumeBool() ? any_double() : input.ConsumeFloatingPointInRange(-90.0, 90.0);
    const double longitude = any_double();
    if (metres >= 1 && std::isfinite(metres)) {
        const veil::GeographicGrid grid = veil::geographic_grid(metres);
        const auto north = veil::grid_latitude(latitude, grid);
        const auto east = veil::grid_longitude(longitude, latitude, grid);
        require(!north || std::abs(*north) <= 9'000'000'000);
        require(!east || std::abs(*east) <= 18'000'000'000);
        if (north) {
            const double middle = static_cast<double>(*north) / veil::grid_units_per_degree;
            require(veil::grid_latitude(middle, grid) == north);
        }
    }
    if (std::isfinite(metres) && metres > 0) {
        const veil::DecimalStep step = veil::decimal_step(metres);
        const double middle = veil::bucket_midpoint(longitude, step);
        require(std::isnan(longitude) == std::isnan(middle));
        require(!std::isfinite(longitude) || std::isfinite(middle));
        if (const auto bucket = veil::decimal_bucket(longitude, step)) {
            require(bucket->lower < bucket->upper);
        }
    }
    const auto bytes = input.ConsumeBytes<std::uint8_t>(input.ConsumeIntegralInRange<std::size_t>(0, 48));
    if (const auto point = veil::find_stored_point(bytes)) {
        require(point->position + 2 * sizeof(double) == bytes.size());
    }
}

void check_texts(FuzzedDataProvider& input) {
    const char separator = input.ConsumeBool() ? '|' : '-';
    const std::string part = input.ConsumeRandomLengthString(64);
    std::string out(veil::escaped_size(part, separator), '\0');
    require(veil::write_escaped(part, separator, out.data()) == out.data() + out.size());
    auto address = input.ConsumeBytes<std::uint8_t>(16);
    const auto before = address;
    const auto bits = input.ConsumeIntegralInRange<unsigned>(0, 200);
    veil::clear_host_bits(address, bits);
    for (std::size_t i = 0; i < address.size(); ++i) {
        require((address[i] & ~before[i]) == 0);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    check_age(input);
    check_times(input);
    check_decimal(input);
    check_place(input);
    check_texts(input);
    return 0;
}
