// Which values a label can be of: read off the label, and no value that has it is left out.
#include "core/hierarchy_definition.hpp"
#include "core/label_extent.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace veil {
namespace {

using Limits = std::numeric_limits<std::int64_t>;

std::unique_ptr<const Hierarchy> made(std::string_view json) {
    auto definition = parse_hierarchy_definition(json);
    if (const auto* problem = std::get_if<std::string>(&definition)) {
        ADD_FAILURE() << json << ": " << *problem;
        return nullptr;
    }
    return make_hierarchy(std::get<0>(definition), utf8_character_length);
}

TEST(LabelExtent, ReadsIntervals) {
    EXPECT_EQ(interval_extent("20-24"), (LabelExtent{20, 24}));
    EXPECT_EQ(interval_extent("90+"), (LabelExtent{90, Limits::max()}));
    EXPECT_EQ(interval_extent("-10 to -1"), (LabelExtent{-10, -1}));
    EXPECT_EQ(interval_extent("-5 to 4"), (LabelExtent{-5, 4}));
    EXPECT_EQ(interval_extent("7"), (LabelExtent{7, 7}));
    for (const char* other : {"", "+", "a", "20-", "20-24 ", " 20-24", "20 to", "24-20", "20-24-28",
                              "99999999999999999999-99999999999999999999"}) {
        EXPECT_EQ(interval_extent(other), std::nullopt) << other;
    }
}

TEST(LabelExtent, ReadsDates) {
    EXPECT_EQ(date_extent("2000-01-01"), (LabelExtent{0, 0}));
    EXPECT_EQ(date_extent("2000-02"), (LabelExtent{31, 59}));
    EXPECT_EQ(date_extent("2000-Q1"), (LabelExtent{0, 90}));
    EXPECT_EQ(date_extent("2000-Q4"), (LabelExtent{274, 365}));
    EXPECT_EQ(date_extent("2001"), (LabelExtent{366, 730}));
    EXPECT_EQ(date_extent("2000-2009"), (LabelExtent{0, 3652}));
    EXPECT_EQ(date_extent("0001 BC"), (LabelExtent{-730485, -730120}));
    EXPECT_EQ(date_extent("0010 BC to 0001 BC")->greatest, -730120);
    EXPECT_EQ(date_extent("0010 BC to 0009")->least, date_extent("0010 BC")->least);
    for (const char* other :
         {"", "24", "2024-", "2024-13", "2024-00", "2024-Q5", "2024-01-32", "2024-Q1-01", "-2024", "2024 AD",
          "BC", "2029-2020", "2020-2029 BC", "99999999-99999999", "0000", "2020 to", "infinity"}) {
        EXPECT_EQ(date_extent(other), std::nullopt) << other;
    }
}

TEST(LabelExtent, LeavesNoNumberOut) {
    for (const char* json : {R"({"rule": "intervals", "widths": [5, 10, 20], "from": 0, "top": 90})",
                             R"({"rule": "intervals", "widths": [7, 21]})",
                             R"({"rule": "intervals", "bounds": [[-40, 0, 18, 65], [-40, 65]]})"}) {
        const auto hierarchy = made(json);
        for (std::int64_t value = -300; value <= 300; ++value) {
            for (const std::int64_t number :
                 {value, value <= 0 ? Limits::max() + value : Limits::min() + value - 1}) {
                for (int level = 0; level <= hierarchy->top_level(); ++level) {
                    LabelBuffer buffer;
                    const Label label = hierarchy->integer_label(number, level, buffer);
                    if (label) {
                        const auto extent = interval_extent(*label);
                        ASSERT_TRUE(extent) << *label;
                        EXPECT_LE(extent->least, number);
                        EXPECT_GE(extent->greatest, number);
                    }
                }
            }
        }
    }
}

TEST(LabelExtent, IsExactForDates) {
    for (const char* json : {R"({"rule": "date", "levels": ["month", "quarter", "year", "decade"]})",
                             R"({"rule": "date", "levels": ["year", "century"]})"}) {
        const auto hierarchy = made(json);
        // From before Christ to beyond four digits of a year, by a step that meets all days of a year.
        for (std::int32_t date = -800000; date < 3000000; date += 1009) {
            for (int level = 0; level <= hierarchy->top_level(); ++level) {
                LabelBuffer buffer;
                const std::string label(*hierarchy->date_label(date, level, buffer));
                const auto extent = date_extent(label);
                ASSERT_TRUE(extent) << label;
                EXPECT_LE(extent->least, date) << label;
                EXPECT_GE(extent->greatest, date) << label;
                for (const std::int64_t end : {extent->least, extent->greatest}) {
                    EXPECT_EQ(hierarchy->date_label(static_cast<std::int32_t>(end), level, buffer), label);
                }
                EXPECT_NE(
                    hierarchy->date_label(static_cast<std::int32_t>(extent->greatest + 1), level, buffer),
                    label);
            }
        }
        LabelBuffer buffer;
        for (const std::int32_t date : {-2451545, 2145031948, std::numeric_limits<std::int32_t>::max() - 1}) {
            const Label label = hierarchy->date_label(date, 1, buffer);
            const auto extent = date_extent(*label);
            ASSERT_TRUE(extent) << *label;
            EXPECT_LE(extent->least, date);
            EXPECT_GE(extent->greatest, date);
        }
    }
}

TEST(LabelExtent, TellsWhichLabelsStartTheirTexts) {
    const auto prefixes = made(R"({"rule": "prefix", "keep": [3, 1, 0]})");
    EXPECT_TRUE(prefixes->is_start("abc"));
    EXPECT_TRUE(prefixes->is_start(""));
    EXPECT_FALSE(prefixes->is_start("*"));
    const auto postcodes = made(R"({"rule": "nl_postcode"})");
    EXPECT_TRUE(postcodes->is_start("1234"));
    EXPECT_TRUE(postcodes->is_start("12"));
    EXPECT_FALSE(postcodes->is_start("NL"));
    EXPECT_FALSE(postcodes->is_start("1234AB"));
    EXPECT_FALSE(made(R"({"rule": "icd10"})")->is_start("E11"));
    EXPECT_FALSE(made(R"({"rule": "date", "levels": ["month"]})")->is_start("2024"));
}

} // namespace
} // namespace veil
