// Rows that were written while the key of an index of veil.index_rule was out of reach. They stand in it
// under a value that is no pseudonym. Where an index has none of them, a lookup asks it for one value instead
// of two.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// All of it is backend code. An entry may be taken for one of such a row that is not: one in four billion.

// The value that such rows stand under: no pseudonym is empty.
[[nodiscard]] Datum value_without_key();

// Whether an index has an entry of such a row, of whatever transaction; true where it cannot be told.
[[nodiscard]] bool may_have_unkeyed_rows(Oid index);

// For whoever writes one: plans that count on there being none are made again when it can be seen.
void tell_of_unkeyed_row();
// The relation that is said to have changed then.
[[nodiscard]] Oid relation_that_tells();

// For a plan that counts on there being none: ends the statement where it would see one. A transaction is
// seen before what it tells of arrives. Asked once for as long as `statement` lives, the memory of an
// execution, which sees the same rows all the time.
void refuse_unkeyed_rows(Oid index, MemoryContext statement);

} // namespace veil::pg
