#include "core/json_program.hpp"
#include "core/json_text_masking.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using veil::JsonAction;
using veil::JsonProgram;
using veil::JsonScalar;

// Shows which mask was called with what.
struct Recorder {
    std::string out;
    void append(std::string_view piece) { out += piece; }
    void mask(const JsonAction& action, JsonScalar kind, std::string_view text) {
        out += '<' + std::to_string(action.mask) + (kind == JsonScalar::string ? "s " : " ") +
               std::string(text) + '>';
    }
    static bool go_on() { return true; }
};

std::string masked(std::string_view program_text, std::string_view document, bool is_utf8 = true) {
    const auto program = JsonProgram::parse(program_text);
    if (!program) {
        return "no program";
    }
    std::vector<char> scratch(document.size() + 1);
    Recorder target;
    veil::JsonTextMasking<Recorder> masking(*program, document, is_utf8, scratch.data(), target);
    return masking.run() ? target.out : "NULL";
}

TEST(JsonProgram, ShowsListedMembersOnly) {
    EXPECT_EQ(masked("drop; $.a text 0", R"({"a": "x", "b": "canary", "c": {"a": "canary"}})"),
              R"({"a":<0s x>})");
    EXPECT_EQ(masked("null; $.a text 0", R"({"a": "x", "b": "canary", "c": {"a": 1}})"),
              R"({"a":<0s x>,"b":null,"c":null})");
    EXPECT_EQ(masked("drop; $.a text 0", R"({"b": 1})"), "{}");
    EXPECT_EQ(masked("drop; $.a text 0", R"({})"), "{}");
    EXPECT_EQ(masked("drop; $.a text 0", R"(["canary"])"), "NULL");
    EXPECT_EQ(masked("drop; $.a text 0", R"("canary")"), "NULL");
    EXPECT_EQ(masked("drop", "{}"), "NULL");
}

TEST(JsonProgram, KeepsPlacesInArrays) {
    EXPECT_EQ(masked("drop; $[1] integer 2", "[1, 2, 3]"), "[null,<2 2>,null]");
    EXPECT_EQ(masked("drop; $[*].a integer 0", R"([{"a":1,"b":2},7,[8],{"a":2},{}])"),
              R"([{"a":<0 1>},null,null,{"a":<0 2>},{}])");
    EXPECT_EQ(masked("drop; $.l[*] text 0", R"({"l": []})"), R"({"l":[]})");
}

TEST(JsonProgram, MasksEveryMemberOfAName) {
    EXPECT_EQ(masked("drop; $.a text 0", R"({"a":"1","a":"2","\u0061":"3"})"),
              R"({"a":<0s 1>,"a":<0s 2>,"a":<0s 3>})");
}

TEST(JsonProgram, DropsNamesThatNoTextHolds) {
    EXPECT_EQ(masked("drop; $.* release", R"({"\u0000": 1, "\ud800": 2, "ok": 3})"), R"({"ok":3})");
    EXPECT_EQ(masked("null; $.* release", R"({"\u00e9": 1})", false), "{}");
    EXPECT_EQ(masked("drop; $ release; $.a text 0", R"({"\u0000": 1, "b": 2})"), R"({"b":2})");
}

TEST(JsonProgram, SuppressesStringsThatNoTextHolds) {
    EXPECT_EQ(masked("drop; $.a text 0", R"({"a": "\u0000"})"), R"({"a":null})");
    EXPECT_EQ(masked("drop; $.a text 0", R"({"a": "\ud83d\ude00\n"})"), "{\"a\":<0s \xf0\x9f\x98\x80\n>}");
}

TEST(JsonProgram, TakesTheMostSpecificPath) {
    EXPECT_EQ(masked("drop; $.* text 1; $.a text 0", R"({"a":"x","b":"y"})"), R"({"a":<0s x>,"b":<1s y>})");
    EXPECT_EQ(masked("drop; $.*.b text 1; $.a.* text 0", R"({"a":{"b":"x"},"c":{"b":"y"}})"),
              R"({"a":{"b":<0s x>},"c":{"b":<1s y>}})");
    EXPECT_EQ(masked("drop; $[*] integer 0; $[0] integer 1", "[5,6]"), "[<1 5>,<0 6>]");
    // A wildcard leads on where a name ends.
    EXPECT_EQ(masked("drop; $.*.x text 1; $.a.y text 0", R"({"a":{"x":"1","y":"2"}})"),
              R"({"a":{"x":<1s 1>,"y":<0s 2>}})");
}

