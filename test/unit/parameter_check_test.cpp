#include "core/parameter_check.hpp"

#include "given_values.hpp"

#include <gtest/gtest.h>

namespace veil {
namespace {

std::vector<ParameterSpecification> specifications() {
    return {
        {"width", "positive", true, std::nullopt, std::nullopt, {}, std::nullopt},
        {"keep", "integer", false, 0, 1000, {}, std::nullopt},
        {"as", "choice", false, std::nullopt, std::nullopt, {"lower", "range"}, "lower"},
        {"fill", "text", false, std::nullopt, 3, {}, "***"},
        {"key", "key", false, std::nullopt, std::nullopt, {}, std::nullopt},
        {"of", "column", false, std::nullopt, std::nullopt, {}, std::nullopt},
        {"level", "number", false, std::nullopt, std::nullopt, {}, std::nullopt},
        {"strict", "boolean", false, std::nullopt, std::nullopt, {}, std::nullopt},
        {"value", "value", false, std::nullopt, std::nullopt, {}, std::nullopt},
    };
}

// What is wrong with one parameter beside a good "width"; empty for nothing.
std::string problem_of(const std::string& name, const std::string& json_type, const std::string& text) {
    auto problem = check_parameters(specifications(), {{"width", "number", "10"}, {name, json_type, text}});
    return problem ? problem->message : std::string();
}

std::string problem_of_width(const std::string& json_type, const std::string& text) {
    auto problem = check_parameters(specifications(), {{"width", json_type, text}});
    return problem ? problem->message : std::string();
}

TEST(ParameterCheck, RequiresWhatIsRequired) {
    auto problem = check_parameters(specifications(), {});
    ASSERT_TRUE(problem.has_value());
    EXPECT_EQ(problem->message, "parameter \"width\" is missing");
    EXPECT_FALSE(check_parameters(specifications(), {{"width", "number", "10"}}).has_value());
}

TEST(ParameterCheck, NamesWhatItDoesNotKnowAndWhatItKnows) {
    auto problem = check_parameters(specifications(), {{"widht", "number", "10"}});
    ASSERT_TRUE(problem.has_value());
    EXPECT_EQ(problem->message, "there is no parameter \"widht\"");
    EXPECT_NE(problem->hint.find("\"width\""), std::string::npos);
    auto without = check_parameters({}, {{"x", "number", "1"}});
    ASSERT_TRUE(without.has_value());
    EXPECT_EQ(without->hint, "This technique has no parameters.");
}

TEST(ParameterCheck, PositiveNumbersAreAboveZero) {
    EXPECT_EQ(problem_of_width("number", "0.001"), "");
    EXPECT_EQ(problem_of_width("number", "100000000000000000000"), "");
    for (const char* text : {"0", "0.00", "-1", "-0.5"})
        EXPECT_EQ(problem_of_width("number", text), "parameter \"width\" must be a number greater than zero")
            << text;
    EXPECT_EQ(problem_of_width("string", "10"), "parameter \"width\" must be a number greater than zero");
}

TEST(ParameterCheck, IntegersAreWholeAndInRange) {
    EXPECT_EQ(problem_of("keep", "number", "0"), "");
    EXPECT_EQ(problem_of("keep", "number", "1000"), "");
    EXPECT_EQ(problem_of("keep", "number", "-1"), "parameter \"keep\" must be at least 0");
    EXPECT_EQ(problem_of("keep", "number", "1001"), "parameter \"keep\" must be at most 1000");
    EXPECT_EQ(problem_of("keep", "number", "1.5"), "parameter \"keep\" must be a whole number");
    EXPECT_EQ(problem_of("keep", "number", "99999999999999999999"),
              "parameter \"keep\" must be a whole number");
    EXPECT_EQ(problem_of("keep", "string", "4"), "parameter \"keep\" must be a whole number");
}

TEST(ParameterCheck, ChoicesAreListed) {
    EXPECT_EQ(problem_of("as", "string", "range"), "");
    EXPECT_EQ(problem_of("as", "string", "Range"), R"(parameter "as" must be one of "lower", "range")");
    EXPECT_EQ(problem_of("as", "number", "1"), R"(parameter "as" must be one of "lower", "range")");
}

TEST(ParameterCheck, TextsAreBoundedStrings) {
    EXPECT_EQ(problem_of("fill", "string", ""), "");
    EXPECT_EQ(problem_of("fill", "string", "abc"), "");
    EXPECT_EQ(problem_of("fill", "string", "abcd"), "parameter \"fill\" must have at most 3 bytes");
    EXPECT_EQ(problem_of("fill", "null", ""), "parameter \"fill\" must be a string");
    EXPECT_EQ(problem_of("key", "array", "[]"), "parameter \"key\" must be a string");
    EXPECT_EQ(problem_of("of", "string", "person_id"), "");
    EXPECT_EQ(problem_of("of", "number", "1"), "parameter \"of\" must be a string");
}

TEST(ParameterCheck, OtherTypes) {
    EXPECT_EQ(problem_of("level", "number", "-2.5"), "");
    EXPECT_EQ(problem_of("level", "string", "2"), "parameter \"level\" must be a number");
    EXPECT_EQ(problem_of("strict", "boolean", "true"), "");
    EXPECT_EQ(problem_of("strict", "string", "true"), "parameter \"strict\" must be true or false");
    for (const char* type : {"string", "number", "boolean"})
        EXPECT_EQ(problem_of("value", type, "1"), "") << type;
    for (const char* type : {"object", "array", "null"})
        EXPECT_EQ(problem_of("value", type, "{}"),
                  "parameter \"value\" must be a string, a number or a boolean")
            << type;
}

TEST(ParameterCheck, ParsesWholeNumbersOf64Bits) {
    EXPECT_EQ(parse_integer("-9223372036854775808"), INT64_MIN);
    EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
    for (const char* text : {"", "9223372036854775808", "1.0", " 1", "1 ", "0x1", "+1"})
        EXPECT_EQ(parse_integer(text), std::nullopt) << text;
}

// What is wrong with a parameter of a type; empty for nothing.
std::string problem_with(const std::string& type, GivenParameter given,
                         std::optional<std::int64_t> maximum = std::nullopt) {
    given.name = "it";
    const std::vector<ParameterSpecification> specification{
        {"it", type, false, std::nullopt, maximum, {"nl", "en"}, std::nullopt}};
    auto problem = check_parameters(specification, {given});
    return problem ? problem->message : std::string();
}

TEST(ParameterCheck, ReadsLists) {
    using test::array;
    using test::number;
    using test::text;
    EXPECT_EQ(problem_with("columns", array({text("a"), text("b")})), "");
    EXPECT_EQ(problem_with("columns", array({number("1")})),
              "parameter \"it\" must be an array of names of columns");
    EXPECT_EQ(problem_with("columns", array({})), "parameter \"it\" must be an array of names of columns");
    EXPECT_EQ(problem_with("columns", text("a")), "parameter \"it\" must be an array of names of columns");
    EXPECT_EQ(problem_with("subset", array({text("nl")})), "");
    EXPECT_EQ(problem_with("subset", array({text("de")})),
              "parameter \"it\" must be an array of some of \"nl\", \"en\"");
    EXPECT_EQ(problem_with("values", array({text("a"), number("1.5")})), "");
    EXPECT_EQ(problem_with("values", array({array({})})),
              "parameter \"it\" must be an array of texts or numbers");
    EXPECT_EQ(problem_with("values", array({text("a"), text("b")}), 1),
              "parameter \"it\" must have at most 1 elements");
}

TEST(ParameterCheck, ReadsTechniques) {
    using test::array;
    using test::object;
    using test::text;
    const std::string form = "must be an object with \"technique\" and, where it has some, \"params\"";
    const auto suppress = [](const char* name) { return object({text("suppress", "technique")}, name); };
    EXPECT_EQ(problem_with("technique", suppress("")), "");
    EXPECT_EQ(problem_with("technique", object({text("prefix", "technique"),
                                                object({test::number("4", "keep")}, "params")})),
              "");
    EXPECT_EQ(problem_with("technique", object({})), "parameter \"it\" " + form);
    EXPECT_EQ(problem_with("technique", object({text("x", "technique"), text("y", "params")})),
              "parameter \"it\" " + form);
    EXPECT_EQ(problem_with("technique", object({text("x", "technique"), text("y", "sql")})),
              "parameter \"it\" " + form + ", and nothing else");
    EXPECT_EQ(problem_with("texts", object({text("x", "A"), text("y", "B")})), "");
    EXPECT_EQ(problem_with("texts", object({})),
              "parameter \"it\" must be an object whose members are strings");
    EXPECT_EQ(problem_with("texts", object({suppress("A")})),
              "parameter \"it\" must be an object whose members are strings");
    EXPECT_EQ(problem_with("techniques", object({suppress("$.a"), suppress("$.b")})), "");
    EXPECT_EQ(problem_with("techniques", object({})), "parameter \"it\" must be an object of techniques");
    EXPECT_EQ(problem_with("techniques", object({text("x", "$.a")})),
              "parameter \"it\" has member \"$.a\", which " + form);
    EXPECT_TRUE(problem_with("condition", object({})).starts_with("parameter \"it\" must have strings"));
}

} // namespace
} // namespace veil
