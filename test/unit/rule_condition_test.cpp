#include "core/rule_condition.hpp"

#include "given_values.hpp"

#include <gtest/gtest.h>

namespace veil {
namespace {

using test::array;
using test::number;
using test::object;
using test::text;

GivenParameter comparison(const std::string& is, GivenParameter value) {
    value.name = "value";
    return object({text("country", "column"), text(is, "is"), std::move(value)});
}

GivenParameter country_is_nl() {
    return comparison("=", text("NL"));
}

std::string problem_of(const GivenParameter& given) {
    EXPECT_EQ(parse_condition(given).has_value(), !condition_mismatch(given).has_value());
    return condition_mismatch(given).value_or("");
}

TEST(RuleCondition, ReadsComparisons) {
    for (const std::string is : {"=", "<>", "<", "<=", ">", ">="}) {
        auto condition = parse_condition(comparison(is, number("18")));
        ASSERT_TRUE(condition.has_value()) << is;
        EXPECT_EQ(condition->kind, Condition::Kind::comparison);
        EXPECT_EQ(condition->column, "country");
        EXPECT_EQ(condition->comparison, is);
        EXPECT_EQ(condition->values, std::vector<std::string>{"18"});
    }
    EXPECT_EQ(parse_condition(comparison("starts with", text("N")))->kind, Condition::Kind::starts_with);
    EXPECT_EQ(parse_condition(comparison("=", {"", "boolean", "true"}))->values.front(), "true");
}

TEST(RuleCondition, ReadsLists) {
    auto condition = parse_condition(comparison("in", array({text("NL"), number("1")})));
    ASSERT_TRUE(condition.has_value());
    EXPECT_EQ(condition->kind, Condition::Kind::one_of);
    EXPECT_EQ(condition->values, (std::vector<std::string>{"NL", "1"}));
}

TEST(RuleCondition, ReadsNull) {
    const auto is = [](const char* word) { return object({text("country", "column"), text(word, "is")}); };
    EXPECT_EQ(parse_condition(is("null"))->kind, Condition::Kind::is_null);
    EXPECT_EQ(parse_condition(is("not null"))->kind, Condition::Kind::is_not_null);
    EXPECT_EQ(problem_of(is("=")), "must have a string, a number or a boolean behind \"value\"");
    EXPECT_EQ(problem_of(comparison("null", text("x"))), "needs no \"value\" where \"is\" is \"null\"");
}

TEST(RuleCondition, ReadsCombinations) {
    auto condition = parse_condition(
        object({array({country_is_nl(), object({object({array({country_is_nl()}, "or")}, "not")})}, "and")}));
    ASSERT_TRUE(condition.has_value());
    EXPECT_EQ(condition->kind, Condition::Kind::all_of);
    ASSERT_EQ(condition->parts.size(), 2U);
    EXPECT_EQ(condition->parts[1].kind, Condition::Kind::negation);
    EXPECT_EQ(condition->parts[1].parts[0].kind, Condition::Kind::any_of);
}

TEST(RuleCondition, RefusesWhatIsNone) {
    EXPECT_EQ(problem_of(text("country = 'NL'")),
              "must be an object with \"column\" and \"is\", or with \"and\", \"or\" or \"not\"");
    EXPECT_EQ(problem_of(object({})), "must have strings behind \"column\" and \"is\"");
    EXPECT_EQ(problem_of(object({text("c", "column"), number("1", "is")})),
              "must have strings behind \"column\" and \"is\"");
    EXPECT_EQ(problem_of(comparison("in", array({}))),
              "must have an array of strings, numbers or booleans behind \"value\", 1000 at most");
    EXPECT_EQ(problem_of(comparison("in", array({array({})}))),
              "must have an array of strings, numbers or booleans behind \"value\", 1000 at most");
    EXPECT_EQ(problem_of(object({array({}, "and")})),
              "must have an array of conditions behind \"and\", and nothing else");
    EXPECT_EQ(problem_of(object({array({country_is_nl()}, "and"), text("x", "why")})),
              "must have an array of conditions behind \"and\", and nothing else");
    EXPECT_EQ(problem_of(object({country_is_nl(), text("x", "sql")})),
              "must have strings behind \"column\" and \"is\"");
    auto with_more = country_is_nl();
    with_more.children.push_back(text("x", "sql"));
    EXPECT_EQ(problem_of(with_more), "has members besides \"column\", \"is\" and \"value\"");
    EXPECT_TRUE(problem_of(comparison("~", text("x"))).starts_with("must have \"is\" one of"));
    EXPECT_TRUE(problem_of(comparison("= 1 OR 1", text("x"))).starts_with("must have \"is\" one of"));
}

TEST(RuleCondition, IsBounded) {
    auto deep = country_is_nl();
    for (std::size_t i = 0; i < deepest_condition; ++i) {
        deep.name = "not";
        deep = object({deep});
    }
    EXPECT_EQ(problem_of(deep), "");
    deep.name = "not";
    EXPECT_EQ(problem_of(object({deep})), "is too large: it may have 1000 parts, 20 deep");
    EXPECT_EQ(problem_of(object({array(std::vector<GivenParameter>(999, country_is_nl()), "or")})), "");
    EXPECT_EQ(problem_of(object({array(std::vector<GivenParameter>(1000, country_is_nl()), "or")})),
              "is too large: it may have 1000 parts, 20 deep");
}

} // namespace
} // namespace veil
