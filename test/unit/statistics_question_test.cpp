#include "core/answer_record.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

using veil::AnswerRecord;
using veil::StatisticsQuestion;

std::string text(std::string_view value) {
    return std::to_string(value.size()) + ":" + std::string(value);
}

std::string column(std::string_view name) {
    return "C" + text(name);
}

std::string value(std::string_view name) {
    return "V" + text(name);
}

std::string compared(std::string_view left, std::string_view name, std::string_view right, char kind = 'O') {
    return kind + text(name) + std::string(left) + std::string(right);
}

std::string list(const std::vector<std::string>& parts, char kind = 'L') {
    std::string tree = kind + std::to_string(parts.size()) + ";";
    for (const std::string& part : parts) {
        tree += part;
    }
    return tree;
}

// Of a query with that condition.
std::string conditions_of(const std::string& condition,
                          const std::vector<std::string_view>& parameters = {}) {
    const auto question = veil::read_question("QL0;" + condition + "L0;", parameters);
    if (!question) {
        return "none";
    }
    std::string all;
    for (const std::string& part : question->conditions) {
        all += (all.empty() ? "" : " AND ") + part;
    }
    return all;
}

const std::string age = column("age");
const std::string city = column("city");

// Whatever the order of the conditions: an outer join is one, since only all of them together decide.
TEST(StatisticsQuestion, OfAnOuterJoinIsOneCondition) {
    const std::string link = compared(column("p.bsn"), "=", column("v.bsn"));
    const std::string turned = compared(column("v.bsn"), "=", column("p.bsn"));
    const std::string year = compared(column("v.year"), ">", value("2025"), 'W');
    auto joined = [](const std::vector<std::string>& parts) {
        return conditions_of("T" + text("LEFT JOIN") + list(parts, '&'));
    };
    EXPECT_EQ(joined({link}), "p.bsn = v.bsn LEFT JOIN");
    EXPECT_EQ(joined({link, year}), "(p.bsn = v.bsn AND v.year >= 2026) LEFT JOIN");
    EXPECT_EQ(joined({year, turned}), joined({link, year}));
}

// What a group's rows have in common is the condition that a query without groups would have.
TEST(StatisticsQuestion, OfAGroupIsThatOfACondition) {
    auto group = [](const std::string& of) {
        return conditions_of(list({compared(city, "IS NOT DISTINCT FROM", "P0;")}, '&'), {of});
    };
    EXPECT_EQ(group(value("'Urk'")), "city = 'Urk'");
    EXPECT_EQ(group(value("'Urk'")), conditions_of(compared(city, "=", value("'Urk'"))));
    EXPECT_EQ(group(value("NULL")), "city IS NULL");
    EXPECT_EQ(group(value("NULL")), conditions_of("N" + city));
    EXPECT_EQ(group(value("true")), conditions_of(compared(city, "=", value("true"))));
    EXPECT_EQ(
        conditions_of(
            list({compared(city, "=", value("'Urk'")), compared(city, "IS NOT DISTINCT FROM", "P0;")}, '&'),
            {value("'Urk'")}),
        "city = 'Urk'");
    EXPECT_EQ(conditions_of(compared(city, "IS DISTINCT FROM", value("NULL"))), "city IS NOT NULL");
    EXPECT_EQ(conditions_of(list({value("true"), compared(city, "=", value("'Urk'"))}, '&')), "city = 'Urk'");
    EXPECT_EQ(conditions_of(value("true")), "");
    EXPECT_EQ(conditions_of(
                  list({compared(city, ">=", value("'Urk'")), compared(city, "<=", value("'Urk'"))}, '&')),
              "city = 'Urk'");
    EXPECT_EQ(conditions_of(
                  list({compared(age, "<", value("21"), 'W'), compared(age, ">", value("19"), 'W')}, '&')),
              "age = 20");
    EXPECT_EQ(conditions_of(
                  list({compared(city, ">=", value("'Goes'")), compared(city, "<=", value("'Urk'"))}, '&')),
              "city <= 'Urk' AND city >= 'Goes'");
    // Of another place than WHERE's it is not the same.
    EXPECT_EQ(conditions_of("!" + compared(city, "IS NOT DISTINCT FROM", value("'Urk'"))),
              "city IS DISTINCT FROM 'Urk'");
}

