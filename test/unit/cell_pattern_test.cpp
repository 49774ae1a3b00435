#include "core/cell_pattern.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <stdexcept>

using namespace veil;

namespace {

// One-way tables need none.
const suppression::VeilSuppression& no_solver() {
    throw std::logic_error("a program is to be solved");
}

// Of so many rows, each of another subject, from the first hash on.
CellSummary counted(std::uint64_t first, std::int64_t rows, std::uint32_t threshold = 10) {
    CellSummary cell;
    cell.rows = rows;
    cell.threshold = threshold;
    cell.is_enough = rows >= threshold;
    cell.is_rest_empty = true;
    for (std::uint64_t i = 0; !cell.is_enough && i < static_cast<std::uint64_t>(rows); ++i) {
        cell.subjects.push_back(first + i);
    }
    return cell;
}

CellSummary summed(std::uint64_t first, std::vector<double> largest, double total) {
    CellSummary cell = counted(first, 50);
    cell.sum = cell.total = total;
    for (const double amount : largest) {
        cell.largest.push_back({first++, amount});
    }
    return cell;
}

std::vector<std::uint8_t> shown(const std::vector<CellSummary>& cells, CellMeasure measure,
                                const DisclosureRules& rules, std::vector<std::uint32_t> coordinates = {}) {
    std::uint32_t dimensions = 1;
    if (coordinates.empty()) {
        for (std::uint32_t i = 0; i < cells.size(); ++i) {
            coordinates.push_back(i + 1);
        }
    } else {
        dimensions = static_cast<std::uint32_t>(coordinates.size() / cells.size());
    }
    const CellPattern pattern =
        choose_cells({dimensions, coordinates, cells}, measure, rules, no_solver, nullptr);
    EXPECT_EQ(pattern.outcome, SuppressionOutcome::decided);
    return pattern.is_shown;
}

using Shown = std::vector<std::uint8_t>;
const DisclosureRules primary{{}, 0, false};
const DisclosureRules secondary{};

} // namespace

TEST(CellPattern, ShowsWhatIsOfEnoughSubjects) {
    EXPECT_EQ(shown({counted(1, 20), counted(100, 9), counted(200, 10)}, CellMeasure::count, primary),
              (Shown{1, 0, 1}));
    EXPECT_EQ(shown({counted(1, 20), counted(100, 30)}, CellMeasure::count, secondary), (Shown{1, 1}));
    EXPECT_EQ(shown({}, CellMeasure::count, secondary), Shown{});
}

TEST(CellPattern, HidesAPartWhoseRestIsOfFew) {
    CellSummary cell = counted(1, 20);
    cell.is_rest_empty = false;
    EXPECT_EQ(shown({cell, counted(50, 20)}, CellMeasure::count, primary), (Shown{0, 1}));
    cell.is_rest_enough = true;
    EXPECT_EQ(shown({cell, counted(50, 20)}, CellMeasure::count, primary), (Shown{1, 1}));
}

TEST(CellPattern, HidesTheSmallestThatProtects) {
    // The total is known: 9 alone would be its difference to the others. 12 is the least that will do.
    EXPECT_EQ(shown({counted(1, 40), counted(100, 9), counted(200, 12), counted(300, 30)}, CellMeasure::count,
                    secondary),
              (Shown{1, 0, 0, 1}));
    // One subject of a thousand rows takes three hundred others at least.
    CellSummary one = counted(1, 1);
    one.rows = 1000;
    EXPECT_EQ(shown({one, counted(100, 250), counted(500, 400), counted(1000, 700)}, CellMeasure::count,
                    secondary)[3],
              1);
}

TEST(CellPattern, KnowsDominance) {
    const DisclosureRules by_share{{1, 75, 0}, 0, false};
    // 76 of 100, 74 of 100, and 75 itself.
    EXPECT_EQ(shown({summed(1, {76, 10}, 100), summed(100, {74, 10}, 100), summed(200, {75, 10}, 100)},
                    CellMeasure::sum, by_share),
              (Shown{0, 1, 0}));
    const DisclosureRules by_p{{0, 0, 10}, 0, false};
    // What is left of 100 without the largest two: 10 is more than a tenth of 89, 8 is less than one of 90.
    EXPECT_EQ(shown({summed(1, {89, 1}, 100), summed(100, {80, 8}, 100)}, CellMeasure::sum, by_p),
              (Shown{1, 1}));
    EXPECT_EQ(shown({summed(1, {90, 2}, 100), summed(100, {80, 8}, 100)}, CellMeasure::sum, by_p),
              (Shown{0, 1}));
    // Counts have nobody who dominates.
    EXPECT_EQ(shown({summed(1, {90, 2}, 100)}, CellMeasure::count, by_p), (Shown{1}));
}

