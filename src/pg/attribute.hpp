// The types of a relation's columns, as SQL text and by family.
#pragma once

#include "pg/sql_session.hpp"

namespace veil::pg {

// A column of a relation.
struct Attribute {
    std::string name;
    Oid type;
    std::int32_t modifier;
    Oid collation;
    Oid base_type; // the type itself, or what its domain is over
    std::int32_t base_modifier;
    // What stands for the value in SQL where it is a part of a column: an element of an array, for one. Its
    // type is base_type.
    std::string expression = {};
};

// Columns that exist, in their order. C++ code.
[[nodiscard]] std::vector<Attribute> attributes_of(Oid relation);

// A type for generated SQL: qualified, with its modifier; -1 for none.
[[nodiscard]] std::string type_name(Oid type, std::int32_t modifier);
// As analysts know it, for messages.
[[nodiscard]] std::string plain_type_name(Oid type, std::int32_t modifier = -1);
// " COLLATE ..." or, for the default collation and none, an empty text.
[[nodiscard]] std::string collate_clause(Oid collation);
// NULL of a type, with its modifier and collation: what a closed column shows.
[[nodiscard]] std::string null_expression(Oid type, std::int32_t modifier, Oid collation);

[[nodiscard]] bool is_text(Oid type);
[[nodiscard]] bool is_integer(Oid type);
[[nodiscard]] bool is_float(Oid type);
[[nodiscard]] bool is_time(Oid type);

// The characters a text column's modifier allows; nothing for no limit.
[[nodiscard]] std::optional<std::size_t> length_limit(const Attribute& attribute);

// numeric(precision, scale); nothing for plain numeric.
struct NumericLimit {
    int precision;
    int scale;
};
[[nodiscard]] std::optional<NumericLimit> numeric_limit(const Attribute& attribute);

} // namespace veil::pg
