#include "core/smoothed_quantile.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

namespace veil {
namespace {

class Given final : public SortedRows {
  public:
    explicit Given(std::vector<SubjectValue> rows) : rows_(std::move(rows)) {
        std::sort(rows_.begin(), rows_.end());
    }
    [[nodiscard]] std::size_t size() const override { return rows_.size(); }
    [[nodiscard]] SubjectValue next() override { return rows_.at(next_++); }
    [[nodiscard]] const std::vector<SubjectValue>& rows() const { return rows_; }

  private:
    std::vector<SubjectValue> rows_;
    std::size_t next_ = 0;
};

std::optional<double> quantile(const std::vector<SubjectValue>& rows, double fraction,
                               std::uint32_t threshold) {
    Given given(rows);
    return smoothed_quantile(given, fraction, threshold);
}

// Values 0, 1, ... of so many subjects, each with one.
std::vector<SubjectValue> numbered(std::size_t count) {
    std::vector<SubjectValue> rows;
    for (std::size_t i = 0; i < count; ++i) {
        rows.push_back({static_cast<double>(i), i + 1000});
    }
    return rows;
}

TEST(SmoothedQuantile, IsTheMeanOfItsBlock) {
    const std::vector<SubjectValue> rows = numbered(101);
    EXPECT_EQ(quantile(rows, 0.5, 10), 54.5); // 50 ... 59
    EXPECT_EQ(quantile(rows, 0.51, 10), 54.5);
    EXPECT_EQ(quantile(rows, 0.49, 10), 44.5);
    EXPECT_EQ(quantile(rows, 0.5, 1), 50);
}

TEST(SmoothedQuantile, HasNoExtremes) {
    const std::vector<SubjectValue> rows = numbered(101);
    EXPECT_FALSE(quantile(rows, 0, 10));
    EXPECT_FALSE(quantile(rows, 0.09, 10));
    EXPECT_TRUE(quantile(rows, 0.1, 10));
    EXPECT_TRUE(quantile(rows, 0.89, 10));
    EXPECT_FALSE(quantile(rows, 0.9, 10)); // behind 90 ... 99 there is one row
    EXPECT_FALSE(quantile(rows, 1, 10));
    EXPECT_FALSE(quantile(numbered(29), 0.5, 10));
    EXPECT_EQ(quantile(numbered(30), 0.5, 10), 14.5);
    EXPECT_FALSE(quantile({}, 0.5, 1));
}

// One subject who has most of the rows is one of ten all the same.
TEST(SmoothedQuantile, NobodyIsMoreThanOne) {
    std::vector<SubjectValue> rows;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        rows.push_back({1000, 7});
    }
    for (std::uint64_t i = 0; i < 100; ++i) {
        rows.push_back({i < 50 ? 0.0 : 2000.0, 100 + i});
    }
    // His rows, and the nine after them.
    EXPECT_EQ(quantile(rows, 0.5, 10), (1000 + 9 * 2000) / 10.0);
}

// Whatever fractions somebody asks for, he learns the means of blocks that have no row in common.
TEST(SmoothedQuantile, OtherFractionsTellNoMore) {
    std::mt19937_64 random(20261128); // NOLINT(cert-msc32-c,cert-msc51-cpp)
    std::vector<SubjectValue> rows;
    for (std::uint64_t i = 0; i < 200; ++i) {
        rows.push_back({static_cast<double>(random() % 100000), i});
    }
    std::set<double> answers;
    for (int i = 0; i <= 10000; ++i) {
        if (const auto answer = quantile(rows, i / 10000.0, 10)) {
            answers.insert(*answer);
        }
    }
    EXPECT_EQ(answers.size(), 18U);
}

// By its definition, on random rows.
TEST(SmoothedQuantile, IsAsItIsDefined) {
    std::mt19937_64 random(20261128); // NOLINT(cert-msc32-c,cert-msc51-cpp)
    for (int round = 0; round < 2000; ++round) {
        std::vector<SubjectValue> rows;
        const std::uint64_t subjects = 1 + random() % 40;
        for (std::uint64_t i = random() % 120; i > 0; --i) {
            rows.push_back({static_cast<double>(random() % 50), random() % subjects});
        }
        const Given given(rows);
        const double fraction = static_cast<double>(random() % 101) / 100;
        const auto threshold = static_cast<std::uint32_t>(1 + random() % 15);
        std::vector<std::vector<SubjectValue>> blocks(1);
        std::set<std::uint64_t> block_subjects;
        std::size_t block_of_place = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            blocks.back().push_back(given.rows()[i]);
            if (static_cast<double>(i) == std::nearbyint(fraction * static_cast<double>(rows.size() - 1))) {
                block_of_place = blocks.size() - 1;
            }
            block_subjects.insert(given.rows()[i].subject);
            if (block_subjects.size() == threshold) {
                blocks.emplace_back();
                block_subjects.clear();
            }
        }
        // The last one here is not full: it belongs to the one before, and both are the last.
        std::optional<double> expected;
        if (block_of_place > 0 && block_of_place + 2 < blocks.size()) {
            std::map<std::uint64_t, std::vector<double>> values;
            for (const SubjectValue& row : blocks[block_of_place]) {
                values[row.subject].push_back(row.value);
            }
            double sum = 0;
            for (const auto& [subject, own] : values) {
                double of_subject = 0;
                for (const double value : own) {
                    of_subject += value;
                }
                sum += of_subject / static_cast<double>(own.size());
            }
            expected = sum / static_cast<double>(values.size());
        }
        const auto found = quantile(rows, fraction, threshold);
        ASSERT_EQ(found.has_value(), expected.has_value());
        if (found) {
            EXPECT_NEAR(*found, *expected, 1e-9);
        }
    }
}

} // namespace
} // namespace veil
