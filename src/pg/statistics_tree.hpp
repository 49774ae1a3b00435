// Pieces of query trees that statistics are made of.
#pragma once

#include "pg/query_scope.hpp"

namespace veil::pg {

// All of it is backend code.

// known_function(), refused where it is not there.
[[nodiscard]] Oid veil_function(const char* name, std::initializer_list<Oid> arguments);

[[nodiscard]] Expr* constant(Oid type, Datum value);
// A column of the only thing that a query reads.
[[nodiscard]] Var* column_inside(AttrNumber number, const Node* like);
[[nodiscard]] Expr* function_call(Oid function, Oid type, List* arguments);
[[nodiscard]] Expr* aggregate_call(Oid function, Oid type, List* arguments, Oid collation);
// Over all rows of the query, which has whole_table() as its only window.
[[nodiscard]] Expr* window_call(Oid function, Oid type, List* arguments);
[[nodiscard]] WindowClause* whole_table();

[[nodiscard]] Expr* is_not_null(Expr* value);
[[nodiscard]] Expr* all_of(List* conditions);
// CASE WHEN condition THEN value END
[[nodiscard]] Expr* value_if(Expr* condition, Expr* value);

} // namespace veil::pg
