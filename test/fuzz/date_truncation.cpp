// Truncation is total, monotone and idempotent, never goes up, and a date is truncated as its midnight is.
#include "core/date_truncation.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

namespace {

constexpr std::int32_t least_date = -2451545;
constexpr std::int32_t timestamp_end_date = 106751983;
constexpr std::int64_t microseconds_per_day = 86'400'000'000;
constexpr std::int64_t least_timestamp = least_date * microseconds_per_day;

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

template <class T, class Truncate>
void check(T value, T other, T least, Truncate truncate) {
    const T truncated = truncate(value);
    require(truncate(truncated) == truncated);
    require(truncated <= value || (value < least && truncated == least));
    const T other_truncated = truncate(other);
    require(value <= other ? truncated <= other_truncated : truncated >= other_truncated);
    if (value < std::numeric_limits<T>::max()) {
        require(truncated <= truncate(static_cast<T>(value + 1)));
    }
    // The unit's start is where it starts.
    if (truncated > least) {
        require(truncate(static_cast<T>(truncated - 1)) < truncated);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    const auto unit = static_cast<veil::DateUnit>(input.ConsumeIntegralInRange<int>(0, 12));
    const auto date = [unit](std::int32_t days) { return veil::truncate_date(days, unit); };
    const auto timestamp = [unit](std::int64_t moment) { return veil::truncate_timestamp(moment, unit); };
    check(input.ConsumeIntegral<std::int32_t>(), input.ConsumeIntegral<std::int32_t>(), least_date, date);
    check(input.ConsumeIntegral<std::int64_t>(), input.ConsumeIntegral<std::int64_t>(), least_timestamp,
          timestamp);
    const auto day = input.ConsumeIntegralInRange<std::int32_t>(least_date, timestamp_end_date);
    check(day, day, least_date, date);
    require(timestamp(day * microseconds_per_day) == date(day) * microseconds_per_day);
    (void)veil::parse_date_unit(input.ConsumeRemainingBytesAsString());
    return 0;
}
