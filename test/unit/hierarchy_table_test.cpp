// Hierarchies of listed values: reading the text form, checking the tree, looking labels up.
#include "core/hierarchy_table.hpp"

#include <gtest/gtest.h>

namespace veil {
namespace {

using Outcome = std::variant<std::unique_ptr<const HierarchyTable>, HierarchyProblem>;

Outcome load(std::string_view text, char separator = ';') {
    HierarchyRows rows;
    if (auto problem = parse_hierarchy_text(text, separator, rows)) {
        return *problem;
    }
    return HierarchyTable::build(rows);
}

std::string problem_of(std::string_view text, char separator = ';') {
    const Outcome outcome = load(text, separator);
    const auto* problem = std::get_if<HierarchyProblem>(&outcome);
    return problem == nullptr ? "" : std::to_string(problem->line) + ": " + problem->message;
}

std::string label(const HierarchyTable& table, std::string_view value, int level) {
    LabelBuffer buffer;
    return std::string(table.text_label(value, level, buffer).value_or("(none)"));
}

std::string normal_form(std::string_view text, char separator = ';') {
    HierarchyRows rows;
    EXPECT_FALSE(parse_hierarchy_text(text, separator, rows));
    return rows.text();
}

TEST(HierarchyTable, GivesTheLabelOfEachLevel) {
    const auto table =
        std::get<0>(load("Delft;Zuid-Holland;NL\nGouda;Zuid-Holland;NL\nZwolle;Overijssel;NL\n"));
    EXPECT_EQ(table->top_level(), 2);
    EXPECT_EQ(table->leaves(), 3U);
    EXPECT_EQ(label(*table, "Gouda", 0), "Gouda");
    EXPECT_EQ(label(*table, "Gouda", 1), "Zuid-Holland");
    EXPECT_EQ(label(*table, "Zwolle", 1), "Overijssel");
    EXPECT_EQ(label(*table, "Zwolle", 2), "NL");
}

TEST(HierarchyTable, HasNoLabelForOtherValuesAndLevels) {
    const auto table = std::get<0>(load("Delft;Zuid-Holland\nGouda;Zuid-Holland"));
    for (const char* value : {"", "delft", "Delft ", "Delf", "Zuid-Holland", "Delft\n", "\xff\xfe"}) {
        EXPECT_EQ(label(*table, value, 1), "(none)");
    }
    EXPECT_EQ(label(*table, std::string(2'000'000, 'x'), 1), "(none)");
    EXPECT_EQ(label(*table, std::string("Delft\0", 6), 1), "(none)");
    EXPECT_EQ(label(*table, "Delft", 2), "(none)");
    EXPECT_EQ(label(*table, "Delft", -1), "(none)");
    EXPECT_EQ(label(*table, std::string_view{}, 1), "(none)");
}

TEST(HierarchyTable, TakesANumberByItsDecimalText) {
    const auto table = std::get<0>(load("-7;negative\n12;positive"));
    LabelBuffer buffer;
    EXPECT_EQ(table->integer_label(-7, 1, buffer), "negative");
    EXPECT_EQ(table->integer_label(12, 1, buffer), "positive");
    EXPECT_EQ(table->integer_label(13, 1, buffer), std::nullopt);
    EXPECT_EQ(table->integer_label(std::numeric_limits<std::int64_t>::min(), 1, buffer), std::nullopt);
    EXPECT_EQ(table->date_label(12, 1, buffer), std::nullopt);
}

TEST(HierarchyTable, FindsEveryLeafOfMany) {
    std::string text;
    for (int leaf = 0; leaf < 20'000; ++leaf) {
        text +=
            std::to_string(leaf) + ';' + std::to_string(leaf / 10) + ';' + std::to_string(leaf / 100) + '\n';
    }
    const auto table = std::get<0>(load(text));
    for (int leaf = 0; leaf < 20'000; ++leaf) {
        ASSERT_EQ(label(*table, std::to_string(leaf), 2), std::to_string(leaf / 100));
    }
    EXPECT_EQ(label(*table, "20000", 2), "(none)");
    EXPECT_LT(table->size(), 2'000'000U);
}

TEST(HierarchyTable, CountsARowThatIsThereTwiceOnce) {
    EXPECT_EQ(std::get<0>(load("a;x\na;x\nb;x"))->leaves(), 2U);
}

// A label may recur at another level.
TEST(HierarchyTable, TellsLevelsApart) {
    const auto table = std::get<0>(load("a;x;y\nx;z;a"));
    EXPECT_EQ(label(*table, "x", 1), "z");
    EXPECT_EQ(label(*table, "a", 1), "x");
}

TEST(HierarchyTable, RefusesWhatIsNoTree) {
    EXPECT_EQ(problem_of("a;x\nb;x\na;y"), "3: a value of level 0 has two labels at level 1");
    EXPECT_EQ(problem_of("a;x;top\n\nb;x;other"), "3: a value of level 1 has two labels at level 2");
    EXPECT_EQ(problem_of("a;x;t\nb;y;t\nc;x;t"), "");
}

TEST(HierarchyText, RefusesRowsOfOtherShapes) {
    EXPECT_EQ(problem_of(""), "0: there is no row");
    EXPECT_EQ(problem_of(" \n\r\n\t"), "0: there is no row");
    EXPECT_EQ(problem_of("alone"), "1: a row needs a value and a label of at least one level");
    EXPECT_EQ(problem_of("a;b\nc"), "2: a row needs a value and a label of at least one level");
    EXPECT_EQ(problem_of("a;b\nc;d;e"), "2: the row has 3 values, those before 2");
    EXPECT_EQ(problem_of("a;b;c\nd;;f"), "2: the label of level 1 is empty");
    EXPECT_EQ(problem_of("a;b;\nd;e;f"), "1: the label of level 2 is empty");
    EXPECT_EQ(problem_of("a;" + std::string(1001, 'b')), "1: the label of level 1 has more than 1000 bytes");
    EXPECT_EQ(problem_of("a;" + std::string(1000, 'b')), "");
    EXPECT_EQ(problem_of("a;\"b\n;c"), "1: a quote is not closed");
    EXPECT_EQ(problem_of("a;b\n\"a\"x;c"), "2: something follows a closing quote");
    std::string deep = "a";
    for (int level = 1; level <= 64; ++level) {
        deep += ";b";
    }
    EXPECT_EQ(problem_of(deep), "");
    EXPECT_EQ(problem_of(deep + ";b"), "1: there are more than 64 levels");
    EXPECT_EQ(problem_of(std::string(100'000, ';')), "1: there are more than 64 levels");
}

TEST(HierarchyText, TakesEveryLineEndAndBlank) {
    const std::string plain = "a;x\nb;y\n";
    EXPECT_EQ(normal_form("a;x\nb;y"), plain);
    EXPECT_EQ(normal_form("a;x\r\nb;y\r\n"), plain);
    EXPECT_EQ(normal_form("a;x\rb;y\r"), plain);
    EXPECT_EQ(normal_form("\xEF\xBB\xBF  a ;\tx \n\n \t \nb;y\n\n"), plain);
    EXPECT_EQ(normal_form("a,x\nb,y", ','), plain);
    EXPECT_EQ(normal_form("a\tx\nb\t y", '\t'), plain);
    EXPECT_EQ(normal_form("\"a\" ; \"x\"\nb;\"y\""), plain);
}

TEST(HierarchyText, TakesQuotes) {
    HierarchyRows rows;
    EXPECT_FALSE(parse_hierarchy_text("\"a;\"\"b\"\"\n \";x\nc;\"x\"\n\"\";empty", ';', rows));
    ASSERT_EQ(rows.rows(), 3U);
    EXPECT_EQ(rows.cell(0, 0), "a;\"b\"\n ");
    EXPECT_EQ(rows.cell(2, 0), "");
    EXPECT_EQ(rows.line(1), 3U);
    EXPECT_EQ(normal_form(rows.text()), rows.text());
    EXPECT_EQ(problem_of("a;x\n\"b\nc\";x\na;y"), "4: a value of level 0 has two labels at level 1");
}

TEST(HierarchyText, TakesCharactersThatSeparate) {
    for (const char c : std::string_view(";,|\t:a0")) {
        EXPECT_TRUE(is_hierarchy_separator(c));
    }
    for (const char c : std::string_view(" \"\n\r\x7f\xc3\0", 7)) {
        EXPECT_FALSE(is_hierarchy_separator(c));
    }
}

} // namespace
} // namespace veil
