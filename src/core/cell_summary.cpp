#include "core/cell_summary.hpp"

#include <cmath>
#include <cstring>

namespace veil {

namespace {

CellSummary summary_of(const SummaryHeader& header, std::span<const std::uint8_t> subjects,
                       std::span<const std::uint8_t> largest) {
    CellSummary cell{header.rows,
                     header.sum,
                     header.has_negative != 0,
                     header.is_enough != 0,
                     header.is_rest_enough != 0,
                     header.is_rest_empty != 0,
                     std::vector<std::uint64_t>(header.subjects),
                     std::vector<Contribution>(header.largest),
                     header.threshold,
                     header.total,
                     header.magnitude,
                     header.subjects_estimate,
                     header.contributors};
    if (!subjects.empty()) {
        std::memcpy(cell.subjects.data(), subjects.data(), subjects.size());
    }
    if (!largest.empty()) {
        std::memcpy(cell.largest.data(), largest.data(), largest.size());
    }
    return cell;
}

} // namespace

std::optional<CellSummary> read_summary(std::span<const std::uint8_t> bytes, std::uint32_t number) {
    for (;; --number) {
        SummaryHeader header{};
        if (bytes.size() < sizeof header) {
            return std::nullopt;
        }
        std::memcpy(&header, bytes.data(), sizeof header);
        bytes = bytes.subspan(sizeof header);
        const std::size_t subjects = header.subjects * sizeof(std::uint64_t);
        const std::size_t largest = header.largest * sizeof(Contribution);
        if (bytes.size() < subjects + largest) {
            return std::nullopt;
        }
        if (number == 0 || header.threshold == 0) {
            return summary_of(header, bytes.first(subjects), bytes.subspan(subjects, largest));
        }
        bytes = bytes.subspan(subjects + largest);
    }
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
