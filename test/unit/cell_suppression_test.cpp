#include "core/cell_suppression.hpp"
#include "core/dominance.hpp"
#include "suppression/simplex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <vector>

namespace veil {
namespace {

const suppression::VeilSuppression& solver() {
    return suppression::clp_functions();
}

const suppression::VeilSuppression& no_solver() {
    ADD_FAILURE() << "a solver is asked for";
    return suppression::clp_functions();
}

using Coordinates = std::vector<std::uint32_t>; // of all dimensions, 0 in a margin

// A table as a test gives it.
struct Given {
    std::uint32_t dimensions = 1;
    std::vector<TableVariable> variables{{false}};
    std::uint32_t threshold = 1;
    std::vector<Coordinates> coordinates;
    std::vector<std::vector<double>> values;
    std::vector<std::vector<std::uint64_t>> subjects;
    std::set<std::size_t> sensitive; // beside those of few subjects

    void add(Coordinates at, std::vector<double> cell_values, std::vector<std::uint64_t> cell_subjects = {}) {
        coordinates.push_back(std::move(at));
        values.push_back(std::move(cell_values));
        subjects.push_back(std::move(cell_subjects));
    }
};

// Cells of the set are sensitive, and cells of nothing but such; all levels are a share of the value and at
// least so much.
class GivenRules : public SensitivityRules {
  public:
    GivenRules(const Given& given, double share, double least)
        : given_(given), share_(share), least_(least) {}

    bool is_sensitive(std::span<const std::size_t> parts) const override {
        return std::all_of(parts.begin(), parts.end(),
                           [&](std::size_t part) { return given_.sensitive.contains(part); });
    }
    void protect(std::span<const std::size_t>, std::span<const double> values,
                 std::span<ProtectionLevels> levels) const override {
        for (std::size_t variable = 0; variable < values.size(); ++variable) {
            const double level = std::max(least_, share_ * std::abs(values[variable]));
            levels[variable] = {level, level};
        }
    }

  private:
    const Given& given_;
    double share_;
    double least_;
};

// The same table in the form of the core.
class Table {
  public:
    explicit Table(const Given& given)
        : rooms_(given.subjects.size(), std::vector<std::uint64_t>(given.threshold)),
          variables_(given.variables) {
        for (std::size_t cell = 0; cell < given.coordinates.size(); ++cell) {
            coordinates_.insert(coordinates_.end(), given.coordinates[cell].begin(),
                                given.coordinates[cell].end());
            values_.insert(values_.end(), given.values[cell].begin(), given.values[cell].end());
            sizes_.push_back(std::abs(given.values[cell].at(0)));
            SubjectSet& set = sets_.emplace_back(rooms_[cell]);
            for (const std::uint64_t subject : given.subjects[cell]) {
                set.add(subject);
            }
        }
        cells = {given.dimensions, variables_, coordinates_, values_, sizes_, sets_, given.threshold};
    }

    TableCells cells;