TEST(JsonProgram, ReleasesATreeButForWhatIsListedInside) {
    EXPECT_EQ(masked("drop; $.a release", R"({"a": {"b": [1, "x"]}, "c": 2})"), R"({"a":{"b": [1, "x"]}})");
    EXPECT_EQ(
        masked("drop; $.a release; $.a.b.c text 0", R"({"a":{"b":{"c":"secret","d":[1]},"e":null},"f":1})"),
        R"({"a":{"b":{"c":<0s secret>,"d":[1]},"e":null}})");
    EXPECT_EQ(masked("drop; $ release; $.*.c suppress", R"({"b":{"c":{"x":1},"d":2}})"),
              R"({"b":{"c":null,"d":2}})");
}

TEST(JsonProgram, SuppressesContainersUnderAMask) {
    EXPECT_EQ(masked("drop; $.a text 0", R"({"a": {"b": "canary"}})"), R"({"a":null})");
    EXPECT_EQ(masked("drop; $.a text 0", R"({"a": null})"), R"({"a":null})");
    EXPECT_EQ(masked("drop; $.a text 0; $.a.b text 1", R"({"a": {"b": "x", "c": "canary"}})"),
              R"({"a":{"b":<1s x>}})");
}

TEST(JsonProgram, MasksARootThatIsAScalar) {
    EXPECT_EQ(masked("drop; $ text 0", R"("x")"), "<0s x>");
    EXPECT_EQ(masked("drop; $ suppress", R"({"x": 1})"), "null");
}

TEST(JsonProgram, BoundsTheDepthOfWhatIsReleased) {
    const std::string deep =
        std::string(veil::most_json_levels, '[') + std::string(veil::most_json_levels, ']');
    EXPECT_EQ(masked("drop; $ release", deep), deep);
    EXPECT_EQ(masked("drop; $ release", '[' + deep + ']'), "NULL");
    EXPECT_EQ(masked("drop; $.a release", R"({"a":)" + deep + '}'), "NULL");
    const std::string deeper(1000000, '[');
    EXPECT_EQ(masked("drop; $.a text 0", R"({"b":)" + deeper + std::string(1000000, ']') + R"(,"a":"x"})"),
              R"({"a":<0s x>})");
}

TEST(JsonProgram, IsTotalOnWhatIsNoJson) {
    for (const char* text : {"", "{", "[", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":\"", "{\"a\":\"\\", "[1,",
                             "]", "}", "{1:2}", "{\"a\":1}x", "\x01", "{\"a\":}", "[,]"}) {
        EXPECT_EQ(masked("drop; $.a text 0; $[*] text 1; $.a.b release", text), "NULL") << text;
    }
}

TEST(JsonProgram, IsItsText) {
    const std::string text = "null; $.a[3].\"b c\" number 1; $.b release; $.*.x suppress; $.*[*] date 0";
    const auto program = JsonProgram::parse(text);
    ASSERT_TRUE(program);
    const auto again = JsonProgram::parse(program->text());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->text(), program->text());
    EXPECT_EQ(program->masks(), 2);
}

TEST(JsonProgram, RefusesWhatIsNoProgram) {
    for (const char* text :
         {"", "keep", "drop;", "drop; $.a", "drop; $.a text", "drop; $.a text 60", "drop; $.a text -1",
          "drop; $.a text 1x", "drop; $.a word 1", "drop; $.a text 1;", "drop $.a text 1",
          "drop; $.a text 1; $.\"a\" release", "drop; $.a release 1"}) {
        EXPECT_FALSE(JsonProgram::parse(text)) << text;
    }
    std::string many = "drop";
    for (int i = 0; i < 64; ++i) {
        many += "; $.a" + std::to_string(i) + " release";
    }
    EXPECT_TRUE(JsonProgram::parse(many));
    EXPECT_FALSE(JsonProgram::parse(many + "; $.b release"));
}

} // namespace
