// Any table has an answer: what is sensitive is hidden, a table that is closed shows nothing, and the order
// of cells does not matter. Hostile numbers are refused or hidden.
#include "core/cell_suppression.hpp"
#include "suppression/simplex.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

constexpr double greatest = std::numeric_limits<double>::max();
constexpr double least = std::numeric_limits<double>::denorm_min();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double odd_numbers[] = {0,
                                  -0.0,
                                  -1,
                                  least,
                                  1e-9,
                                  1e15,
                                  1e300,
                                  greatest,
                                  -greatest,
                                  infinity,
                                  std::numeric_limits<double>::quiet_NaN()};

double number_of(FuzzedDataProvider& input, bool may_be_odd) {
    if (may_be_odd && input.ConsumeIntegralInRange(0, 15) == 0) {
        return input.PickValueInArray(odd_numbers);
    }
    return input.ConsumeIntegralInRange(0, 60);
}

struct Table {
    std::uint32_t dimensions = 1;
    std::uint32_t threshold = 1;
    std::vector<veil::TableVariable> variables;
    std::vector<std::uint32_t> coordinates;
    std::vector<double> values;
    std::vector<double> sizes;
    std::vector<std::vector<std::uint64_t>> rooms;
    std::vector<std::uint32_t> subject_counts;
    std::vector<veil::SubjectSet> subjects;

    [[nodiscard]] std::size_t cell_count() const { return sizes.size(); }
    veil::TableCells cells() {
        subjects.clear();
        for (std::size_t cell = 0; cell < cell_count(); ++cell) {
            rooms[cell].assign(threshold, 0);
            veil::SubjectSet& set = subjects.emplace_back(rooms[cell]);
            for (std::uint32_t subject = 0; subject < subject_counts[cell]; ++subject) {
                // The first is everywhere. The others do not depend on the order of cells.
                set.add(subject == 0
                            ? 0
                            : (dimensions == 0 ? 0 : coordinates[cell * dimensions]) * 100 + subject);
            }
        }
        return {dimensions, variables, coordinates, values, sizes, subjects, threshold};
    }
};

Table table_of(FuzzedDataProvider& input) {
    const bool may_be_odd = input.ConsumeBool();
    Table table;
    table.dimensions = input.ConsumeIntegralInRange<std::uint32_t>(may_be_odd ? 0 : 1, may_be_odd ? 7 : 4);
    table.threshold = input.ConsumeIntegralInRange<std::uint32_t>(1, 6);
    table.variables.resize(input.ConsumeIntegralInRange<std::size_t>(0, 3));
    for (veil::TableVariable& variable : table.variables) {
        variable.may_be_negative = input.ConsumeIntegralInRange(0, 3) == 0;
    }
    const std::uint32_t extent = input.ConsumeIntegralInRange<std::uint32_t>(1, 4);
    const std::size_t most = input.ConsumeIntegralInRange<std::size_t>(0, 24);
    std::vector<std::vector<std::uint32_t>> known;
    for (std::size_t cell = 0; cell < most && input.remaining_bytes() > 0; ++cell) {
        std::vector<std::uint32_t> at(table.dimensions);
        for (std::uint32_t& coordinate : at) {
            coordinate = input.ConsumeIntegralInRange<std::uint32_t>(may_be_odd ? 0 : 1, extent);
        }
        if (!may_be_odd && std::find(known.begin(), known.end(), at) != known.end()) {
            continue;
        }
        known.push_back(at);
        table.coordinates.insert(table.coordinates.end(), at.begin(), at.end());
        for (std::size_t variable = 0; variable < table.variables.size(); ++variable) {
            table.values.push_back(number_of(input, may_be_odd));
        }
        table.sizes.push_back(number_of(input, may_be_odd));
        table.subject_counts.push_back(input.ConsumeIntegralInRange<std::uint32_t>(0, 8));
        table.rooms.emplace_back();
    }
    return table;
}

class Rules : public veil::SensitivityRules {
  public:
    explicit Rules(FuzzedDataProvider& input)
        : share_(input.ConsumeIntegralInRange(0, 3) * 0.1), lower_(number_of(input, true)),
          upper_(number_of(input, true)) {}

    bool is_sensitive(std::span<const std::size_t>) const override { return false; }
    void protect(std::span<const std::size_t> parts, std::span<const double> values,
                 std::span<veil::ProtectionLevels> levels) const override {
        require(!parts.empty() && values.size() == levels.size());
        for (std::size_t variable = 0; variable < levels.size(); ++variable) {
            levels[variable] = {lower_ + share_ * values[variable], upper_ + share_ * values[variable]};
        }
    }

  private:
    double share_;
    double lower_;
    double upper_;
};

const veil::suppression::VeilSuppression& solver() {
    return veil::suppression::clp_functions();
}

veil::SuppressedTable suppress(Table& table, const Rules& rules) {
    return veil::suppress_cells(table.cells(), rules, solver, nullptr);
}

void check(const veil::SuppressedTable& suppressed, const Table& table) {
    require(suppressed.tables.size() == std::size_t{1} << table.dimensions);
    for (const veil::MarginTable& margin : suppressed.tables) {
        for (std::size_t cell = 0; cell < margin.cell_count(); ++cell) {
            require(margin.is_hidden[cell] || (!margin.is_sensitive[cell] && !margin.is_closed));
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    const Rules rules(input);
    Table table = table_of(input);
    const veil::SuppressedTable suppressed = suppress(table, rules);
    if (suppressed.outcome != veil::SuppressionOutcome::decided) {
        require(suppressed.tables.empty());
        return 0;
    }
    check(suppressed, table);
    // The other way round.
    Table turned = table;
    const std::size_t count = table.cell_count();
    for (std::size_t cell = 0; cell < count; ++cell) {
        const std::size_t other = count - 1 - cell;
        std::copy_n(table.coordinates.begin() + static_cast<std::ptrdiff_t>(cell * table.dimensions),
                    table.dimensions,
                    turned.coordinates.begin() + static_cast<std::ptrdiff_t>(other * table.dimensions));
        std::copy_n(table.values.begin() + static_cast<std::ptrdiff_t>(cell * table.variables.size()),
                    table.variables.size(),
                    turned.values.begin() + static_cast<std::ptrdiff_t>(other * table.variables.size()));
        turned.sizes[other] = table.sizes[cell];
        turned.subject_counts[other] = table.subject_counts[cell];
    }
    const veil::SuppressedTable again = suppress(turned, rules);
    require(again.outcome == suppressed.outcome);
    for (std::size_t number = 0; number < suppressed.tables.size(); ++number) {
        require(again.tables[number].is_hidden == suppressed.tables[number].is_hidden);
        require(again.tables[number].coordinates == suppressed.tables[number].coordinates);
    }
    return 0;
}