TEST(StatisticsQuestion, IsWrittenInOrder) {
    const std::string tree = "Q" + list({city, age, city}) +
                             list({compared(city, "=", value("'Urk'")), "N" + age}, '&') +
                             list({"A" + text("sum") + column("income") + "-", "A" + text("count") + "--",
                                   "A" + text("count") + "-!" + compared(age, "<", value("20"), 'W')});
    const auto question = veil::read_question(tree, {});
    ASSERT_TRUE(question);
    EXPECT_EQ(question_text(*question), "SELECT count(*), count(*) FILTER (WHERE age >= 20), sum(income) "
                                        "WHERE age IS NULL AND city = 'Urk' GROUP BY age, city");
    EXPECT_EQ(question_text(StatisticsQuestion{}), "SELECT ");
}

TEST(StatisticsQuestion, FormsOfOneConditionAreOne) {
    const std::string from_20 = compared(age, ">=", value("20"), 'W');
    const std::string in_urk = compared(city, "=", value("'Urk'"));
    const std::string both = "age >= 20 AND city = 'Urk'";
    for (const std::string& form :
         {list({from_20, in_urk}, '&'), list({in_urk, from_20}, '&'),
          list({in_urk, list({from_20, in_urk}, '&')}, '&'),
          list({in_urk, compared(value("20"), "<=", age, 'W')}, '&'),
          list({in_urk, compared(age, ">", value("19"), 'W')}, '&'),
          "!" + list({compared(city, "<>", value("'Urk'")), compared(age, "<", value("20"), 'W')}, '|'),
          list({"I" + text("=") + city + list({value("'Urk'"), value("'Urk'")}), from_20}, '&'),
          list({"!X" + text("<>") + city + list({value("'Urk'")}), "!!" + from_20}, '&')}) {
        EXPECT_EQ(conditions_of(form), both) << form;
    }
}

TEST(StatisticsQuestion, ListsAreSets) {
    auto in = [&](const std::vector<std::string>& values) { return "I" + text("=") + city + list(values); };
    const std::string a = value("'a'");
    const std::string b = value("'b'");
    const std::string c = value("'c'");
    EXPECT_EQ(conditions_of(in({b, a, b})), "city IN ('a', 'b')");
    EXPECT_EQ(conditions_of(list({compared(city, "=", c), in({b, a})}, '|')), "city IN ('a', 'b', 'c')");
    EXPECT_EQ(conditions_of("!" + list({in({b}), compared(c, "=", city)}, '|')), "city NOT IN ('b', 'c')");
    EXPECT_EQ(conditions_of(list({compared(city, "<>", c), compared(city, "<>", a)}, '&')),
              "city NOT IN ('a', 'c')");
    EXPECT_EQ(conditions_of(list({compared(city, "=", c), "N" + city}, '|')), "(city = 'c' OR city IS NULL)");
    EXPECT_EQ(conditions_of("I" + text("<") + city + list({a, b})), "city < ANY ('a', 'b')");
}

TEST(StatisticsQuestion, WholeNumbersHaveNoGaps) {
    EXPECT_EQ(conditions_of(compared(age, "<", value("-5"), 'W')), "age <= -6");
    EXPECT_EQ(conditions_of(compared(age, "<", value("-5"))), "age < -5");
    EXPECT_EQ(conditions_of(compared(age, ">", value("9223372036854775807"), 'W')),
              "age > 9223372036854775807");
    EXPECT_EQ(conditions_of(compared(age, "<", value("-9223372036854775808"), 'W')),
              "age < -9223372036854775808");
    EXPECT_EQ(conditions_of(compared(age, "<", column("older"), 'W')), "age < older");
    EXPECT_EQ(conditions_of(compared(column("older"), ">", age, 'W')), "age < older");
    EXPECT_EQ(conditions_of(compared(age, "<", value("NULL"), 'W')), "age < NULL");
}

TEST(StatisticsQuestion, TruthValuesAreConditions) {
    const std::string answer = column("answer");
    EXPECT_EQ(conditions_of(compared(answer, "=", value("true"))), "answer");
    EXPECT_EQ(conditions_of(compared(value("false"), "=", answer)), "NOT answer");
    EXPECT_EQ(conditions_of("!" + compared(answer, "<>", value("true"))), "answer");
    EXPECT_EQ(conditions_of("!" + answer), "NOT answer");
    EXPECT_EQ(conditions_of("T" + text("IS TRUE") + "!" + answer), "NOT answer IS TRUE");
    EXPECT_EQ(conditions_of("!N" + answer), "answer IS NOT NULL");
    EXPECT_EQ(conditions_of("!" + compared(age, "&&", value("1"))), "NOT age && 1");
}

