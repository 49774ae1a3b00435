// Which cells to hide beside the sensitive ones, by the heuristic of linear programs (M. Fischetti and J. J.
// Salazar, Models and Algorithms for Optimizing Cell Suppression in Tabular Data with Linear Constraints,
// Journal of the American Statistical Association 95, 2000, has the exact problem; J. P. Kelly, B. L. Golden
// and A. A. Assad, Cell Suppression: Disclosure Protection for Sensitive Tabular Data, Networks 22, 1992, the
// heuristic): for each sensitive cell the cheapest change of the table that the margins shown allow, and
// whatever it changes is hidden.
#pragma once

#include "core/linear_program.hpp"
#include "core/table_alternative.hpp"

#include <memory>

namespace veil {

enum class SearchResult : std::uint8_t {
    found,
    impossible, // nothing protects all that is sensitive, or the solver gives up
    too_long,
    cancelled,
};

// Work is counted, in steps of the solver times the size of the program: what is decided is not to depend on
// how fast the machine is.
struct SearchLimits {
    std::uint64_t most_work;    // of all tables together; beyond it a search is too long
    std::uint64_t most_tidying; // of one table, from which on the pattern is made no smaller
    bool (*is_cancelled)();     // asked before each program; may be null
};

// Hides inner cells of the table beside those that are hidden. If found, every need is met by an alternative
// that changes hidden cells only. `work` is raised.
[[nodiscard]] SearchResult hide_secondary_cells(MarginTable& inner, std::vector<const MarginTable*> margins,
                                                std::span<const TableVariable> variables,
                                                const suppression::VeilSuppression& solver,
                                                const SearchLimits& limits, std::uint64_t& work);

} // namespace veil
