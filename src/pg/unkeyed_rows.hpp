// Rows that were written while the key of an index of veil.index_rule was out of reach. They stand in it
// under a value that is no pseudonym. Where an index has none of them, a lookup asks it for one value instead
// of two.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// All of it is backend code. A hash index knows the hash of a value and not the value, so that an entry may
// be taken for one of such a row that is none: one in four billion. Then lookups ask for two values.

// The value that such rows stand under: no pseudonym is empty.
[[nodiscard]] Datum value_without_key();

// Whether an index has an entry of such a row, of whatever transaction; true where that cannot be told.
[[nodiscard]] bool may_have_unkeyed_rows(Oid index);

// For whoever writes one: plans that count on there being none are made again when it can be seen.
void tell_of_unkeyed_row();
// For such a plan; `since` is what count_relation_changes said before it was begun.
void follow_unkeyed_rows(PlannedStmt* plan, std::uint64_t since);

// For such a plan when it is executed: ends the statement where it would see one. A transaction is seen
// before what it tells of arrives. Asked once for as long as the memory of an execution lives, which sees the
// same rows all the time.
void refuse_unkeyed_rows(Oid index, MemoryContext execution);

} // namespace veil::pg
