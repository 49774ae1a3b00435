// Hierarchies by rule: reading definitions, and the labels that each rule computes.
#include "core/date_truncation.hpp"
#include "core/hierarchy_definition.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace veil {
namespace {

std::unique_ptr<const Hierarchy> made(std::string_view json) {
    auto definition = parse_hierarchy_definition(json);
    if (const auto* problem = std::get_if<std::string>(&definition)) {
        ADD_FAILURE() << json << ": " << *problem;
        return nullptr;
    }
    return make_hierarchy(std::get<0>(definition), utf8_character_length);
}

std::string problem_of(std::string_view json) {
    auto definition = parse_hierarchy_definition(json);
    const auto* problem = std::get_if<std::string>(&definition);
    return problem == nullptr ? "" : *problem;
}

std::string of_text(const Hierarchy& hierarchy, std::string_view value, int level) {
    LabelBuffer buffer;
    return std::string(hierarchy.text_label(value, level, buffer).value_or("(none)"));
}

std::string of_number(const Hierarchy& hierarchy, std::int64_t value, int level) {
    LabelBuffer buffer;
    return std::string(hierarchy.integer_label(value, level, buffer).value_or("(none)"));
}

// Days since 2000-01-01, by the calendar of date_truncation.hpp's tests: astronomical year, month, day.
std::int32_t date(std::int64_t year, int month, int day) {
    const std::int64_t shifted = month <= 2 ? year - 1 : year;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    const std::int64_t year_of_era = shifted - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return static_cast<std::int32_t>(era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
                                     day_of_year - 730425);
}

std::string of_date(const Hierarchy& hierarchy, std::int32_t days, int level) {
    LabelBuffer buffer;
    return std::string(hierarchy.date_label(days, level, buffer).value_or("(none)"));
}

TEST(IntervalHierarchy, HasIntervalsOfWidths) {
    const auto age = made(R"({"rule": "intervals", "widths": [5, 10, 20], "from": 0, "top": 90})");
    EXPECT_EQ(age->top_level(), 3);
    EXPECT_EQ(of_number(*age, 23, 0), "23");
    EXPECT_EQ(of_number(*age, 23, 1), "20-24");
    EXPECT_EQ(of_number(*age, 23, 2), "20-29");
    EXPECT_EQ(of_number(*age, 23, 3), "20-39");
    EXPECT_EQ(of_number(*age, 0, 1), "0-4");
    EXPECT_EQ(of_number(*age, 89, 3), "80-89");
    EXPECT_EQ(of_number(*age, 90, 1), "90+");
    EXPECT_EQ(of_number(*age, 123, 3), "90+");
    EXPECT_EQ(of_number(*age, -1, 1), "(none)");
    EXPECT_EQ(of_number(*age, 23, 4), "(none)");
    EXPECT_EQ(of_number(*age, 23, -1), "(none)");
    EXPECT_EQ(of_text(*age, "23", 1), "20-24");
    for (const char* value : {"", " 23", "23.5", "+23", "NaN", "99999999999999999999"}) {
        EXPECT_EQ(of_text(*age, value, 1), "(none)");
    }
}

TEST(IntervalHierarchy, GoesDownwardsWithoutALeastValue) {
    const auto tens = made(R"({"rule": "intervals", "widths": [10]})");
    EXPECT_EQ(of_number(*tens, -1, 1), "-10 to -1");
    EXPECT_EQ(of_number(*tens, -10, 1), "-10 to -1");
    EXPECT_EQ(of_number(*tens, -11, 1), "-20 to -11");
    EXPECT_EQ(of_number(*tens, 0, 1), "0-9");
    const auto one = made(R"({"rule": "intervals", "widths": [1, 2], "from": -3})");
    EXPECT_EQ(of_number(*one, -3, 1), "-3");
    EXPECT_EQ(of_number(*one, -1, 2), "-1 to 0");
}

TEST(IntervalHierarchy, EndsWhereTheTypeEnds) {
    using Limits = std::numeric_limits<std::int64_t>;
    const auto tens = made(R"({"rule": "intervals", "widths": [10, 9223372036854775800]})");
    EXPECT_EQ(of_number(*tens, Limits::max(), 1), "9223372036854775800-9223372036854775807");
    EXPECT_EQ(of_number(*tens, Limits::min(), 1), "-9223372036854775808 to -9223372036854775801");
    EXPECT_EQ(of_number(*tens, Limits::max(), 2), "9223372036854775800-9223372036854775807");
    EXPECT_EQ(of_number(*tens, -1, 2), "-9223372036854775800 to -1");
    const auto far =
        made(R"({"rule": "intervals", "widths": [9223372036854775807], "from": -9223372036854775808})");
    EXPECT_EQ(of_number(*far, 0, 1), "-1 to 9223372036854775805");
    EXPECT_EQ(of_number(*far, Limits::max(), 1), "9223372036854775806-9223372036854775807");
}

TEST(IntervalHierarchy, HasIntervalsBetweenBounds) {
    const auto age = made(R"({"rule": "intervals", "bounds": [[0, 12, 18, 65], [0, 18]]})");
    EXPECT_EQ(age->top_level(), 2);
    EXPECT_EQ(of_number(*age, 11, 1), "0-11");
    EXPECT_EQ(of_number(*age, 12, 1), "12-17");
    EXPECT_EQ(of_number(*age, 12, 2), "0-17");
    EXPECT_EQ(of_number(*age, 65, 1), "65+");
    EXPECT_EQ(of_number(*age, 65, 2), "18+");
    EXPECT_EQ(of_number(*age, -1, 1), "(none)");
    EXPECT_EQ(of_number(*age, -1, 0), "(none)");
    EXPECT_EQ(of_number(*age, 7, 0), "7");
}

TEST(PrefixHierarchy, KeepsCharacters) {
    const auto code = made(R"({"rule": "prefix", "keep": [4, 2, 0]})");
    EXPECT_EQ(code->top_level(), 3);
    EXPECT_EQ(of_text(*code, "62.01.9", 0), "62.01.9");
    EXPECT_EQ(of_text(*code, "62.01.9", 1), "62.0");
    EXPECT_EQ(of_text(*code, "6", 1), "6");
    EXPECT_EQ(of_text(*code, "62.01.9", 3), "*");
    EXPECT_EQ(of_text(*code, "", 2), "");
    EXPECT_EQ(of_text(*code, "\xc3\xa9\xc3\xa9\xc3\xa9", 2), "\xc3\xa9\xc3\xa9");
    EXPECT_EQ(of_text(*code, "\xff\x80\x80\x80", 2), "\xff\x80\x80\x80");
    EXPECT_EQ(of_number(*code, 12345, 2), "12");
    const auto six = made(R"({"rule": "prefix", "keep": [4], "length": 6})");
    EXPECT_EQ(of_text(*six, "123456", 1), "1234");
    EXPECT_EQ(of_text(*six,
                      "\xc3\xa9"
                      "23456",
                      1),
              "\xc3\xa9"
              "234");
    EXPECT_EQ(of_text(*six, "12345", 1), "(none)");
    EXPECT_EQ(of_text(*six, "1234567", 0), "(none)");
    EXPECT_EQ(of_text(*six, "", 0), "(none)");
}

TEST(DateHierarchy, FollowsTheCalendar) {
    const auto dates = made(R"({"rule": "date", "levels": ["month", "quarter", "year", "decade"]})");
    EXPECT_EQ(dates->top_level(), 4);
    EXPECT_EQ(of_date(*dates, 0, 0), "2000-01-01");
    EXPECT_EQ(of_date(*dates, date(2024, 2, 29), 0), "2024-02-29");
    EXPECT_EQ(of_date(*dates, date(2024, 2, 29), 1), "2024-02");
    EXPECT_EQ(of_date(*dates, date(2024, 2, 29), 2), "2024-Q1");
    EXPECT_EQ(of_date(*dates, date(2024, 12, 31), 2), "2024-Q4");
    EXPECT_EQ(of_date(*dates, date(2024, 12, 31), 3), "2024");
    EXPECT_EQ(of_date(*dates, date(2029, 12, 31), 4), "2020-2029");
    EXPECT_EQ(of_date(*dates, date(987, 3, 1), 0), "0987-03-01");
    // 44 BC is the year -43.
    EXPECT_EQ(of_date(*dates, date(-43, 3, 15), 0), "0044-03-15 BC");
    EXPECT_EQ(of_date(*dates, date(-43, 3, 15), 1), "0044-03 BC");
    EXPECT_EQ(of_date(*dates, date(-43, 3, 15), 3), "0044 BC");
    EXPECT_EQ(of_date(*dates, date(-43, 3, 15), 4), "0051 BC to 0042 BC");
    EXPECT_EQ(of_date(*dates, date(0, 1, 1), 4), "0001 BC to 0009");
    EXPECT_EQ(of_date(*dates, date(5874897, 12, 31), 3), "5874897");
    EXPECT_EQ(of_date(*dates, std::numeric_limits<std::int32_t>::max(), 1), "(none)");
    EXPECT_EQ(of_date(*dates, std::numeric_limits<std::int32_t>::min(), 0), "(none)");
    EXPECT_EQ(of_text(*dates, "2024-02-29", 1), "(none)");
    EXPECT_EQ(of_number(*dates, 2024, 1), "(none)");
    const auto centuries = made(R"({"rule": "date", "levels": ["year", "century"]})");
    EXPECT_EQ(of_date(*centuries, date(2000, 12, 31), 2), "1901-2000");
    EXPECT_EQ(of_date(*centuries, date(2001, 1, 1), 2), "2001-2100");
    EXPECT_EQ(of_date(*centuries, date(0, 12, 31), 2), "0100 BC to 0001 BC");
}

// Two dates have one label exactly where truncation gives one date.
TEST(DateHierarchy, AgreesWithTruncation) {
    const auto dates = made(R"({"rule": "date", "levels": ["month", "quarter", "year", "decade"]})");
    const auto centuries = made(R"({"rule": "date", "levels": ["century"]})");
    constexpr std::array units{DateUnit::day, DateUnit::month, DateUnit::quarter, DateUnit::year,
                               DateUnit::decade};
    for (std::int64_t first : {-2451545LL, -1'000'000LL, -731'000LL, -300LL, 36'000LL, 2'100'000'000LL}) {
        for (std::int64_t day = first + 1; day < first + 1'500; ++day) {
            const auto now = static_cast<std::int32_t>(day);
            const std::int32_t before = now - 1;
            for (std::size_t level = 0; level < units.size(); ++level) {
                ASSERT_EQ(of_date(*dates, now, static_cast<int>(level)) ==
                              of_date(*dates, before, static_cast<int>(level)),
                          truncate_date(now, units[level]) == truncate_date(before, units[level]))
                    << day;
            }
            ASSERT_EQ(of_date(*centuries, now, 1) == of_date(*centuries, before, 1),
                      truncate_date(now, DateUnit::century) == truncate_date(before, DateUnit::century));
        }
    }
}

TEST(DutchPostcodeHierarchy, TakesPostcodesThatAreGivenOut) {
    const auto postcode = made(R"({"rule": "nl_postcode"})");
    EXPECT_EQ(postcode->top_level(), 3);
    for (const char* value : {"1234AB", "1234 AB"}) {
        EXPECT_EQ(of_text(*postcode, value, 0), "1234AB");
        EXPECT_EQ(of_text(*postcode, value, 1), "1234");
        EXPECT_EQ(of_text(*postcode, value, 2), "12");
        EXPECT_EQ(of_text(*postcode, value, 3), "NL");
    }
    for (const char* value : {"", "0123AB", "1234", "1234ab", "1234  AB", "1234SA", "1234 SD", "1234SS",
                              "1234A", "1234ABC", "12345AB", "1234-AB", "123 4AB", "A234AB"}) {
        for (int level = 0; level <= 3; ++level) {
            EXPECT_EQ(of_text(*postcode, value, level), "(none)") << value;
        }
    }
}

TEST(Icd10Hierarchy, KnowsChapters) {
    const auto icd10 = made(R"({"rule": "icd10"})");
    EXPECT_EQ(icd10->top_level(), 2);
    EXPECT_EQ(of_text(*icd10, "E11.9", 0), "E11.9");
    EXPECT_EQ(of_text(*icd10, "e119", 0), "E11.9");
    EXPECT_EQ(of_text(*icd10, "E11", 0), "E11");
    EXPECT_EQ(of_text(*icd10, "E11.9", 1), "E11");
    EXPECT_EQ(of_text(*icd10, "E11.9", 2), "IV (E00-E90)");
    EXPECT_EQ(of_text(*icd10, "S72001A", 0), "S72.001A");
    EXPECT_EQ(of_text(*icd10, "S72.001A", 1), "S72");
    EXPECT_EQ(of_text(*icd10, "C7A.01", 2), "II (C00-D48)");
    const std::array<std::pair<const char*, const char*>, 24> edges{{
        {"A00", "I (A00-B99)"},    {"B99", "I (A00-B99)"},     {"C00", "II (C00-D48)"},
        {"D48.9", "II (C00-D48)"}, {"D50", "III (D50-D89)"},   {"D89", "III (D50-D89)"},
        {"F99", "V (F00-F99)"},    {"G00", "VI (G00-G99)"},    {"H59", "VII (H00-H59)"},
        {"H60", "VIII (H60-H95)"}, {"I10", "IX (I00-I99)"},    {"J45", "X (J00-J99)"},
        {"K93", "XI (K00-K93)"},   {"L20", "XII (L00-L99)"},   {"M54", "XIII (M00-M99)"},
        {"N20", "XIV (N00-N99)"},  {"O80", "XV (O00-O99)"},    {"P07", "XVI (P00-P96)"},
        {"Q90", "XVII (Q00-Q99)"}, {"R51", "XVIII (R00-R99)"}, {"T98", "XIX (S00-T98)"},
        {"V01", "XX (V01-Y98)"},   {"Z99", "XXI (Z00-Z99)"},   {"U07.1", "XXII (U00-U99)"},
    }};
    for (const auto& [code, chapter] : edges) {
        EXPECT_EQ(of_text(*icd10, code, 2), chapter);
    }
    for (const char* value : {"", "E", "E1", "11.9", "E11.", "E11.12345", "E1112345", "E11-9", "EE1", "E1C",
                              "E11.9 ", " E11", "E11.\xc3\xa9"}) {
        EXPECT_EQ(of_text(*icd10, value, 1), "(none)") << value;
    }
}

TEST(HierarchyDefinition, RefusesWhatHasNoMeaning) {
    for (const char* json : {"", "[]", "1", "{", "{\"rule\": \"date\"", "{\"rule\": \"date\"} x"}) {
        EXPECT_EQ(problem_of(json), "a definition is a JSON object") << json;
    }
    for (const char* keep :
         {"1", "[]", "[1.5]", "[1e2]", "[99999999999999999999]", "[[1]]", "{}", "[\"1\"]", "null"}) {
        EXPECT_EQ(problem_of(R"({"rule": "prefix", "keep": )" + std::string(keep) + "}"),
                  "\"keep\" must be a list of whole numbers");
    }
    const std::string rules =
        "\"rule\" must be one of \"intervals\", \"prefix\", \"date\", \"nl_postcode\", \"icd10\"";
    EXPECT_EQ(problem_of("{}"), rules);
    EXPECT_EQ(problem_of(R"({"rule": "x"})"), rules);
    EXPECT_EQ(problem_of(R"({"rule": 1})"), rules);
    EXPECT_EQ(problem_of(R"({"rule": "icd10", "depth": 3})"), "\"depth\" does not exist");
    EXPECT_EQ(problem_of(R"({"rule": "icd10", "keep": [3]})"), "a member is not one of rule \"icd10\"");
    EXPECT_EQ(problem_of(R"({"rule": "intervals"})"),
              "rule \"intervals\" needs either \"widths\" or \"bounds\"");
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "widths": [1], "bounds": [[1]]})"),
              "rule \"intervals\" needs either \"widths\" or \"bounds\"");
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "widths": []})"),
              "\"widths\" must be a list of whole numbers");
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "widths": "5"})"),
              "\"widths\" must be a list of whole numbers");
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "widths": [0]})"), "\"widths\" must be greater than zero");
    for (const char* json :
         {R"({"rule": "intervals", "widths": [5, 12]})", R"({"rule": "intervals", "widths": [5, 5]})",
          R"({"rule": "intervals", "widths": [10, 5]})"}) {
        EXPECT_EQ(problem_of(json), "each of \"widths\" must be a multiple of the one before, and greater");
    }
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "widths": [5], "from": 9, "top": 9})"),
              "\"top\" must be greater than \"from\"");
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "widths": [5], "top": "9"})"),
              "\"top\" must be a whole number");
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "bounds": [[1, 1]]})"),
              "\"bounds\" must be a list of lists of increasing whole numbers");
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "bounds": [[0, 5, 9], [0, 7]]})"),
              "\"bounds\" of a level must be some of those of the level before");
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "bounds": [[0, 5, 9], [5, 9]]})"),
              "\"bounds\" must start with the same value at every level");
    EXPECT_EQ(problem_of(R"({"rule": "intervals", "bounds": [[0, 5]], "top": 9})"),
              "\"from\" and \"top\" go with \"widths\", not with \"bounds\"");
    EXPECT_EQ(problem_of(R"({"rule": "prefix"})"), "rule \"prefix\" needs \"keep\"");
    for (const char* json :
         {R"({"rule": "prefix", "keep": [2, 4]})", R"({"rule": "prefix", "keep": [2, 2]})",
          R"({"rule": "prefix", "keep": [2, -1]})", R"({"rule": "prefix", "keep": [7], "length": 6})",
          R"({"rule": "prefix", "keep": [1001]})"}) {
        EXPECT_EQ(problem_of(json),
                  "\"keep\" must decrease from level to level, from \"length\" or less to 0 or more");
    }
    EXPECT_EQ(problem_of(R"({"rule": "prefix", "keep": [0], "length": 0})"),
              "\"length\" must be between 1 and 1000");
    EXPECT_EQ(problem_of(R"({"rule": "date"})"), "rule \"date\" needs \"levels\"");
    EXPECT_EQ(problem_of(R"({"rule": "date", "levels": ["week"]})"),
              "\"levels\" must be a list of \"month\", \"quarter\", \"year\", \"decade\", \"century\"");
    EXPECT_EQ(problem_of(R"({"rule": "date", "levels": ["year", "month"]})"),
              "\"levels\" must go from the finest to the coarsest");
    EXPECT_EQ(problem_of(R"({"rule": "date", "levels": ["decade", "century"]})"),
              "a decade may lie in two centuries: \"levels\" can have one of the two");
}

} // namespace
} // namespace veil
