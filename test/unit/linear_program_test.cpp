#include "core/linear_program.hpp"
#include "suppression/simplex.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <vector>

namespace veil::suppression {
namespace {

// A program whose matrix is given by rows, and its solution by the module.
struct Program {
    std::vector<std::vector<double>> rows;
    std::vector<double> cost;
    std::vector<double> column_lower;
    std::vector<double> column_upper;
    std::vector<double> row_lower;
    std::vector<double> row_upper;
};

struct Release {
    void operator()(VeilSimplex* simplex) const { clp_functions().release(simplex); }
};

class Solver {
  public:
    explicit Solver(const Program& program) {
        std::vector<std::int32_t> starts{0};
        std::vector<std::int32_t> row_of_entry;
        std::vector<double> entries;
        for (std::size_t column = 0; column < program.cost.size(); ++column) {
            for (std::size_t row = 0; row < program.rows.size(); ++row) {
                if (program.rows[row][column] != 0) {
                    row_of_entry.push_back(static_cast<std::int32_t>(row));
                    entries.push_back(program.rows[row][column]);
                }
            }
            starts.push_back(static_cast<std::int32_t>(entries.size()));
        }
        const VeilMatrix matrix{static_cast<std::int32_t>(program.cost.size()),
                                static_cast<std::int32_t>(program.rows.size()), starts.data(),
                                row_of_entry.data(), entries.data()};
        simplex_.reset(clp_functions().create(&matrix));
    }

    SolverStatus solve(const Program& program) {
        solution.assign(program.cost.size(), -1);
        const VeilProgram given{program.cost.data(), program.column_lower.data(), program.column_upper.data(),
                                program.row_lower.data(), program.row_upper.data()};
        return static_cast<SolverStatus>(
            clp_functions().minimize(simplex_.get(), &given, solution.data(), &steps));
    }

    std::vector<double> solution;
    std::int64_t steps = -1;

  private:
    std::unique_ptr<VeilSimplex, Release> simplex_;
};

double cost_of(const Program& program, const std::vector<double>& solution) {
    double cost = 0;
    for (std::size_t column = 0; column < solution.size(); ++column) {
        cost += program.cost[column] * solution[column];
    }
    return cost;
}

// The most of 3 x + 5 y where x <= 4, 2 y <= 12 and 3 x + 2 y <= 18 is 36, at (2, 6).
Program textbook() {
    return {{{0, 2}, {3, 2}}, {-3, -5}, {0, 0}, {4, no_bound}, {-no_bound, -no_bound}, {12, 18}};
}

TEST(LinearProgram, OfATextbook) {
    const Program program = textbook();
    Solver solver(program);
    ASSERT_EQ(solver.solve(program), SolverStatus::solved);
    EXPECT_NEAR(solver.solution[0], 2, 1e-9);
    EXPECT_NEAR(solver.solution[1], 6, 1e-9);
    EXPECT_GE(solver.steps, 1);
    EXPECT_LE(solver.steps, 10);
}

TEST(LinearProgram, IsSolvedAgainWithOtherNumbers) {
    Program program = textbook();
    Solver solver(program);
    ASSERT_EQ(solver.solve(program), SolverStatus::solved);
    program.row_upper[1] = 24; // now (4, 6)
    ASSERT_EQ(solver.solve(program), SolverStatus::solved);
    EXPECT_NEAR(cost_of(program, solver.solution), -42, 1e-9);
    program.cost = {3, 5};
    ASSERT_EQ(solver.solve(program), SolverStatus::solved);
    EXPECT_NEAR(cost_of(program, solver.solution), 0, 1e-9);
    program.row_lower[0] = 5; // y is 2.5 at least
    ASSERT_EQ(solver.solve(program), SolverStatus::solved);
    EXPECT_NEAR(solver.solution[1], 2.5, 1e-9);
}

TEST(LinearProgram, SaysWhatHasNoSolution) {
    Program program = textbook();
    Solver solver(program);
    program.row_lower[0] = 13;
    program.row_upper[0] = 14;
    program.row_upper[1] = 12;
    EXPECT_EQ(solver.solve(program), SolverStatus::impossible);
    EXPECT_EQ(solver.solve(textbook()), SolverStatus::solved) << "and goes on";
    program = textbook();
    program.row_upper = {no_bound, no_bound};
    EXPECT_EQ(solver.solve(program), SolverStatus::unbounded);
    EXPECT_EQ(solver.solve(textbook()), SolverStatus::solved);
    EXPECT_NEAR(solver.solution[1], 6, 1e-9);
}

TEST(LinearProgram, WithoutNumbersIsGivenUp) {
    for (int where = 0; where < 5; ++where) {
        Program program = textbook();
        std::vector<double>* parts[] = {&program.cost, &program.column_lower, &program.column_upper,
                                        &program.row_lower, &program.row_upper};
        parts[where]->back() = std::numeric_limits<double>::quiet_NaN();
        Solver solver(program);
        EXPECT_EQ(solver.solve(program), SolverStatus::failed);
    }
}

TEST(LinearProgram, MayBeEmpty) {
    const Program nothing;
    EXPECT_EQ(Solver(nothing).solve(nothing), SolverStatus::solved);
    const Program without_rows{{}, {1}, {2}, {3}, {}, {}};
    Solver solver(without_rows);
    ASSERT_EQ(solver.solve(without_rows), SolverStatus::solved);
    EXPECT_EQ(solver.solution[0], 2);
    const Program without_columns{{{}}, {}, {}, {}, {1}, {2}};
    EXPECT_EQ(Solver(without_columns).solve(without_columns), SolverStatus::impossible);
}

// One way through a network of goods: what comes of it is the same from a used basis as from none, and the
// same calls give the same numbers, digit by digit.
TEST(LinearProgram, RepeatsItself) {
    std::mt19937_64 random(11);
    for (int round = 0; round < 50; ++round) {
        const std::size_t sources = 2 + random() % 5;
        const std::size_t targets = 2 + random() % 5;
        Program program;
        program.rows.assign(sources + targets, std::vector<double>(sources * targets, 0));
        for (std::size_t source = 0; source < sources; ++source) {
            for (std::size_t target = 0; target < targets; ++target) {
                program.rows[source][source * targets + target] = 1;
                program.rows[sources + target][source * targets + target] = 1;
                program.cost.push_back(static_cast<double>(random() % 50));
                program.column_lower.push_back(0);
                program.column_upper.push_back(no_bound);
            }
        }
        Solver first(program);
        Solver second(program);
        for (int step = 0; step < 5; ++step) {
            program.row_lower.clear();
            program.row_upper.clear();
            for (std::size_t row = 0; row < sources + targets; ++row) {
                const auto amount = static_cast<double>(1 + random() % 20);
                program.row_lower.push_back(row < sources ? 0 : amount);
                program.row_upper.push_back(row < sources ? 100 : amount);
            }
            program.cost[random() % program.cost.size()] = static_cast<double>(random() % 50);
            ASSERT_EQ(first.solve(program), SolverStatus::solved);
            ASSERT_EQ(second.solve(program), SolverStatus::solved);
            EXPECT_EQ(first.solution, second.solution);
            Solver fresh(program);
            ASSERT_EQ(fresh.solve(program), SolverStatus::solved);
            EXPECT_EQ(first.solution, fresh.solution);
        }
    }
}

} // namespace
} // namespace veil::suppression
