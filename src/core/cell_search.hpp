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

// How many linear programs a search may take before it is too long; those that only make the pattern smaller
// beyond half of it are left out.
struct SearchLimits {
    std::size_t most_programs;
    bool (*is_cancelled)(); // asked before each
};

// Hides inner cells of the table beside those that are hidden. If found, every need is met by an alternative
// that changes hidden cells only.
[[nodiscard]] SearchResult hide_secondary_cells(MarginTable& inner, std::vector<const MarginTable*> margins,
                                                std::span<const TableVariable> variables,
                                                const suppression::VeilSuppression& solver,
                                                const SearchLimits& limits);

} // namespace veil
