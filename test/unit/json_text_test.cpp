#include "core/json_text.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace {

using veil::CivilDate;
using veil::iso_date;
using veil::json_integer;

std::optional<std::string> unescaped(std::string_view raw, bool is_utf8 = true) {
    std::string out(raw.size(), '?');
    const auto size = veil::json_unescape(raw, is_utf8, out.data());
    return size ? std::optional(out.substr(0, *size)) : std::nullopt;
}

TEST(JsonText, Unescapes) {
    EXPECT_EQ(unescaped(R"(a\"\\\/\b\f\n\r\tz)"), "a\"\\/\b\f\n\r\tz");
    EXPECT_EQ(unescaped(R"(\u0041\u00e9\u20AC\ud83d\uDE00)"), "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    for (const char* raw : {R"(\u0000)", R"(\ud83d)", R"(\ud83dx)", R"(\ud83d\u0041)", R"(\ude00)", R"(\u12)",
                            R"(\x)", "\\", R"(\u00zz)"}) {
        EXPECT_FALSE(unescaped(raw)) << raw;
    }
    EXPECT_EQ(unescaped(R"(\u0041)", false), "A");
    EXPECT_FALSE(unescaped(R"(\u00e9)", false));
}

TEST(JsonText, Escapes) {
    std::string out;
    veil::json_escape(std::string_view("a\"b\\c\n\0\x1f\xc3\xa9", 10),
                      [&](std::string_view piece) { out += piece; });
    EXPECT_EQ(out, "\"a\\\"b\\\\c\\u000a\\u0000\\u001f\xc3\xa9\"");
}

TEST(JsonText, ReadsWholeNumbers) {
    EXPECT_EQ(json_integer("0"), 0);
    EXPECT_EQ(json_integer("-0"), 0);
    EXPECT_EQ(json_integer("100"), 100);
    EXPECT_EQ(json_integer("1e2"), 100);
    EXPECT_EQ(json_integer("1.50e1"), 15);
    EXPECT_EQ(json_integer("1500E-2"), 15);
    EXPECT_EQ(json_integer("-3.000"), -3);
    EXPECT_EQ(json_integer("0e999999999999"), 0);
    EXPECT_EQ(json_integer("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(json_integer("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
    for (const char* text : {"9223372036854775808", "-9223372036854775809", "1.5", "1e-1", "1e19", "1e400",
                             "1e999999999999999", "", "-", "a", "1x", "1e", "NaN", "Infinity", "0.0000001"}) {
        EXPECT_FALSE(json_integer(text)) << text;
    }
}

TEST(JsonText, KnowsModerateNumbers) {
    EXPECT_TRUE(veil::is_moderate_json_number("1e400"));
    EXPECT_TRUE(veil::is_moderate_json_number("-12.5E-3"));
    EXPECT_FALSE(veil::is_moderate_json_number("1e200000"));
    EXPECT_FALSE(veil::is_moderate_json_number("1e-200000"));
    EXPECT_FALSE(veil::is_moderate_json_number(std::string(501, '1')));
    EXPECT_FALSE(veil::is_moderate_json_number("nan"));
}

TEST(JsonText, ReadsDates) {
    EXPECT_EQ(iso_date("2024-02-29"), (CivilDate{2024, 2, 29}));
    EXPECT_EQ(iso_date("0001-01-01"), (CivilDate{1, 1, 1}));
    EXPECT_EQ(iso_date("9999-12-31"), (CivilDate{9999, 12, 31}));
    for (const char* text :
         {"2023-02-29", "1900-02-29", "0000-01-01", "2024-13-01", "2024-00-01", "2024-01-00", "2024-04-31",
          "2024-1-01", "2024/01/01", "20240101", "", "2024-01-01T00:00", "-024-01-01", "tomorrow  "}) {
        EXPECT_FALSE(iso_date(text)) << text;
    }
}

} // namespace