  private:
    std::vector<std::vector<std::uint64_t>> rooms_;
    std::vector<TableVariable> variables_;
    std::vector<std::uint32_t> coordinates_;
    std::vector<double> values_;
    std::vector<double> sizes_;
    std::vector<SubjectSet> sets_;
};

SuppressedTable suppress(const Given& given, const SensitivityRules& rules,
                         const suppression::VeilSuppression& (*given_solver)() = solver) {
    return suppress_cells(Table(given).cells, rules, given_solver, nullptr);
}

// Of all cells, margins too, whether they are hidden.
std::map<Coordinates, bool> pattern_of(const SuppressedTable& table, std::uint32_t dimensions) {
    std::map<Coordinates, bool> pattern;
    for (const MarginTable& margin : table.tables) {
        std::size_t next = 0;
        for (std::size_t cell = 0; cell < margin.cell_count(); ++cell) {
            Coordinates coordinates(dimensions, 0);
            for (std::uint32_t dimension = 0; dimension < dimensions; ++dimension) {
                if ((margin.dimensions >> dimension & 1) != 0) {
                    coordinates[dimension] = margin.coordinates[next++];
                }
            }
            EXPECT_TRUE(pattern.emplace(coordinates, margin.is_hidden[cell]).second);
        }
    }
    return pattern;
}

std::vector<Coordinates> hidden_of(const SuppressedTable& table, std::uint32_t dimensions) {
    std::vector<Coordinates> hidden;
    for (const auto& [coordinates, is_hidden] : pattern_of(table, dimensions)) {
        if (is_hidden) {
            hidden.push_back(coordinates);
        }
    }
    return hidden;
}

// --- Tables worked out by hand ---

Given one_way(const std::vector<double>& values, const std::set<std::size_t>& sensitive) {
    Given given;
    for (const double value : values) {
        given.add({static_cast<std::uint32_t>(given.coordinates.size() + 1)}, {value}, {0});
    }
    given.sensitive = sensitive;
    return given;
}

// The total is 100, so a 3 hidden alone is known. 40 - 12 - ... : the smallest other cell is 12, and then 3
// may be 0 to 15.
TEST(OneWaySuppression, HidesASecondCell) {
    const Given given = one_way({40, 3, 12, 45}, {1});
    const SuppressedTable table = suppress(given, GivenRules(given, 0, 3), no_solver);
    EXPECT_EQ(hidden_of(table, 1), (std::vector<Coordinates>{{2}, {3}}));
    EXPECT_FALSE(table.is_hidden(0));
    EXPECT_TRUE(table.is_hidden(2));
}

// 3 is to be up to 23: 12 leave 15, 40 leave 43; 12 and 40 would do, but 40 do alone. 12 and 9 come to 21,
// and cost less than 40.
TEST(OneWaySuppression, TakesWhatIsEnough) {
    const Given first = one_way({40, 3, 12, 45}, {1});
    EXPECT_EQ(hidden_of(suppress(first, GivenRules(first, 0, 20), no_solver), 1),
              (std::vector<Coordinates>{{1}, {2}}));
    const Given second = one_way({40, 3, 12, 45, 9}, {1});
    EXPECT_EQ(hidden_of(suppress(second, GivenRules(second, 0, 20), no_solver), 1),
              (std::vector<Coordinates>{{2}, {3}, {5}}));
}

TEST(OneWaySuppression, OfEqualSizesTakesTheFirst) {
    const Given given = one_way({40, 12, 3, 12, 12}, {2});
    EXPECT_EQ(hidden_of(suppress(given, GivenRules(given, 0, 3), no_solver), 1),
              (std::vector<Coordinates>{{2}, {3}}));
}

// Two small ones keep each other's secret: 4 and 5 are 0 to 9.
TEST(OneWaySuppression, HidesNoMoreWhereSensitiveCellsDo) {
    const Given given = one_way({40, 4, 5, 45}, {1, 2});
    EXPECT_EQ(hidden_of(suppress(given, GivenRules(given, 0, 4), no_solver), 1),
              (std::vector<Coordinates>{{2}, {3}}));
}

// An empty sum hides nothing, but that of two variables the second asks for more: 3 rows, of 100 and not of
// 900.
TEST(OneWaySuppression, ServesEveryVariable) {
    Given given;
    given.variables = {{false}, {false}};
    given.add({1}, {40, 900}, {0});
    given.add({2}, {3, 100}, {0});
    given.add({3}, {12, 0}, {0});
    given.sensitive = {1};
    EXPECT_EQ(hidden_of(suppress(given, GivenRules(given, 0.1, 1), no_solver), 1),
              (std::vector<Coordinates>{{1}, {2}}));
    // Where any value may be negative, one other cell makes it anything.
    given.variables[1].may_be_negative = true;
    EXPECT_EQ(hidden_of(suppress(given, GivenRules(given, 0.1, 1), no_solver), 1),
              (std::vector<Coordinates>{{2}, {3}}));
}

TEST(OneWaySuppression, ClosesWhatCannotBeProtected) {
    const Given given = one_way({2, 3}, {1});
    const SuppressedTable table = suppress(given, GivenRules(given, 0, 10), no_solver);
    EXPECT_TRUE(table.tables.back().is_closed);
    EXPECT_EQ(hidden_of(table, 1), (std::vector<Coordinates>{{1}, {2}}));
}

// Ten people in all, where k is 12: the total is hidden itself. One of them in three cells is one.
TEST(OneWaySuppression, HidesATotalOfFew) {
    Given given;
    given.threshold = 12;
    given.add({1}, {30}, {1, 2, 3, 4, 5, 6});
    given.add({2}, {50}, {5, 6, 7, 8, 9, 10});
    EXPECT_EQ(hidden_of(suppress(given, GivenRules(given, 0, 3), no_solver), 1),
              (std::vector<Coordinates>{{0}, {1}, {2}}));
    given.subjects[1].insert(given.subjects[1].end(), {11, 12});
    // Now the total is shown, and both cells are still of few.
    EXPECT_EQ(hidden_of(suppress(given, GivenRules(given, 0, 3), no_solver), 1),
              (std::vector<Coordinates>{{1}, {2}}));
}

TEST(OneWaySuppression, ShowsWhatTellsOfNobody) {
    const Given given = one_way({40, 3, 12, 45}, {});
    EXPECT_TRUE(hidden_of(suppress(given, GivenRules(given, 0, 3), no_solver), 1).empty());
    const Given nothing = one_way({}, {});
    const SuppressedTable empty = suppress(nothing, GivenRules(nothing, 0, 3), no_solver);
    EXPECT_EQ(empty.outcome, SuppressionOutcome::decided);
    EXPECT_TRUE(hidden_of(empty, 1).empty());
}

//            sex 1  sex 2  total
// city 1       20     50     70
// city 2        8     19     27
// city 3       17     32     49
// city 4       30     25     55
// total        75    126    201
// 8 is hidden: then in its row 19, in its column the cheapest of 20, 17, 30, which is 17, and with it 32 in
// row 3: a rectangle of 8, 19, 17, 32, in which 8 may be 0 to 8 + 17.
TEST(TwoWaySuppression, HidesARectangle) {
    Given given;
    given.dimensions = 2;
    const std::vector<std::vector<double>> rows{{20, 50}, {8, 19}, {17, 32}, {30, 25}};
    for (std::uint32_t city = 1; city <= 4; ++city) {
        for (std::uint32_t sex = 1; sex <= 2; ++sex) {
            given.add({city, sex}, {rows[city - 1][sex - 1]}, {0});
        }
    }
    given.sensitive = {2};
    EXPECT_EQ(hidden_of(suppress(given, GivenRules(given, 0, 5)), 2),
              (std::vector<Coordinates>{{2, 1}, {2, 2}, {3, 1}, {3, 2}}));
}

// A second sensitive cell in the other corner is all that the first one needs besides the two others.
TEST(TwoWaySuppression, LetsSensitiveCellsProtectEachOther) {
    Given given;
    given.dimensions = 2;
    const std::vector<std::vector<double>> rows{{4, 60, 90}, {70, 5, 80}, {65, 75, 85}};
    for (std::uint32_t row = 1; row <= 3; ++row) {
        for (std::uint32_t column = 1; column <= 3; ++column) {
            given.add({row, column}, {rows[row - 1][column - 1]}, {0});
        }
    }
    given.sensitive = {0, 4};
    EXPECT_EQ(hidden_of(suppress(given, GivenRules(given, 0, 3)), 2),
              (std::vector<Coordinates>{{1, 1}, {1, 2}, {2, 1}, {2, 2}}));
}

// City 1 has 6 people, all of sex 1, and is hidden beside city 2, the smaller of the others. That is decided
// before the sexes: what is hidden in the table is enough for the margin of city 1 too, though no cell of
// city 3 is sensitive.
TEST(TwoWaySuppression, ProtectsMarginsToo) {
    Given given;
    given.dimensions = 2;
    given.add({1, 1}, {6}, {0});
    given.add({2, 1}, {30}, {0});
    given.add({2, 2}, {40}, {0});
    given.add({3, 1}, {50}, {0});
    given.add({3, 2}, {60}, {0});
    given.sensitive = {0};
    const SuppressedTable table = suppress(given, GivenRules(given, 0, 6));
    EXPECT_EQ(hidden_of(table, 2), (std::vector<Coordinates>{{1, 0}, {1, 1}, {2, 0}, {2, 1}}));
}

TEST(TwoWaySuppression, NeedsNoSolverWhereNothingIsSensitive) {
    Given given;
    given.dimensions = 3;
    for (std::uint32_t cell = 0; cell < 8; ++cell) {
        given.add({1 + (cell & 1), 1 + (cell >> 1 & 1), 1 + (cell >> 2)}, {5}, {0});
    }
    EXPECT_TRUE(hidden_of(suppress(given, GivenRules(given, 0, 3), no_solver), 3).empty());
}

TEST(CellSuppression, RefusesWhatIsNoTable) {
    const auto outcome_of = [](const Given& given) {
        return suppress(given, GivenRules(given, 0, 3)).outcome;
    };
    Given given = one_way({1, 2}, {0});
    EXPECT_EQ(outcome_of(given), SuppressionOutcome::decided);
    given.values[0][0] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(outcome_of(given), SuppressionOutcome::invalid);
    given.values[0][0] = -std::numeric_limits<double>::infinity();
    EXPECT_EQ(outcome_of(given), SuppressionOutcome::invalid);
    given.values[0][0] = std::numeric_limits<double>::max(); // the total is too large for a double
    given.values[1][0] = std::numeric_limits<double>::max();
    EXPECT_NE(outcome_of(given), SuppressionOutcome::cancelled);
    given = one_way({1, 2}, {0});
    given.coordinates[0] = {0};
    EXPECT_EQ(outcome_of(given), SuppressionOutcome::invalid);
    given.coordinates[0] = given.coordinates[1];
    EXPECT_EQ(outcome_of(given), SuppressionOutcome::invalid);
    given = one_way({1, 2}, {0});
    given.dimensions = 7;
    EXPECT_EQ(outcome_of(given), SuppressionOutcome::invalid);
}

Given square(std::uint32_t side, std::size_t sensitive) {
    Given given;
    given.dimensions = 2;
    for (std::uint32_t row = 1; row <= side; ++row) {
        for (std::uint32_t column = 1; column <= side; ++column) {
            given.add({row, column}, {static_cast<double>(10 + (row * 7 + column * 13) % 90)}, {0});
        }
    }
    given.sensitive = {sensitive};
    return given;
}

TEST(CellSuppression, RefusesWhatTakesTooLong) {
    const Given large = square(50, 7);
    EXPECT_EQ(suppress(large, GivenRules(large, 0, 3)).outcome, SuppressionOutcome::too_large);
}

TEST(CellSuppression, IsCancelled) {
    const Given given = square(5, 7);
    EXPECT_EQ(
        suppress_cells(Table(given).cells, GivenRules(given, 0, 3), solver, [] { return true; }).outcome,
        SuppressionOutcome::cancelled);
    EXPECT_EQ(
        suppress_cells(Table(given).cells, GivenRules(given, 0, 3), solver, [] { return false; }).outcome,
        SuppressionOutcome::decided);
}

TEST(CellSuppression, ClosesWhatASolverDoesNotSolve) {
    static const suppression::VeilSuppression unable{
        suppression::interface_version, suppression::clp_functions().create,
        suppression::clp_functions().release,
        [](suppression::VeilSimplex*, const suppression::VeilProgram*, double*, std::int64_t* steps) {
            *steps = 1;
            return static_cast<std::int32_t>(suppression::SolverStatus::failed);
        }};
    const Given given = square(5, 7);
    const SuppressedTable table = suppress(given, GivenRules(given, 0, 3),
                                           []() -> const suppression::VeilSuppression& { return unable; });
    EXPECT_EQ(table.outcome, SuppressionOutcome::decided);
    EXPECT_TRUE(table.tables.back().is_closed);
    EXPECT_TRUE(table.is_hidden(0));
}

// --- Random tables, audited ---

struct Row {
    Coordinates at;
    std::uint64_t subject;
    std::vector<double> amounts; // the first is 1, so that its sum counts rows
};

struct Study {
    std::uint32_t dimensions = 1;
    std::vector<TableVariable> variables;
    std::uint32_t threshold = 1;
    double p_percent = 0; // for the last variable; 0 is no such rule
    double share = 0;
    std::vector<Row> rows;
};

Study random_study(std::mt19937_64& random, const std::vector<std::uint32_t>& extents) {
    Study study;
    study.dimensions = static_cast<std::uint32_t>(extents.size());
    study.variables = {{false}};
    const std::size_t more = random() % 3;
    for (std::size_t variable = 0; variable < more; ++variable) {
        study.variables.push_back({random() % 4 == 0});
    }
    study.threshold = static_cast<std::uint32_t>(2 + random() % 6);
    study.p_percent = random() % 2 == 0 ? 10 : 0;
    study.share = random() % 2 == 0 ? 0.1 : 0;
    std::size_t cells = 1;
    for (const std::uint32_t extent : extents) {
        cells *= extent;
    }
    // Some values are rare, so that cells are small and empty.
    std::vector<std::discrete_distribution<std::uint32_t>> coordinates;
    for (const std::uint32_t extent : extents) {
        std::vector<double> weights(extent);
        for (double& weight : weights) {
            weight = random() % 4 == 0 ? 0.15 : 1;
        }
        coordinates.emplace_back(weights.begin(), weights.end());
    }
    const std::size_t rows = cells * (2 + random() % 12);
    const std::uint64_t subjects = 1 + rows / (1 + random() % 2);
    for (std::size_t number = 0; number < rows; ++number) {
        Row row{{}, random() % subjects, {1}};
        for (auto& coordinate : coordinates) {
            row.at.push_back(1 + coordinate(random));
        }
        for (std::size_t variable = 1; variable < study.variables.size(); ++variable) {
            const auto amount = static_cast<double>(random() % 1000) * (random() % 20 == 0 ? 10 : 1);
            row.amounts.push_back(study.variables[variable].may_be_negative ? amount - 500 : amount);
        }
        study.rows.push_back(std::move(row));
    }
    return study;
}

// What a cell holds, from the rows.
struct Truth {
    std::vector<double> values;
    std::map<std::uint64_t, double> amounts; // of the last variable, by subject
};

bool is_sensitive(const Study& study, const Truth& truth) {
    if (truth.amounts.size() < study.threshold) {
        return true;
    }
    if (study.p_percent == 0) {
        return false;
    }
    std::vector<double> amounts;
    for (const auto& [subject, amount] : truth.amounts) {
        amounts.push_back(std::abs(amount));
    }
    std::sort(amounts.rbegin(), amounts.rend());
    const double total = std::accumulate(amounts.begin(), amounts.end(), 0.0);
    const double rest = total - amounts[0] - (amounts.size() > 1 ? amounts[1] : 0);
    return total > 0 && rest <= study.p_percent / 100 * amounts[0];
}

ProtectionLevels levels_of(const Study& study, const Truth& truth, std::size_t variable) {
    const double value = truth.values[variable];
    // Of rows, as many as the threshold is must be possible, or none.
    const double least = variable == 0 ? std::max(1.0, study.threshold - value) : 1;
    const double level = std::max(least, study.share * std::abs(value));
    return {level, level};
}

class StudyRules : public SensitivityRules {
  public:
    StudyRules(const Study& study, const std::vector<Truth>& cells) : study_(study), cells_(cells) {}

