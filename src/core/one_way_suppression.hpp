// Secondary suppression in a table of one dimension, where no linear program is needed: there is one
// equation, the sum of the cells is the total.
#pragma once

#include "core/table_margins.hpp"

namespace veil {

// Hides what must be hidden beside the sensitive cells of `table`, of little size, or closes it. Takes a time
// of the order of sorting.
void protect_one_way(MarginTable& table, const MarginTable& total, std::span<const TableVariable> variables);

} // namespace veil
