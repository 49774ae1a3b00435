#include "core/digit_automaton.hpp"
#include "core/digit_string_set.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

namespace veil {
namespace {

using Patterns = std::vector<DigitAutomaton::Pattern>;

Patterns matched(DigitAutomaton& automaton, std::string_view digits) {
    DigitAutomaton::State state = automaton.start();
    for (const char digit : digits) {
        state = automaton.next(state, static_cast<unsigned>(digit - '0'));
    }
    const auto patterns = automaton.matched(state);
    return {patterns.begin(), patterns.end()};
}

// All strings of up to `longest` digits.
std::vector<std::string> all_strings(std::size_t longest) {
    std::vector<std::string> strings{""};
    for (std::size_t i = 0; strings[i].size() < longest; ++i) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            strings.push_back(strings[i] + digit);
        }
    }
    return strings;
}

const std::vector<std::string> expressions = {
    "\\d",
    "12[3-57]",
    "(?:1|2[0-4])\\d?",
    "0{2}|0{1,3}4",
    "(?:12){2}|(?:1?2){1,2}",
    "1(?:2(?:3|4)?)?",
    "\\d{4}",
    "[14-689]\\d{2,3}|99",
    "(12|3)?[4\\d]",
    "(?:(?:1|12)3?){1,3}",
    "1{0,2}2",
};

TEST(DigitAutomaton, AgreesWithStandardExpressions) {
    DigitAutomaton automaton;
    std::vector<std::regex> standard;
    for (std::size_t i = 0; i < expressions.size(); ++i) {
        automaton.add(static_cast<DigitAutomaton::Pattern>(i), expressions[i]);
        standard.emplace_back(expressions[i]);
    }
    for (const std::string& text : all_strings(4)) {
        Patterns expected;
        for (std::size_t i = 0; i < standard.size(); ++i) {
            if (std::regex_match(text, standard[i])) {
                expected.push_back(static_cast<DigitAutomaton::Pattern>(i));
            }
        }
        ASSERT_EQ(matched(automaton, text), expected) << text;
    }
}

TEST(DigitAutomaton, MatchesBeginnings) {
    DigitAutomaton automaton;
    automaton.add(7, "2[3-5]?|9", true);
    for (const std::string& text : all_strings(4)) {
        const bool begins = text.starts_with('2') || text.starts_with('9');
        ASSERT_EQ(matched(automaton, text), begins ? Patterns{7} : Patterns{}) << text;
    }
}

TEST(DigitAutomaton, KnowsWhereNothingMatchesAnyMore) {
    DigitAutomaton automaton;
    automaton.add(1, "12");
    const auto one = automaton.next(automaton.start(), 1);
    const auto end = automaton.next(one, 2);
    EXPECT_FALSE(automaton.is_dead(automaton.start()));
    EXPECT_FALSE(automaton.is_dead(one));
    EXPECT_FALSE(automaton.is_dead(end));
    EXPECT_TRUE(automaton.is_dead(automaton.next(one, 3)));
    EXPECT_TRUE(automaton.is_dead(automaton.next(end, 2)));
}

TEST(DigitAutomaton, TakesNothingForAnEmptyExpression) {
    DigitAutomaton automaton;
    automaton.add(1, "");
    automaton.add(2, "", true);
    EXPECT_TRUE(automaton.is_dead(automaton.start()));
    EXPECT_EQ(matched(automaton, ""), Patterns{});
}

TEST(DigitAutomaton, RefusesWhatIsNoPatternOfDigits) {
    for (const char* expression :
         {"a",     "1*",     "1+",   ".",     "^1",   "1$",  "(1",  "1)",  "[1",
          "[a]",   "[5-3]",  "[1-]", "\\w",   "\\",   "{2}", "1{",  "1{2", "1{,2}",
          "1{2,}", "1{3,2}", "1{0}", "(?=1)", "(?:1", "?",   "1??", "|)",  "1{999999999999}",
          " "}) {
        DigitAutomaton automaton;
        EXPECT_THROW(automaton.add(1, expression), InvalidPattern) << expression;
    }
    DigitAutomaton automaton;
    EXPECT_THROW(automaton.add(1, std::string(100, '(') + "1" + std::string(100, ')')), InvalidPattern);
    EXPECT_THROW(automaton.add(1, "(?:(?:(?:\\d{99}){99}){99}){99}"), InvalidPattern);
}

// Brute force over all strings of a length.
void expect_numbering(std::string_view expression, std::size_t length) {
    SCOPED_TRACE(expression);
    DigitAutomaton automaton;
    automaton.add(3, expression);
    const DigitStringSet set(automaton, length, [&](DigitAutomaton::State state) {
        return std::ranges::binary_search(automaton.matched(state), 3);
    });
    std::uint64_t before = 0;
    for (const std::string& text : all_strings(length)) {
        if (text.size() == length && matched(automaton, text) == Patterns{3}) {
            ASSERT_EQ(set.rank(text), before) << text;
            std::string written(length, '?');
            set.write(before, written.data());
            ASSERT_EQ(written, text);
            ++before;
        } else {
            ASSERT_EQ(set.rank(text), std::nullopt) << text;
        }
    }
    EXPECT_EQ(set.size(), before);
}

TEST(DigitStringSet, NumbersItsStringsInOrder) {
    for (const std::string& expression : expressions) {
        for (std::size_t length = 1; length <= 4; ++length) {
            ASSERT_NO_FATAL_FAILURE(expect_numbering(expression, length));
        }
    }
}

TEST(DigitStringSet, CountsTheLongest) {
    DigitAutomaton automaton;
    automaton.add(1, "\\d{18}|[1-4]\\d{16}");
    const auto matches = [&](DigitAutomaton::State state) { return !automaton.matched(state).empty(); };
    const DigitStringSet all(automaton, 18, matches);
    EXPECT_EQ(all.size(), 1'000'000'000'000'000'000U);
    EXPECT_EQ(all.rank("123456789012345678"), 123'456'789'012'345'678U);
    EXPECT_EQ(DigitStringSet(automaton, 17, matches).size(), 40'000'000'000'000'000U);
    EXPECT_EQ(DigitStringSet(automaton, 16, matches).size(), 0U);
    EXPECT_EQ(DigitStringSet(automaton, 19, matches).size(), 0U);
    EXPECT_EQ(DigitStringSet(automaton, 0, matches).size(), 0U);
}

TEST(DigitStringSet, HasNothingButDigits) {
    DigitAutomaton automaton;
    automaton.add(1, "\\d\\d");
    const DigitStringSet set(automaton, 2,
                             [&](DigitAutomaton::State state) { return !automaton.matched(state).empty(); });
    EXPECT_EQ(set.rank("09"), 9U);
    for (const std::string_view text : {"", "0", "000", "0a", " 0", "0/", "0:", "\xFF\xFF"}) {
        EXPECT_EQ(set.rank(text), std::nullopt) << text;
    }
}

} // namespace
} // namespace veil
