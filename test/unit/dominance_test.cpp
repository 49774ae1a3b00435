#include "core/dominance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <random>
#include <vector>

namespace veil {
namespace {

// A state with memory of its own, which grows as the caller of the core lets it grow.
class Cell {
  public:
    void add(std::uint64_t subject, double amount) {
        if (state_.is_full()) {
            grow(state_.new_capacity());
        }
        state_.add({subject, amount});
    }
    void merge(const Cell& other) {
        grow(Contributions::new_capacity(state_.size() + other.state_.size()));
        state_.merge(other.state_);
    }
    [[nodiscard]] const Contributions& operator*() const { return state_; }
    [[nodiscard]] const Contributions* operator->() const { return &state_; }

  private:
    void grow(std::size_t capacity) {
        if (capacity <= room_.size()) {
            return;
        }
        // What is in new memory is not to matter.
        std::vector<Contribution> room(capacity, Contribution{77, 77});
        const std::span<Contribution> old = state_.move_to(room);
        EXPECT_EQ(old.data(), room_.data());
        room_ = std::move(room);
    }

    std::vector<Contribution> room_;
    Contributions state_;
};

Cell cell_of(const std::vector<double>& amounts) {
    Cell cell;
    std::uint64_t subject = 100;
    for (const double amount : amounts) {
        cell.add(subject++, amount);
    }
    return cell;
}

TEST(Contributions, AreSumsBySubject) {
    Cell cell;
    cell.add(7, 10);
    cell.add(8, 25);
    cell.add(7, 20);
    EXPECT_EQ(cell->size(), 2U);
    EXPECT_EQ(cell->total(), 55);
    std::array<double, 3> largest{};
    cell->largest(largest);
    EXPECT_EQ(largest, (std::array<double, 3>{30, 25, 0}));
}

TEST(Contributions, HashZeroIsASubjectToo) {
    Cell cell;
    cell.add(0, 3);
    cell.add(0, 4);
    EXPECT_EQ(cell->size(), 1U);
    EXPECT_EQ(cell->total(), 7);
}

// 60 + 25 + 10 + 5 = 100: the largest has 60 %, the largest two have 85 %.
TEST(Contributions, DominanceOfTheLargest) {
    const Cell cell = cell_of({10, 60, 5, 25});
    EXPECT_TRUE(cell->is_dominated(1, 50));
    EXPECT_FALSE(cell->is_dominated(1, 61));
    EXPECT_TRUE(cell->is_dominated(2, 80));
    EXPECT_FALSE(cell->is_dominated(2, 86));
    EXPECT_TRUE(cell->is_dominated(2, 85)) << "at the limit itself";
    EXPECT_TRUE(cell->is_dominated(4, 100));
    EXPECT_FALSE(cell->is_dominated(3, 96));
}

// The second largest takes off his 25: the largest one's 60 is at most 75, which is 25 % too much.
TEST(Contributions, WhatTheSecondLargestLearns) {
    const Cell cell = cell_of({10, 60, 5, 25});
    EXPECT_FALSE(cell->is_p_percent_unsafe(20));
    EXPECT_TRUE(cell->is_p_percent_unsafe(25)) << "at the limit itself";
    EXPECT_TRUE(cell->is_p_percent_unsafe(30));
}

// Two cells that the (2, 85) rule takes for equals, and the p % rule does not: 84 % each, but of 50 + 34 the
// largest is known within 32 %, and of 80 + 4 within 20 %.
TEST(Contributions, TheRulesAreTwo) {
    const Cell even = cell_of({50, 34, 8, 8});
    const Cell uneven = cell_of({80, 4, 4, 4, 4, 4});
    EXPECT_FALSE(even->is_dominated(2, 85));
    EXPECT_FALSE(uneven->is_dominated(2, 85));
    EXPECT_FALSE(even->is_p_percent_unsafe(25));
    EXPECT_TRUE(uneven->is_p_percent_unsafe(25));
}

TEST(Contributions, FewSubjectsAreUnsafe) {
    for (const std::vector<double>& amounts : {std::vector<double>{5}, {5, 5}, {0, 5}}) {
        const Cell cell = cell_of(amounts);
        EXPECT_TRUE(cell->is_p_percent_unsafe(1));
        EXPECT_TRUE(cell->is_dominated(2, 100));
        EXPECT_TRUE(cell->is_dominated(1000, 100));
    }
    EXPECT_TRUE(cell_of({5})->is_dominated(0, 100));
}

TEST(Contributions, NothingAndZerosAreSafe) {
    for (const std::vector<double>& amounts : {std::vector<double>{}, {0}, {0, -0.0, 0}}) {
        const Cell cell = cell_of(amounts);
        EXPECT_EQ(cell->total(), 0);
        EXPECT_FALSE(cell->is_dominated(1, 50));
        EXPECT_FALSE(cell->is_p_percent_unsafe(10));
    }
}

// Sum 5, of which the largest is 500: by absolute values he has 500 of 1005.
TEST(Contributions, CountByAbsoluteValue) {
    const Cell cell = cell_of({500, -300, -195, 10});
    EXPECT_EQ(cell->total(), 1005);
    EXPECT_TRUE(cell->is_dominated(1, 49));
    EXPECT_FALSE(cell->is_dominated(1, 50));
    std::array<double, 2> largest{};
    cell->largest(largest);
    EXPECT_EQ(largest, (std::array<double, 2>{500, 300}));
}

TEST(Contributions, WhatIsNoNumberIsUnsafe) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double greatest = std::numeric_limits<double>::max();
    for (const std::vector<double>& odd : {std::vector<double>{std::numeric_limits<double>::quiet_NaN()},
                                           {infinity},
                                           {-infinity},
                                           {greatest, greatest}}) {
        std::vector<double> amounts{1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        amounts.insert(amounts.begin() + 5, odd.begin(), odd.end());
        const Cell cell = cell_of(amounts);
        EXPECT_TRUE(cell->is_dominated(1, 100));
        EXPECT_TRUE(cell->is_p_percent_unsafe(1));
    }
}

// Tenths are no doubles: in any order of adding, three of ten are 30 %.
TEST(Contributions, RoundingDoesNotDecide) {
    std::mt19937_64 random(5);
    std::vector<std::pair<std::uint64_t, double>> rows;
    for (std::uint64_t subject = 1; subject <= 10; ++subject) {
        for (int row = 0; row < 7; ++row) {
            rows.emplace_back(subject, 0.1);
        }
    }
    for (int round = 0; round < 200; ++round) {
        std::shuffle(rows.begin(), rows.end(), random);
        Cell cell;
        for (const auto& [subject, amount] : rows) {
            cell.add(subject, amount);
        }
        EXPECT_TRUE(cell->is_dominated(3, 30));
        EXPECT_FALSE(cell->is_dominated(3, 30.001));
        EXPECT_TRUE(cell->is_p_percent_unsafe(800));
        EXPECT_FALSE(cell->is_p_percent_unsafe(799.99));
    }
}

TEST(Contributions, MergeAndSerializeAsAdding) {
    std::mt19937_64 random(3);
    for (int round = 0; round < 100; ++round) {
        const std::uint64_t subjects = 1 + random() % 300;
        std::map<std::uint64_t, double> expected;
        std::array<Cell, 3> parts;
        for (int row = 0; row < 500; ++row) {
            // As hashes that are alike in their low bits.
            const std::uint64_t subject = (random() % subjects) << 48;
            const auto amount = static_cast<double>(random() % 1000) - 300;
            expected[subject] += amount;
            parts[random() % parts.size()].add(subject, amount);
        }
        Cell whole;
        whole.merge(parts[0]);
        whole.merge(parts[1]);
        std::vector<Contribution> sent(parts[2]->size());
        parts[2]->copy_to(sent);
        for (const Contribution& contribution : sent) {
            whole.add(contribution.subject, contribution.amount);
        }
        double total = 0;
        std::vector<double> amounts;
        for (const auto& [subject, amount] : expected) {
            total += std::abs(amount);
            amounts.push_back(std::abs(amount));
        }
        EXPECT_EQ(whole->size(), expected.size());
        EXPECT_EQ(whole->total(), total);
        std::sort(amounts.rbegin(), amounts.rend());
        amounts.resize(most_dominating_subjects);
        std::vector<double> largest(most_dominating_subjects);
        whole->largest(largest);
        EXPECT_EQ(largest, amounts);
    }
}

TEST(Contributions, GrowInPowersOfTwo) {
    const Contributions none;
    EXPECT_TRUE(none.is_full());
    EXPECT_EQ(none.new_capacity(), 4U);
    for (std::size_t subjects = 1; subjects < 5000; ++subjects) {
        const std::size_t capacity = Contributions::new_capacity(subjects);
        EXPECT_EQ(capacity & (capacity - 1), 0U);
        EXPECT_GE(capacity / 4 * 3, subjects);
    }
}

} // namespace
} // namespace veil
