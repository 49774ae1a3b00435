#include "core/cell_summary.hpp"

#include <cmath>
#include <cstring>

namespace veil {

std::optional<CellSummary> read_summary(std::span<const std::uint8_t> bytes) {
    SummaryHeader header{};
    if (bytes.size() < sizeof header) {
        return std::nullopt;
    }
    std::memcpy(&header, bytes.data(), sizeof header);
    const std::size_t subjects = header.subjects * sizeof(std::uint64_t);
    const std::size_t largest = header.largest * sizeof(Contribution);
    if (bytes.size() != sizeof header + subjects + largest) {
        return std::nullopt;
    }
    CellSummary cell{header.rows,
                     header.sum,
                     header.has_negative != 0,
                     header.is_enough != 0,
                     header.is_rest_enough != 0,
                     header.is_rest_empty != 0,
                     std::vector<std::uint64_t>(header.subjects),
                     std::vector<Contribution>(header.largest),
                     header.threshold,
                     header.total};
    const std::span<const std::uint8_t> lists = bytes.subspan(sizeof header);
    if (subjects > 0) {
        std::memcpy(cell.subjects.data(), lists.data(), subjects);
    }
    if (largest > 0) {
        std::memcpy(cell.largest.data(), lists.subspan(subjects).data(), largest);
    }
    return cell;
}

bool is_count_sensitive(const CellSummary& cell) noexcept {
    return !cell.is_enough || !(cell.is_rest_enough || cell.is_rest_empty);
}

bool is_sum_sensitive(const CellSummary& cell, const DominanceRules& rules) noexcept {
    if (is_count_sensitive(cell) || !std::isfinite(cell.sum)) {
        return true;
    }
    std::vector<double> amounts;
    amounts.reserve(cell.largest.size());
    for (const Contribution& contribution : cell.largest) {
        amounts.push_back(contribution.amount);
    }
    const LargestContributions largest{amounts, cell.total};
    return (rules.n > 0 && is_dominated(largest, rules.n, rules.percent)) ||
           (rules.p_percent > 0 && is_p_percent_unsafe(largest, rules.p_percent));
}

} // namespace veil