TEST(StatisticsQuestion, ParametersAreTheirValues) {
    EXPECT_EQ(conditions_of(compared("P1;", "<", age, 'W'), {"V1:1", "V2:20"}), "age >= 21");
    EXPECT_EQ(conditions_of("I" + text("=") + city + "P0;", {"L2;V3:'b'V3:'a'"}), "city IN ('a', 'b')");
    EXPECT_EQ(conditions_of(compared(age, "=", "P1;"), {"V1:1"}), "none");
    EXPECT_EQ(conditions_of(compared(age, "=", "P0;"), {"P0;"}), "none");
    EXPECT_EQ(conditions_of(compared(age, "=", "P0;"), {"C3:age"}), "none");
    EXPECT_EQ(conditions_of(compared(age, "=", "P0;"), {"V1:1V1:1"}), "none");
}

TEST(StatisticsQuestion, WhatIsNoTreeIsRefused) {
    for (const std::string& tree :
         {std::string(), std::string("Q"), std::string("QL0;-"), std::string("QL0;-L0;x"),
          std::string("QL0;-L1;C1:a"), std::string("QL9999999999999999999;-L0;"), std::string("QL5;-L0;"),
          std::string("QL1;C5:ab-L0;"), std::string("QL1;C-1:a-L0;"), std::string("Q--L0;"),
          std::string("C1:a"), "QL0;" + std::string(2000, '!') + "C1:aL0;"}) {
        EXPECT_FALSE(veil::read_question(tree, {})) << tree;
    }
    EXPECT_TRUE(veil::read_question("QL0;" + std::string(900, '!') + "C1:aL0;", {}));
}

AnswerRecord some_record() {
    return {"2026-11-28T15:04:05.678901Z",
            "analyst",
            "other \"role\"",
            "tab\tand\nline",
            "1.2",
            "stats",
            "public.person",
            "answered",
            4,
            1,
            "9f86d081884c7d659a2feaa0c55ad015",
            {{"city"}, {"age >= 20", "city <> 'a\\b'"}, {"count(*)"}}};
}

TEST(AnswerRecord, ComesBackFromItsLine) {
    const AnswerRecord record = some_record();
    const std::string line = write_answer_line(record);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    const auto read = veil::read_answer_line(std::string_view(line).substr(0, line.size() - 1));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, record);
}

TEST(AnswerRecord, NoPartOfALineIsOne) {
    const std::string line = write_answer_line(some_record());
    for (std::size_t size = 0; size + 1 < line.size(); ++size) {
        EXPECT_FALSE(veil::read_answer_line(std::string_view(line).substr(0, size)));
    }
    // Two of which a crash has left no end of the first.
    EXPECT_FALSE(veil::read_answer_line(line.substr(0, 30) + line.substr(0, line.size() - 1)));
}

TEST(AnswerRecord, OtherLinesAreNone) {
    const std::string line = write_answer_line(some_record());
    auto with = [&](std::string_view part, std::string_view other) {
        std::string changed = line.substr(0, line.size() - 1);
        const std::size_t place = changed.find(part);
        EXPECT_NE(place, std::string::npos);
        return changed.replace(place, part.size(), other);
    };
    EXPECT_TRUE(veil::read_answer_line(with("\"shown\": 4", "\"shown\": 5")));
    EXPECT_FALSE(veil::read_answer_line(with("\"shown\": 4", "\"shown\": -5")));
    EXPECT_FALSE(veil::read_answer_line(with("\"shown\": 4", "\"shown\": 5.0")));
    EXPECT_FALSE(veil::read_answer_line(with("\"shown\": 4", "\"shown\": \"4\"")));
    EXPECT_FALSE(veil::read_answer_line(with("\"shown\": 4", "\"showm\": 4")));
    EXPECT_FALSE(veil::read_answer_line(with("\"version\": 1", "\"version\": 2")));
    EXPECT_FALSE(veil::read_answer_line(with("T15", " 15")));
    EXPECT_FALSE(veil::read_answer_line(with("[\"city\"]", "[1]")));
    EXPECT_FALSE(veil::read_answer_line(with("[\"city\"]", "\"city\"")));
    EXPECT_FALSE(veil::read_answer_line("[]"));
}

} // namespace