    [[nodiscard]] Truth truth_of(std::span<const std::size_t> parts) const {
        Truth truth{std::vector<double>(study_.variables.size(), 0), {}};
        for (const std::size_t part : parts) {
            for (std::size_t variable = 0; variable < truth.values.size(); ++variable) {
                truth.values[variable] += cells_[part].values[variable];
            }
            for (const auto& [subject, amount] : cells_[part].amounts) {
                truth.amounts[subject] += amount;
            }
        }
        return truth;
    }
    bool is_sensitive(std::span<const std::size_t> parts) const override {
        std::vector<Contribution> room(Contributions::new_capacity(study_.rows.size()));
        Contributions contributions;
        contributions.move_to(room);
        for (const std::size_t part : parts) {
            for (const auto& [subject, amount] : cells_[part].amounts) {
                contributions.add({subject, amount});
            }
        }
        return study_.p_percent > 0 && contributions.is_p_percent_unsafe(study_.p_percent);
    }
    void protect(std::span<const std::size_t> parts, std::span<const double> values,
                 std::span<ProtectionLevels> levels) const override {
        const Truth truth = truth_of(parts);
        for (std::size_t variable = 0; variable < levels.size(); ++variable) {
            EXPECT_EQ(values[variable], truth.values[variable]);
            levels[variable] = levels_of(study_, truth, variable);
        }
    }