TEST(CellPattern, HidesASecondSum) {
    const DisclosureRules rules{{1, 80, 0}, 0, true};
    const std::vector<CellSummary> cells{summed(1, {90, 1}, 100), summed(100, {3, 3}, 150),
                                         summed(200, {3, 3}, 40), summed(300, {3, 3}, 90)};
    // 90 of 100 would be less than 80 % of 112.5: the interval is to reach so far, which 40 allows.
    EXPECT_EQ(shown(cells, CellMeasure::sum, rules), (Shown{0, 1, 0, 1}));
}

TEST(CellPattern, HidesAllSumsWhereOneIsNoNumber) {
    std::vector<CellSummary> cells{summed(1, {1}, 100), summed(100, {1}, 100)};
    cells[0].sum = std::numeric_limits<double>::infinity();
    EXPECT_EQ(shown(cells, CellMeasure::sum, secondary), (Shown{0, 0}));
}

TEST(CellPattern, KnowsSharesOfMargins) {
    const DisclosureRules rules{{}, 90, false};
    // 190 of 205 in the second row; in its column it has 190 of 310.
    EXPECT_EQ(shown({counted(1, 120), counted(200, 110), counted(400, 190), counted(600, 15)},
                    CellMeasure::count, rules, {1, 1, 1, 2, 2, 1, 2, 2}),
              (Shown{1, 1, 0, 1}));
}

TEST(CellSummary, IsReadAsItIsWritten) {
    SummaryHeader header{};
    header.rows = 3;
    header.sum = 4.5;
    header.magnitude = 5.5;
    header.subjects_estimate = 12;
    header.contributors = {1, 2};
    header.threshold = 10;
    header.subjects = 2;
    header.largest = 1;
    header.is_rest_empty = 1;
    SummaryHeader whole{};
    whole.rows = 9;
    whole.threshold = 10;
    whole.subjects = 1;
    const std::vector<std::uint64_t> subjects{7, 8};
    const Contribution largest{7, 4.5};
    std::vector<std::uint8_t> bytes;
    auto append = [&](const void* data, std::size_t size) {
        const auto* first = static_cast<const std::uint8_t*>(data);
        bytes.insert(bytes.end(), first, first + size);
    };
    append(&whole, sizeof whole);
    append(subjects.data(), 8);
    append(&header, sizeof header);
    append(subjects.data(), 16);
    append(&largest, sizeof largest);
    const auto first = read_summary(bytes, 0);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->rows, 9);
    EXPECT_EQ(first->subjects, std::vector<std::uint64_t>{7});
    const auto cell = read_summary(bytes, 1);
    ASSERT_TRUE(cell);
    EXPECT_EQ(cell->rows, 3);
    EXPECT_EQ(cell->sum, 4.5);
    EXPECT_EQ(cell->magnitude, 5.5);
    EXPECT_EQ(cell->subjects_estimate, 12);
    EXPECT_EQ(cell->contributors, (ContributorHash{1, 2}));
    EXPECT_EQ(cell->subjects, subjects);
    ASSERT_EQ(cell->largest.size(), 1U);
    EXPECT_EQ(cell->largest[0].amount, 4.5);
    EXPECT_TRUE(cell->is_rest_empty);
    EXPECT_FALSE(cell->is_enough);
    EXPECT_FALSE(read_summary(bytes, 2));
    bytes.pop_back();
    EXPECT_FALSE(read_summary(bytes, 1));
    EXPECT_FALSE(read_summary({}, 0));
    // A cell without a row says so of each of its parts.
    const SummaryHeader empty{};
    bytes.clear();
    append(&empty, sizeof empty);
    ASSERT_TRUE(read_summary(bytes, 5));
    EXPECT_EQ(read_summary(bytes, 5)->rows, 0);
}
