#include "core/json_value.hpp"

#include <gtest/gtest.h>

#include <string>

namespace veil {
namespace {

constexpr JsonLimits roomy{1000, 10, 1000};

// Reads a text and writes it again.
std::string rewritten(std::string_view text, JsonLimits limits = roomy) {
    const auto result = parse_json(text, limits);
    if (const auto* defect = std::get_if<JsonDefect>(&result)) {
        return std::to_string(defect->line) + ":" + std::to_string(defect->column) + " " +
               std::string(defect->reason);
    }
    return write_json(std::get<JsonValue>(result));
}

TEST(JsonValue, ReadsEveryKind) {
    EXPECT_EQ(rewritten(" null "), "null");
    EXPECT_EQ(rewritten("true"), "true");
    EXPECT_EQ(rewritten("false"), "false");
    EXPECT_EQ(rewritten("[]"), "[]");
    EXPECT_EQ(rewritten("{}"), "{}");
    EXPECT_EQ(rewritten("[1,\"a\" , [ ] ,{\"x\":{}}]"), "[1, \"a\", [], {\"x\": {}}]");
    EXPECT_EQ(rewritten("{\"b\":1,\"a\":[null],\"aa\":2}"), "{\"a\": [null], \"aa\": 2, \"b\": 1}");
}

TEST(JsonValue, KeepsNumbersAsTheyAreWritten) {
    for (const char* number :
         {"0", "-0", "12", "1.50", "-0.001", "1e5", "1E+05", "2.5e-1000", "1e0000001000"}) {
        EXPECT_EQ(rewritten(number), number);
    }
    for (const char* number :
         {"-", "01", "1.", ".5", "1e", "1e+", "+1", "NaN", "Infinity", "0x1", "1e1001", "1e99999"}) {
        EXPECT_NE(rewritten(number), number) << number;
    }
    EXPECT_EQ(rewritten("1e1001"), "1:1 the exponent of this number is beyond 1000");
}

TEST(JsonValue, ReadsEscapes) {
    EXPECT_EQ(rewritten(R"("\"\\\/\b\f\n\r\t\u0001\u00e9\u20ac\ud83d\ude00\u007f")"),
              "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001é€😀\x7f\"");
    for (const char* text :
         {R"("\x")", R"("\)", R"("\u12")", R"("\ud800")", R"("\udc00")", R"("\ud800\u0041")", R"("\ud800x")",
          R"("\u0000")", "\"\n\"", "\"\t\"", "\"", "\"a"}) {
        EXPECT_TRUE(std::holds_alternative<JsonDefect>(parse_json(text, roomy))) << text;
    }
    EXPECT_EQ(rewritten(R"(["\u0000"])"), "1:3 the character U+0000 cannot be stored");
}

TEST(JsonValue, RefusesWhatIsNoUtf8) {
    for (const char* bytes : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\xaf",
                              "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x82"}) {
        EXPECT_EQ(rewritten('"' + std::string(bytes) + '"'), "1:2 these bytes are no UTF-8");
    }
    EXPECT_EQ(rewritten("\"\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80\""),
              "\"\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80\"");
}

TEST(JsonValue, RefusesTwoMembersOfOneName) {
    EXPECT_EQ(rewritten("[\n  {\"a\": 1, \"b\": 2, \"\\u0061\": 3}]"),
              "2:3 two members of this object have the same name");
    EXPECT_EQ(rewritten(R"({"a": {"a": 1}, "b": {"a": 1}})"), R"({"a": {"a": 1}, "b": {"a": 1}})");
}

TEST(JsonValue, TellsWhereATextEndsToBeJson) {
    EXPECT_EQ(rewritten(""), "1:1 this is no JSON value");
    EXPECT_EQ(rewritten("[1 2]"), "1:4 a comma or ] is missing");
    EXPECT_EQ(rewritten("[1,]"), "1:4 this is no JSON value");
    EXPECT_EQ(rewritten("{\"a\" 1}"), "1:6 a colon is missing");
    EXPECT_EQ(rewritten("{\"a\": 1,\n}"), "2:1 the name of a member, in double quotes, is missing");
    EXPECT_EQ(rewritten("{\"a\": 1"), "1:8 a comma or } is missing");
    EXPECT_EQ(rewritten("{a: 1}"), "1:2 the name of a member, in double quotes, is missing");
    EXPECT_EQ(rewritten("1 1"), "1:3 nothing may follow the value");
    EXPECT_EQ(rewritten("nul"), "1:1 this is no JSON value");
    EXPECT_EQ(rewritten(std::string("1\0", 2)), "1:2 nothing may follow the value");
    EXPECT_EQ(rewritten(std::string("\"\0\"", 3)),
              "1:2 a control character in a string must be written as an escape");
}

TEST(JsonValue, HoldsItsLimits) {
    EXPECT_EQ(rewritten("[[1]]", {5, 2, 3}), "[[1]]");
    EXPECT_EQ(rewritten("[[1]]", {4, 2, 3}), "1:1 the text is too large");
    EXPECT_EQ(rewritten("[[1]]", {5, 1, 3}), "1:2 arrays and objects are nested too deeply");
    EXPECT_EQ(rewritten("[[1]]", {5, 2, 2}), "1:3 there are too many values");
    EXPECT_EQ(rewritten("{\"a\": {\"a\": 1}}", {50, 1, 5}), "1:7 arrays and objects are nested too deeply");
    EXPECT_EQ(rewritten(std::string(1'000'000, '['), {1'000'000, 100, 1'000'000}),
              "1:101 arrays and objects are nested too deeply");
}

TEST(JsonValue, SetsAndFindsMembers) {
    JsonValue value = JsonValue::empty_object();
    value.set("b", JsonValue::of_number("1"));
    value.set("a", JsonValue::of_string("x"));
    value.set("b", JsonValue::of_number("2"));
    EXPECT_EQ(write_json(value), R"({"a": "x", "b": 2})");
    EXPECT_EQ(value.text_of("a"), "x");
    EXPECT_EQ(value.text_of("c"), "");
    EXPECT_EQ(value.find("c"), nullptr);
    EXPECT_EQ(value, std::get<JsonValue>(parse_json(R"({"b": 2, "a": "x"})", roomy)));
}

} // namespace
} // namespace veil