  private:
    const Study& study_;
    const std::vector<Truth>& cells_;
};

// The study's table by some of its dimensions, given in this order of cells.
struct Tabulation {
    Given given;
    std::vector<Truth> truths;
};

Tabulation tabulate(const Study& study, std::uint32_t dimensions, std::mt19937_64* shuffled = nullptr) {
    std::map<Coordinates, Truth> cells;
    for (const Row& row : study.rows) {
        Coordinates at;
        for (std::uint32_t dimension = 0; dimension < study.dimensions; ++dimension) {
            if ((dimensions >> dimension & 1) != 0) {
                at.push_back(row.at[dimension]);
            }
        }
        Truth& truth = cells[at];
        truth.values.resize(study.variables.size());
        for (std::size_t variable = 0; variable < truth.values.size(); ++variable) {
            truth.values[variable] += row.amounts[variable];
        }
        truth.amounts[row.subject] += row.amounts.back();
    }
    std::vector<std::pair<Coordinates, Truth>> ordered(cells.begin(), cells.end());
    if (shuffled != nullptr) {
        std::shuffle(ordered.begin(), ordered.end(), *shuffled);
    }
    Tabulation tabulation;
    tabulation.given.dimensions = static_cast<std::uint32_t>(__builtin_popcount(dimensions));
    tabulation.given.variables = study.variables;
    tabulation.given.threshold = study.threshold;
    for (auto& [at, truth] : ordered) {
        std::vector<std::uint64_t> subjects;
        for (const auto& [subject, amount] : truth.amounts) {
            subjects.push_back(subject);
        }
        tabulation.given.add(at, truth.values, subjects);
        tabulation.truths.push_back(std::move(truth));
    }
    return tabulation;
}

SuppressedTable suppress(const Study& study, const Tabulation& tabulation) {
    return suppress(tabulation.given, StudyRules(study, tabulation.truths));
}

// What an intruder computes. Unknowns are the cells that are not empty, one equation is for each cell and
// margin shown.
class Intruder {
  public:
    Intruder(const Study& study, const std::map<Coordinates, bool>& pattern) : pattern_(pattern) {
        std::map<Coordinates, std::size_t> unknowns;
        for (const Row& row : study.rows) {
            unknowns.emplace(row.at, 0);
        }
        for (auto& [at, number] : unknowns) {
            number = finest_.size();
            finest_.push_back(at);
        }
        for (const Row& row : study.rows) {
            for (std::uint32_t choice = 0; choice < 1U << study.dimensions; ++choice) {
                Coordinates at = row.at;
                for (std::uint32_t dimension = 0; dimension < study.dimensions; ++dimension) {
                    if ((choice >> dimension & 1) == 0) {
                        at[dimension] = 0;
                    }
                }
                Truth& truth = truths_[at];
                truth.values.resize(study.variables.size());
                for (std::size_t variable = 0; variable < truth.values.size(); ++variable) {
                    truth.values[variable] += row.amounts[variable];
                }
                truth.amounts[row.subject] += row.amounts.back();
                members_[at].insert(unknowns[row.at]);
            }
        }
    }

