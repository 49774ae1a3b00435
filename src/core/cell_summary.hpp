// What the rules of disclosure ask of one cell of a table, and of one variable in it: as it comes from the
// aggregation of its rows, on its way to where all cells of the table are looked at together.
#pragma once

#include "core/contributors.hpp"
#include "core/dominance.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace veil {

// What part of a cell's rows belongs to the variable, as by a FILTER; the others are its rest.
struct CellSummary {
    std::int64_t rows = 0;               // of the part
    double sum = 0;                      // of the part; not finite where the values are not
    bool has_negative = false;           // some value is below zero
    bool is_enough = false;              // the part is of as many different subjects as the threshold says
    bool is_rest_enough = false;         // and so is the rest
    bool is_rest_empty = false;          // which has no row of a subject
    std::vector<std::uint64_t> subjects; // hashes of the part's, where they are not enough
    // The largest contributions to the sum, falling; empty where nobody asked for them.
    std::vector<Contribution> largest;
    std::uint32_t threshold = 0; // so many subjects are enough; 0 where the cell has no row at all
    double total = 0;     // of the absolute values of all contributions, of those that are not listed too
    double magnitude = 0; // of the absolute values of the part's rows
    double subjects_estimate = 0;   // of the part, about; 0 where nobody asked for them
    ContributorHash contributors{}; // and whose rows they are
};

// A summary as bytes, in the machine's own order: it does not leave the server. `subjects` and `largest` are
// where their owner has them; what the header counts follows it in this order.
struct SummaryHeader {
    std::int64_t rows;
    double sum;
    double total;
    double magnitude;
    double subjects_estimate;
    ContributorHash contributors;
    std::uint32_t threshold;
    std::uint32_t subjects;
    std::uint32_t largest;
    std::uint8_t has_negative;
    std::uint8_t is_enough;
    std::uint8_t is_rest_enough;
    std::uint8_t is_rest_empty;
};

// Summaries follow one another: that of the whole cell is number 0, and those of its parts come after it. Of
// a cell without a row there is one, for all of them. Nothing where the bytes are none, or not so many.
[[nodiscard]] std::optional<CellSummary> read_summary(std::span<const std::uint8_t> bytes,
                                                      std::uint32_t number);

// Which sums are too nearly one subject's.
struct DominanceRules {
    std::uint32_t n = 0;  // of the rule (n, k); 0 where it is not set
    double percent = 0;   // its k
    double p_percent = 0; // of the p % rule; 0 where it is not set

    [[nodiscard]] bool is_set() const noexcept { return n > 0 || p_percent > 0; }
};

// Whether the cell's own rows say that it is not to be shown: its number of rows, or its sum.
[[nodiscard]] bool is_count_sensitive(const CellSummary& cell) noexcept;
[[nodiscard]] bool is_sum_sensitive(const CellSummary& cell, const DominanceRules& rules) noexcept;

} // namespace veil
