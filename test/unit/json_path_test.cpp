#include "core/json_path.hpp"

#include <gtest/gtest.h>

namespace {

using veil::json_path_text;
using veil::JsonStep;
using veil::parse_json_path;

TEST(JsonPath, ReadsEveryKindOfStep) {
    const auto path = parse_json_path("$.items[*].price[12].*");
    ASSERT_TRUE(path);
    ASSERT_EQ(path->size(), 5U);
    EXPECT_EQ((*path)[0], (JsonStep{JsonStep::Kind::member, "items"}));
    EXPECT_EQ((*path)[1], (JsonStep{JsonStep::Kind::any_element, {}}));
    EXPECT_EQ((*path)[2], (JsonStep{JsonStep::Kind::member, "price"}));
    EXPECT_EQ((*path)[3], (JsonStep{JsonStep::Kind::element, {}, 12}));
    EXPECT_EQ((*path)[4], (JsonStep{JsonStep::Kind::any_member, {}}));
    EXPECT_TRUE(parse_json_path("$")->empty());
}

TEST(JsonPath, ReadsQuotedNames) {
    EXPECT_EQ((*parse_json_path(R"($."a b")"))[0].name, "a b");
    EXPECT_EQ((*parse_json_path(R"($."a\"b\\c")"))[0].name, "a\"b\\c");
    EXPECT_EQ((*parse_json_path(R"($."")"))[0].name, "");
    EXPECT_EQ((*parse_json_path(R"($."*")"))[0].kind, JsonStep::Kind::member);
    EXPECT_EQ((*parse_json_path("$.na\xc3\xafve-1"))[0].name, "na\xc3\xafve-1");
}

TEST(JsonPath, RefusesWhatIsNoPath) {
    for (const char* text : {"",           "a",     "$.",   "$..a",          "$a",   "$.a b", "$[",
                             "$[]",        "$[-1]", "$[1",  "$[1234567890]", "$[a]", "$.a]",  "$.\"a",
                             "$.\"a\\n\"", "$ .a",  "$.a ", "$.a.",          "$.**", "$[*",   "$.a$"}) {
        EXPECT_FALSE(parse_json_path(text)) << text;
    }
}

TEST(JsonPath, IsBounded) {
    std::string longest = "$";
    for (std::size_t i = 0; i < veil::most_json_steps; ++i) {
        longest += ".a";
    }
    EXPECT_TRUE(parse_json_path(longest));
    EXPECT_FALSE(parse_json_path(longest + ".a"));
    EXPECT_TRUE(parse_json_path("$." + std::string(veil::longest_json_path - 2, 'a')));
    EXPECT_FALSE(parse_json_path("$." + std::string(veil::longest_json_path - 1, 'a')));
}

TEST(JsonPath, HasOneSpelling) {
    EXPECT_EQ(json_path_text(*parse_json_path(R"($."plain"[007].*[*]."a \"b")")),
              R"($.plain[7].*[*]."a \"b")");
    EXPECT_EQ(json_path_text({}), "$");
}

} // namespace