    // The number of sensitive cells whose interval is too narrow.
    std::size_t finds(const Study& study) {
        std::vector<std::vector<std::int32_t>> rows_of(finest_.size());
        std::vector<const Truth*> shown;
        for (const auto& [at, is_hidden] : pattern_) {
            if (!is_hidden) {
                for (const std::size_t unknown : members_.at(at)) {
                    rows_of[unknown].push_back(static_cast<std::int32_t>(shown.size()));
                }
                shown.push_back(&truths_.at(at));
            }
        }
        std::vector<std::int32_t> starts{0};
        std::vector<std::int32_t> rows;
        for (const auto& of_unknown : rows_of) {
            rows.insert(rows.end(), of_unknown.begin(), of_unknown.end());
            starts.push_back(static_cast<std::int32_t>(rows.size()));
        }
        const std::vector<double> ones(rows.size(), 1);
        const suppression::VeilMatrix matrix{static_cast<std::int32_t>(finest_.size()),
                                             static_cast<std::int32_t>(shown.size()), starts.data(),
                                             rows.data(), ones.data()};
        std::size_t found = 0;
        suppression::VeilSimplex* simplex = solver().create(&matrix);
        for (std::size_t variable = 0; variable < study.variables.size(); ++variable) {
            // Bounds far from any value, so that every end is a table that can be looked at.
            const std::vector<double> lower(finest_.size(),
                                            study.variables[variable].may_be_negative ? -1e6 : 0);
            const std::vector<double> upper(finest_.size(), 1e6);
            std::vector<double> sums;
            for (const Truth* truth : shown) {
                sums.push_back(truth->values[variable]);
            }
            for (const auto& [at, truth] : truths_) {
                if (!is_sensitive(study, truth)) {
                    continue;
                }
                EXPECT_TRUE(pattern_.at(at)) << "a sensitive cell is shown";
                const ProtectionLevels levels = levels_of(study, truth, variable);
                const double value = truth.values[variable];
                const double low = study.variables[variable].may_be_negative
                                       ? value - levels.lower
                                       : std::max(0.0, value - levels.lower);
                const double error = 1e-6 * (1 + std::abs(value));
                for (const double sign : {1.0, -1.0}) {
                    std::vector<double> cost(finest_.size(), 0);
                    for (const std::size_t unknown : members_.at(at)) {
                        cost[unknown] = sign;
                    }
                    const suppression::VeilProgram program{cost.data(), lower.data(), upper.data(),
                                                           sums.data(), sums.data()};
                    std::vector<double> solution(finest_.size());
                    std::int64_t steps = 0;
                    const auto status = static_cast<suppression::SolverStatus>(
                        solver().minimize(simplex, &program, solution.data(), &steps));
                    EXPECT_EQ(status, suppression::SolverStatus::solved);
                    expect_table(study, variable, solution);
                    double end = 0;
                    for (const std::size_t unknown : members_.at(at)) {
                        end += solution[unknown];
                    }
                    found += sign > 0 ? end > low + error : end < value + levels.upper - error;
                }
            }
        }
        solver().release(simplex);
        return found;
    }

