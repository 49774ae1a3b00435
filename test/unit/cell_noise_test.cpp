// Noise of cells: known answers, which noise_answers.py printed, and what an analyst could try. Never change
// a constant: users would see other noise, and could average.
#include "core/cell_noise.hpp"

#include "core/key_derivation.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <random>
#include <set>

namespace veil {
namespace {

// The data key is 00 01 ... 1f, key "citizen", version 1, scope "research".
CellNoise noise() {
    return CellNoise(derive_key(test::counting_key(), CellNoise::purpose, "citizen", 1, "research"));
}

struct Rows {
    double subjects;
    ContributorHash hash;
};
CellSummary cell_of(std::int64_t rows, double sum, double magnitude, const Rows& of) {
    CellSummary cell;
    cell.rows = rows;
    cell.sum = sum;
    cell.magnitude = magnitude;
    cell.subjects_estimate = of.subjects;
    cell.contributors = of.hash;
    return cell;
}

using Conditions = std::vector<std::string>;

double perturbed(const CellSummary& cell, PerturbedValue value, double deviation = 2,
                 const Conditions& conditions = {}, std::string_view variable = "income",
                 int least_exponent = 0) {
    return noise().perturb(cell, {value, variable, deviation, least_exponent, conditions,
                                  static_cast<std::int64_t>(cell.subjects_estimate)});
}

TEST(CellNoise, KnownAnswers) {
    struct Answer {
        double deviation;
        Conditions conditions;
        double rows;
        double subjects;
        double sum;
        double mean;
    };
    const std::vector<Answer> answers{
        {2, {}, 1231, 250, -42810, -34.78},
        {2, {"city = 'Delft'"}, 1244, 248, -41670, -33.49},
        {2.5, {"age >= 20", "city = 'Delft'"}, 1252, 250, -42260, -33.75},
    };
    const CellSummary cell = cell_of(1237, -42000.5, 90000, {250, {0x0123456789abcdef, 0xfedcba9876543210}});
    for (const Answer& answer : answers) {
        auto value = [&](PerturbedValue of) {
            return perturbed(cell, of, answer.deviation, answer.conditions, "income", -2);
        };
        EXPECT_EQ(value(PerturbedValue::rows), answer.rows);
        EXPECT_EQ(value(PerturbedValue::subjects), answer.subjects);
        EXPECT_EQ(value(PerturbedValue::sum), answer.sum);
        EXPECT_DOUBLE_EQ(value(PerturbedValue::mean), answer.mean);
    }
}

// Mean and standard deviation of the noise of a count of 1000 subjects, over many questions.
struct Moments {
    double mean;
    double deviation;
};
Moments moments(const std::function<double(int)>& value) {
    constexpr int draws = 20000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; ++i) {
        const double error = value(i) - 1000;
        sum += error;
        squares += error * error;
    }
    return {sum / draws, std::sqrt(squares / draws)};
}

TEST(CellNoise, EachLayerHasTheDeviation) {
    const CellNoise drawn = noise();
    auto of_set = [&](int number, std::size_t conditions) {
        Conditions all;
        for (std::size_t i = 0; i < conditions; ++i) {
            all.push_back("x = " + std::to_string(number) + " " + std::to_string(i));
        }
        return drawn.perturb(cell_of(1000, 0, 0, {1000, {static_cast<std::uint64_t>(number), 7}}),
                             {PerturbedValue::rows, "", 3, 0, all, 0});
    };
    for (const std::size_t conditions : {0U, 1U, 3U}) {
        const Moments found = moments([&](int number) { return of_set(number, conditions); });
        const double deviation = 3 * std::sqrt(1.0 + static_cast<double>(conditions));
        EXPECT_NEAR(found.mean, 0, deviation / 25);
        EXPECT_NEAR(found.deviation, deviation, deviation / 40);
    }
}

// Whoever adds conditions that change nothing averages their noise away, and that of the rows stays.
TEST(CellNoise, TheRowsNoiseIsNotAveragedAway) {
    const CellNoise drawn = noise();
    double worst = 0;
    double squares = 0;
    for (std::uint64_t set = 0; set < 200; ++set) {
        const CellSummary cell = cell_of(1000, 0, 0, {1000, {set, set}});
        double sum = 0;
        for (int i = 0; i < 400; ++i) {
            const Conditions conditions{"age >= -" + std::to_string(i)};
            sum += drawn.perturb(cell, {PerturbedValue::rows, "", 2, 0, conditions, 0}) - 1000;
        }
        worst = std::max(worst, std::abs(sum / 400));
        squares += sum / 400 * (sum / 400);
    }
    EXPECT_NEAR(std::sqrt(squares / 200), 2, 0.3);
    EXPECT_GT(worst, 4);
}

// Nor does a difference of two cells have the noise of what both have in common alone.
TEST(CellNoise, DependsOnAllRows) {
    const Conditions conditions{"city = 'Delft'"};
    std::set<double> shown;
    for (std::uint64_t without = 0; without < 50; ++without) {
        shown.insert(perturbed(cell_of(1000, 0, 0, {1000, {900 - without, without}}), PerturbedValue::rows,
                               20, conditions));
    }
    EXPECT_GT(shown.size(), 30U);
}

TEST(CellNoise, HasOneDrawForOneRowEach) {
    const CellSummary one_each = cell_of(500, 0, 0, {500, {1, 2}});
    EXPECT_EQ(perturbed(one_each, PerturbedValue::rows, 20),
              perturbed(one_each, PerturbedValue::subjects, 20));
    // Else a mean would be exact, and so would a share of rows.
    const CellSummary ones = cell_of(500, 500, 500, {500, {1, 2}});
    EXPECT_NE(perturbed(ones, PerturbedValue::rows, 20), perturbed(ones, PerturbedValue::sum, 20));
    EXPECT_NE(perturbed(ones, PerturbedValue::mean, 20), 1);
    EXPECT_NE(perturbed(ones, PerturbedValue::sum, 20), perturbed(ones, PerturbedValue::sum, 20, {}, "age"));
    // And two deviations would show their common factor.
    const double small = perturbed(one_each, PerturbedValue::rows, 20) - 500;
    EXPECT_NE(perturbed(one_each, PerturbedValue::rows, 200) - 500, 10 * small);
}

TEST(CellNoise, CountsAreNotNegative) {
    double least = 10;
    for (std::uint64_t set = 0; set < 100; ++set) {
        const double rows = perturbed(cell_of(10, 0, 0, {10, {set, 0}}), PerturbedValue::rows, 20);
        EXPECT_EQ(rows, std::floor(rows));
        EXPECT_FALSE(std::signbit(rows));
        least = std::min(least, rows);
        const double mean = perturbed(cell_of(10, 50, 50, {10, {set, 0}}), PerturbedValue::mean, 20);
        EXPECT_EQ(std::isnan(mean), rows == 0);
    }
    EXPECT_EQ(least, 0);
}

// The digits that noise does not reach would be the exact sum's.
TEST(CellNoise, SumsHaveNoExactDigits) {
    for (std::uint64_t set = 0; set < 100; ++set) {
        const CellSummary cell = cell_of(1000, 31234567.89, 31234567.89, {1000, {set, 0}});
        const double sum = perturbed(cell, PerturbedValue::sum, 2, {}, "income", -2);
        EXPECT_EQ(sum, 1000 * std::nearbyint(sum / 1000)); // 2 * 31 234 / 10 is 6 246
        EXPECT_NEAR(sum, cell.sum, 12 * 2 * 31234);
    }
    // A value that is 0 for all has no noise, and is 0.
    EXPECT_EQ(perturbed(cell_of(1000, 0, 0, {1000, {1, 0}}), PerturbedValue::sum), 0);
    EXPECT_EQ(perturbed(cell_of(1000, 0, 0, {1000, {1, 0}}), PerturbedValue::mean), 0);
}

TEST(CellNoise, ExtremesStayNumbers) {
    for (const double size : {1e-300, 1e-20, 1e20, 1e300}) {
        const CellSummary cell = cell_of(1'000'000, size, size, {1'000'000, {1, 0}});
        for (const double deviation : {least_cell_noise, most_cell_noise}) {
            for (const PerturbedValue value : {PerturbedValue::sum, PerturbedValue::mean}) {
                EXPECT_TRUE(std::isfinite(perturbed(cell, value, deviation, {}, "income", -20))) << size;
            }
        }
    }
    const CellSummary nobody;
    EXPECT_EQ(perturbed(nobody, PerturbedValue::rows), 0);
    EXPECT_TRUE(std::isnan(perturbed(nobody, PerturbedValue::mean)));
}

TEST(Contributors, AreWhoseRowsTheyAreInWhateverOrder) {
    std::mt19937_64 random(20261128); // NOLINT(cert-msc32-c,cert-msc51-cpp)
    for (int round = 0; round < 200; ++round) {
        Contributors all;
        std::array<Contributors, 2> parts;
        for (std::uint64_t i = random() % 300; i > 0; --i) {
            const std::uint64_t subject = random() % 100;
            all.add(subject);
            parts.at(random() % 2).add(subject);
        }
        parts[1].merge(parts[0]);
        EXPECT_EQ(all.hash(), parts[1].hash());
        EXPECT_EQ(all.estimated_subjects(), parts[1].estimated_subjects());
        // One row more, of whomever, and it is another one.
        Contributors more = all;
        more.add(random() % 100);
        EXPECT_NE(all.hash(), more.hash());
        EXPECT_NE(all.hash()[0], more.hash()[0]);
    }
}

TEST(Contributors, AreAboutSoManySubjects) {
    for (const std::uint64_t subjects : {0U, 1U, 10U, 100U, 500U, 700U, 2000U, 100000U}) {
        double worst = 0;
        double mean = 0;
        constexpr int rounds = 20;
        for (std::uint64_t round = 0; round < rounds; ++round) {
            Contributors all;
            for (std::uint64_t i = 0; i < 3 * subjects; ++i) {
                all.add(round << 32U | i % subjects);
            }
            const double error = all.estimated_subjects() / std::fmax(1, static_cast<double>(subjects)) -
                                 (subjects == 0 ? 0 : 1);
            worst = std::max(worst, std::abs(error));
            mean += error / rounds;
        }
        EXPECT_LT(worst, 0.25) << subjects;
        EXPECT_LT(std::abs(mean), 0.06) << subjects;
    }
}

} // namespace
} // namespace veil
