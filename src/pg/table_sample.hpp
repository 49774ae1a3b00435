// A sample of a relation's rows, for veil.discover. Reading a relation may run its owner's code: functions of
// a view, policies of row-level security, and already at planning what stands in indexes and constraints. So
// a superuser reads as the relation's owner, and everybody in a security-restricted context.
#pragma once

#include "core/column_sample.hpp"
#include "pg/attribute.hpp"

namespace veil::pg {

// The role that a relation is to be read as when `caller` asks. Refuses where that would be a superuser who
// runs what others have written.
[[nodiscard]] Oid sampling_role(const Spi& spi, Oid relation, Oid caller);

// Whether the role may SELECT the column.
[[nodiscard]] bool may_read(Oid relation, const std::string& column, Oid role);

// Whether values of a type, arrays aside, are read.
[[nodiscard]] bool is_sampled_type(Oid type);

// Of `columns`, in their order, with the rights of `reader`; the samples of those that he may not read are
// empty. Values of other types than the server's own are counted and not read; of an array its first elements
// are. The same rows each time, as long as the table is the same.
[[nodiscard]] std::vector<ColumnSample> sample_table(const Spi& spi, Oid relation,
                                                     const std::vector<Attribute>& columns, Oid reader,
                                                     std::uint64_t rows, const ValueForms& forms);

} // namespace veil::pg
