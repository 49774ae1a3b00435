// Shifts of dates: known answers, which noise_answers.py printed. Never change one.
#include "core/date_shift.hpp"

#include "core/key_derivation.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::text_bytes;

// The data key is 00 01 ... 1f, key "citizen", version 1, scope "research".
SubjectShift shift_of(const std::string& form) {
    return {derive_key(test::counting_key(), "shift/" + form, "citizen", 1, "research"),
            *parse_shift_form(form)};
}

struct Answer {
    std::string form;
    std::string subject;
    std::int64_t amount;
};

TEST(DateShift, KnownAmounts) {
    const std::vector<Answer> answers{
        {"30 day", "", 12},
        {"30 day", "1", 8},
        {"30 day", "111222333", 12},
        {"30 day or none", "", -19},
        {"30 day or none", "1", -6},
        {"30 day or none", "111222333", -17},
        {"4 week", "", 3},
        {"4 week", "1", 1},
        {"4 week", "111222333", 1},
        {"1 day", "", -1},
        {"1 day", "1", 1},
        {"1 day", "111222333", 1},
        {"2592000 second", "", -1702678},
        {"2592000 second", "1", 2327699},
        {"2592000 second", "111222333", -1191666},
        {"1099511627776 day", "", 1081622768468},
        {"1099511627776 day", "1", -760949642108},
        {"1099511627776 day", "111222333", 672083691558},
    };
    for (const Answer& answer : answers) {
        EXPECT_EQ(shift_of(answer.form).amount(text_bytes(answer.subject)), answer.amount)
            << answer.form << " " << answer.subject;
    }
}

TEST(DateShift, FormsAreReadAsTheyAreWritten) {
    for (const std::string text :
         {"30 day", "4 week", "86400 second", "1 day or none", "1099511627776 week or none"}) {
        const auto form = parse_shift_form(text);
        ASSERT_TRUE(form) << text;
        EXPECT_EQ(to_text(*form), text);
    }
    for (const char* text :
         {"", "0 day", "-1 day", "30", "30 ", "30 days", "30  day", "day", "30 day or", "30 day or none ",
          " 30 day", "1099511627777 day", "99999999999999999999 day", "30 or none"}) {
        EXPECT_FALSE(parse_shift_form(text)) << text;
    }
}

// Every amount alike, and none of nothing: chi-square, in its standard deviations.
TEST(DateShift, AmountsAreUniform) {
    for (const auto& [form, outcomes, has_zero] :
         {std::tuple("10 day", 20, false), std::tuple("10 day or none", 21, true)}) {
        const SubjectShift shift = shift_of(form);
        std::map<std::int64_t, int> counts;
        constexpr int subjects = 200'000;
        for (int i = 0; i < subjects; ++i) {
            ++counts[shift.amount(text_bytes(std::to_string(i)))];
        }
        EXPECT_EQ(counts.size(), static_cast<std::size_t>(outcomes));
        EXPECT_EQ(counts.begin()->first, -10);
        EXPECT_EQ(counts.rbegin()->first, 10);
        EXPECT_EQ(counts.contains(0), has_zero);
        double statistic = 0;
        for (const auto& [amount, count] : counts) {
            const double expected = static_cast<double>(subjects) / outcomes;
            statistic += (count - expected) * (count - expected) / expected;
        }
        EXPECT_LT(std::abs(statistic - outcomes + 1) / std::sqrt(2.0 * (outcomes - 1)), 4);
    }
}

TEST(DateShift, KeepsIntervalsAcrossTypes) {
    constexpr std::int64_t day = 86'400'000'000;
    for (const char* form : {"300 day", "300 week or none"}) {
        const SubjectShift shift = shift_of(form);
        for (int i = 0; i < 1000; ++i) {
            const auto subject = text_bytes(std::to_string(i));
            const std::int32_t first = *shift.shift_date(1000, subject);
            EXPECT_EQ(*shift.shift_date(1010, subject), first + 10);
            EXPECT_EQ(*shift.shift_timestamp(1000 * day + 7, subject), first * day + 7);
        }
    }
    const SubjectShift weeks = shift_of("3 week");
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ((*weeks.shift_date(0, text_bytes(std::to_string(i)))) % 7, 0);
    }
}

TEST(DateShift, EndsWithTheCalendar) {
    const SubjectShift shift = shift_of("30 day");
    const SubjectShift seconds = shift_of("100 second");
    constexpr std::int32_t least_date = -2451545;
    constexpr std::int32_t greatest_date = 2145031948;
    constexpr std::int64_t least_timestamp = -211813488000000000;
    constexpr std::int64_t greatest_timestamp = 9223371331199999999;
    int beyond = 0;
    for (int i = 0; i < 1000; ++i) {
        const auto subject = text_bytes(std::to_string(i));
        const bool forth = shift.amount(subject) > 0;
        beyond += forth ? 1 : 0;
        EXPECT_EQ(shift.shift_date(greatest_date, subject).has_value(), !forth);
        EXPECT_EQ(shift.shift_date(least_date, subject).has_value(), forth);
        EXPECT_EQ(shift.shift_timestamp(greatest_timestamp, subject).has_value(), !forth);
        EXPECT_EQ(shift.shift_timestamp(least_timestamp, subject).has_value(), forth);
        EXPECT_FALSE(seconds.shift_date(0, subject));
        EXPECT_NE(seconds.shift_timestamp(0, subject), 0);
    }
    EXPECT_NEAR(beyond, 500, 80);
    const auto subject = text_bytes("x");
    for (const std::int32_t infinity :
         {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()}) {
        EXPECT_EQ(shift.shift_date(infinity, subject), infinity);
    }
    for (const std::int64_t infinity :
         {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
        EXPECT_EQ(shift.shift_timestamp(infinity, subject), infinity);
    }
    const SubjectShift far = shift_of("1099511627776 week");
    for (int i = 0; i < 100; ++i) {
        EXPECT_FALSE(far.shift_timestamp(0, text_bytes(std::to_string(i))));
    }
}

} // namespace
} // namespace veil
