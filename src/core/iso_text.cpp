#include "core/iso_text.hpp"

#include "core/calendar.hpp"
#include "core/number_generalization.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace veil {

namespace {

// At least so many digits.
char* write_number(char* end, std::uint32_t number, int digits) noexcept {
    std::uint32_t rest = number;
    int count = 1;
    while (rest >= 10) {
        rest /= 10;
        ++count;
    }
    count = std::max(count, digits);
    for (int i = count - 1; i >= 0; --i) {
        end[i] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    return end + count;
}

char* write_day(char* end, const calendar::CivilDate& date) noexcept {
    end = write_number(end, static_cast<std::uint32_t>(date.year > 0 ? date.year : 1 - date.year), 4);
    *end++ = '-';
    end = write_number(end, date.month, 2);
    *end++ = '-';
    return write_number(end, date.day, 2);
}

char* write_era(char* end, const calendar::CivilDate& date) noexcept {
    constexpr std::string_view before_christ = " BC";
    if (date.year > 0) {
        return end;
    }
    std::memcpy(end, before_christ.data(), before_christ.size());
    return end + before_christ.size();
}

} // namespace

std::size_t write_iso_date(std::int32_t days_since_2000, std::span<char, longest_iso_text> out) noexcept {
    const calendar::CivilDate date = calendar::civil_date(days_since_2000);
    return static_cast<std::size_t>(write_era(write_day(out.data(), date), date) - out.data());
}

std::size_t write_iso_timestamp(std::int64_t microseconds_since_2000,
                                std::span<char, longest_iso_text> out) noexcept {
    constexpr auto day_length = static_cast<std::int64_t>(calendar::microseconds_per_day);
    const std::int64_t time = number_internal::floored_remainder(microseconds_since_2000, day_length);
    const calendar::CivilDate date =
        calendar::civil_date(static_cast<std::int32_t>((microseconds_since_2000 - time) / day_length));
    char* end = write_day(out.data(), date);
    const auto second = static_cast<std::uint32_t>(time / 1'000'000);
    const auto fraction = static_cast<std::uint32_t>(time % 1'000'000);
    *end++ = ' ';
    end = write_number(end, second / 3600, 2);
    *end++ = ':';
    end = write_number(end, second / 60 % 60, 2);
    *end++ = ':';
    end = write_number(end, second % 60, 2);
    if (fraction != 0) {
        *end++ = '.';
        end = write_number(end, fraction, 6);
        while (end[-1] == '0') {
            --end;
        }
    }
    return static_cast<std::size_t>(write_era(end, date) - out.data());
}

} // namespace veil