  private:
    // Whatever a solver says: the equations hold.
    void expect_table(const Study& study, std::size_t variable, const std::vector<double>& solution) {
        for (const double value : solution) {
            EXPECT_TRUE(study.variables[variable].may_be_negative || value >= -1e-6);
        }
        for (const auto& [at, is_hidden] : pattern_) {
            double sum = 0;
            for (const std::size_t unknown : members_.at(at)) {
                sum += solution[unknown];
            }
            EXPECT_TRUE(is_hidden || std::abs(sum - truths_.at(at).values[variable]) < 1e-5);
        }
    }

    const std::map<Coordinates, bool>& pattern_;
    std::vector<Coordinates> finest_;
    std::map<Coordinates, Truth> truths_;
    std::map<Coordinates, std::set<std::size_t>> members_;
};

struct Totals {
    std::size_t tables = 0;
    std::size_t closed = 0;
    std::size_t sensitive = 0; // tables with something sensitive
    std::size_t cells = 0;
    std::size_t primary = 0;
    std::size_t hidden = 0;
};

void count_up(Totals& totals, const SuppressedTable& table) {
    const MarginTable& inner = table.tables.back();
    ++totals.tables;
    totals.closed += inner.is_closed;
    totals.cells += inner.cell_count();
    totals.primary +=
        static_cast<std::size_t>(std::count(inner.is_sensitive.begin(), inner.is_sensitive.end(), true));
    totals.hidden +=
        static_cast<std::size_t>(std::count(inner.is_hidden.begin(), inner.is_hidden.end(), true));
}

// By some of the dimensions alone, what is hidden of the margin is the same.
void expect_same_alone(const Study& study, const std::map<Coordinates, bool>& pattern,
                       std::uint32_t dimensions, std::mt19937_64& random) {
    const Tabulation alone = tabulate(study, dimensions, &random);
    const SuppressedTable table = suppress(study, alone);
    ASSERT_EQ(table.outcome, SuppressionOutcome::decided);
    for (const auto& [at, is_hidden] : pattern_of(table, alone.given.dimensions)) {
        Coordinates within(study.dimensions, 0);
        std::size_t next = 0;
        for (std::uint32_t dimension = 0; dimension < study.dimensions; ++dimension) {
            if ((dimensions >> dimension & 1) != 0) {
                within[dimension] = at[next++];
            }
        }
        EXPECT_EQ(pattern.at(within), is_hidden);
    }
}

Totals audit(const std::vector<std::vector<std::uint32_t>>& extents, int rounds, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Totals totals;
    for (int round = 0; round < rounds; ++round) {
        const Study study = random_study(random, extents[static_cast<std::size_t>(round) % extents.size()]);
        const std::uint32_t all = (1U << study.dimensions) - 1;
        const SuppressedTable table = suppress(study, tabulate(study, all, &random));
        EXPECT_EQ(table.outcome, SuppressionOutcome::decided);
        const auto pattern = pattern_of(table, study.dimensions);
        count_up(totals, table);
        // Closed tables add nothing to what their margins tell.
        if (!table.tables.back().is_closed) {
            EXPECT_EQ(Intruder(study, pattern).finds(study), 0U) << "round " << round;
        }
        if (round % 12 == 0) {
            expect_same_alone(study, pattern, all, random);
            for (std::uint32_t dimensions = 1; dimensions < all; ++dimensions) {
                expect_same_alone(study, pattern, dimensions, random);
            }
        }
        if (testing::Test::HasFailure()) {
            break;
        }
    }
    return totals;
}

TEST(CellSuppression, KeepsOneWayTablesSecret) {
    const Totals totals = audit({{1}, {2}, {3}, {5}, {8}, {20}}, 400, 1);
    EXPECT_GT(totals.primary, 100U);
}

TEST(CellSuppression, KeepsTwoWayTablesSecret) {
    const Totals totals = audit({{2, 2}, {3, 3}, {5, 2}, {4, 3}, {2, 6}}, 400, 2);
    EXPECT_GT(totals.primary, 100U);
}

TEST(CellSuppression, KeepsThreeWayTablesSecret) {
    const Totals totals = audit({{2, 2, 2}, {3, 2, 2}, {2, 4, 2}}, 200, 3);
    EXPECT_GT(totals.primary, 100U);
}

} // namespace
} // namespace veil
