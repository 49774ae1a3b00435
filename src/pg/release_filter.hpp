// Which rows of its relation a release shows: a condition, a keyed sample of its subjects, and at level
// aggregated none, but in statistics.
#pragma once

#include "pg/row_condition.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

// The condition of the release's view; nothing where it shows every row. `columns` are all of the base's.
// Refuses what does not fit, also an editor (of the options) who does not hold the sample's key.
[[nodiscard]] std::optional<CompiledCondition> compile_release_filter(const Spi& spi, const Policy& policy,
                                                                      const Release& release,
                                                                      const std::vector<Attribute>& columns,
                                                                      CompileOptions options);

// The columns of the base that the condition reads.
[[nodiscard]] std::vector<std::string> filter_columns(const Spi& spi, const Policy& policy,
                                                      const Release& release);

} // namespace veil::pg
