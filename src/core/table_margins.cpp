#include "core/table_margins.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_set>

namespace veil {

namespace {

// By Neumaier: as good as exact, so that it depends neither on the order of the parts nor on how they were
// summed before.
class ExactSum {
  public:
    void add(double value) noexcept {
        const double next = sum_ + value;
        rest_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
        sum_ = next;
    }
    // To 2^-40 of it: a sum over a whole margin and one over its cells, which were rounded by themselves, are
    // the same number, and so is what is decided by it.
    [[nodiscard]] double rounded() const noexcept {
        int exponent = 0;
        const double fraction = std::frexp(sum_ + rest_, &exponent);
        return std::ldexp(std::nearbyint(fraction * 0x1p40) * 0x1p-40, exponent);
    }

  private:
    double sum_ = 0;
    double rest_ = 0;
};

// The coordinates of finest cells in some dimensions.
class Projection {
  public:
    Projection(const TableCells& cells, std::uint32_t dimensions) : cells_(cells) {
        for (std::uint32_t dimension = 0; dimension < cells.dimensions; ++dimension) {
            if ((dimensions >> dimension & 1) != 0) {
                kept_[count_++] = dimension;
            }
        }
    }
    [[nodiscard]] std::uint32_t coordinate(std::size_t cell, std::uint32_t number) const noexcept {
        return cells_.coordinates[cell * cells_.dimensions + kept_[number]];
    }
    [[nodiscard]] std::uint32_t count() const noexcept { return count_; }
    [[nodiscard]] int compare(std::size_t left, std::size_t right) const noexcept {
        for (std::uint32_t number = 0; number < count_; ++number) {
            if (coordinate(left, number) != coordinate(right, number)) {
                return coordinate(left, number) < coordinate(right, number) ? -1 : 1;
            }
        }
        return 0;
    }

  private:
    const TableCells& cells_;
    std::uint32_t kept_[most_table_dimensions]{};
    std::uint32_t count_ = 0;
};

// Finest cells in the order of these dimensions, and where that leaves a choice, of all.
std::vector<std::size_t> ordered_cells(const TableCells& cells, const Projection& projection) {
    const Projection all(cells, (1U << cells.dimensions) - 1);
    std::vector<std::size_t> order(cells.sizes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        const int compared = projection.compare(left, right);
        return compared != 0 ? compared < 0 : all.compare(left, right) < 0;
    });
    return order;
}

// A set that is not enough holds all its subjects, so the union is exact as far as the threshold asks.
bool has_few_subjects(const TableCells& cells, std::span<const std::size_t> parts) {
    if (std::any_of(parts.begin(), parts.end(),
                    [&](std::size_t part) { return cells.subjects[part].is_enough(); })) {
        return false;
    }
    std::unordered_set<std::uint64_t> subjects;
    for (const std::size_t part : parts) {
        const auto hashes = cells.subjects[part].hashes();
        subjects.insert(hashes.begin(), hashes.end());
        if (subjects.size() >= cells.threshold) {
            return false;
        }
    }
    return true;
}

} // namespace

bool is_valid(const TableCells& cells) {
    const std::size_t count = cells.sizes.size();
    if (cells.dimensions < 1 || cells.dimensions > most_table_dimensions || cells.threshold < 1 ||
        cells.coordinates.size() != count * cells.dimensions ||
        cells.values.size() != count * cells.variables.size() || cells.subjects.size() != count ||
        count >= UINT32_MAX) {
        return false;
    }
    const auto is_coordinate = [](std::uint32_t coordinate) { return coordinate >= 1; };
    const auto is_number = [](double value) { return std::isfinite(value); };
    if (!std::all_of(cells.coordinates.begin(), cells.coordinates.end(), is_coordinate) ||
        !std::all_of(cells.values.begin(), cells.values.end(), is_number) ||
        !std::all_of(cells.sizes.begin(), cells.sizes.end(),
                     [](double size) { return std::isfinite(size) && size >= 0; })) {
        return false;
    }
    const Projection all(cells, (1U << cells.dimensions) - 1);
    const std::vector<std::size_t> order = ordered_cells(cells, all);
    return std::adjacent_find(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
               return all.compare(left, right) == 0;
           }) == order.end();
}

MarginTable make_margin(const TableCells& cells, std::uint32_t dimensions, const SensitivityRules& rules) {
    const std::size_t variables = cells.variables.size();
    const Projection projection(cells, dimensions);
    MarginTable margin;
    margin.dimensions = dimensions;
    margin.parts = ordered_cells(cells, projection);
    margin.cell_of.resize(margin.parts.size());
    std::vector<ExactSum> sums(variables);
    std::vector<ProtectionLevels> levels(variables);
    for (std::size_t begin = 0; begin < margin.parts.size();) {
        const std::size_t first = margin.parts[begin];
        std::size_t end = begin;
        std::fill(sums.begin(), sums.end(), ExactSum{});
        ExactSum size;
        for (; end < margin.parts.size() && projection.compare(first, margin.parts[end]) == 0; ++end) {
            const std::size_t part = margin.parts[end];
            margin.cell_of[part] = static_cast<std::uint32_t>(margin.sizes.size());
            size.add(cells.sizes[part]);
            for (std::size_t variable = 0; variable < variables; ++variable) {
                sums[variable].add(cells.values[part * variables + variable]);
            }
        }
        for (std::uint32_t number = 0; number < projection.count(); ++number) {
            margin.coordinates.push_back(projection.coordinate(first, number));
        }
        for (const ExactSum& sum : sums) {
            margin.values.push_back(sum.rounded());
        }
        margin.sizes.push_back(size.rounded());
        const auto parts = std::span(margin.parts).subspan(begin, end - begin);
        const bool is_sensitive = has_few_subjects(cells, parts) || rules.is_sensitive(parts);
        std::fill(levels.begin(), levels.end(), ProtectionLevels{});
        if (is_sensitive) {
            rules.protect(parts, std::span(margin.values).last(variables), levels);
        }
        margin.levels.insert(margin.levels.end(), levels.begin(), levels.end());
        margin.is_sensitive.push_back(is_sensitive);
        margin.is_hidden.push_back(is_sensitive);
        margin.part_starts.push_back(begin);
        begin = end;
    }
    margin.part_starts.push_back(margin.parts.size());
    return margin;
}

} // namespace veil
