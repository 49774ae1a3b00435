#include "pg/raw_value.hpp"

#include "pg/catalog.hpp"
#include "pg/known_function.hpp"

namespace veil::pg {

namespace {

const char* raw_type_name(Oid type) {
    switch (type) {
    case INT2OID:
        return "raw_int2";
    case INT4OID:
    case DATEOID:
        return "raw_int4";
    case INT8OID:
    case TIMEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
        return "raw_int8";
    case FLOAT4OID:
        return "raw_float4";
    case FLOAT8OID:
        return "raw_float8";
    case NUMERICOID:
        return "raw_numeric";
    case TEXTOID:
    case VARCHAROID:
        return "raw_text";
    case BPCHAROID:
        return "raw_bpchar";
    case BYTEAOID:
        return "raw_bytea";
    case UUIDOID:
        return "raw_uuid";
    case INETOID:
    case CIDROID:
        return "raw_inet";
    case MACADDROID:
        return "raw_macaddr";
    default:
        return get_typtype(type) == TYPTYPE_ENUM ? "raw_enum" : nullptr;
    }
}

Expr* relabelled(Expr* expression, Oid type, std::int32_t modifier, Oid collation) {
    auto* node = reinterpret_cast<Node*>(expression);
    if (exprType(node) == type && exprTypmod(node) == modifier && exprCollation(node) == collation) {
        return expression;
    }
    return reinterpret_cast<Expr*>(
        makeRelabelType(expression, type, modifier, collation, COERCE_IMPLICIT_CAST));
}

} // namespace

RawType raw_type_of(Oid type) {
    constexpr RawType none{InvalidOid, InvalidOid, InvalidOid};
    const char* name = raw_type_name(type);
    const Oid schema = veil_schema();
    if (name == nullptr || !OidIsValid(schema)) {
        return none;
    }
    const Oid raw =
        GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum(name), ObjectIdGetDatum(schema));
    if (!OidIsValid(raw)) {
        return none;
    }
    const Oid equality =
        GetSysCacheOid4(OPERNAMENSP, Anum_pg_operator_oid, CStringGetDatum("="), ObjectIdGetDatum(raw),
                        ObjectIdGetDatum(raw), ObjectIdGetDatum(schema));
    const Oid value = known_function("raw_value", {raw});
    return OidIsValid(equality) && OidIsValid(value) ? RawType{raw, equality, value} : none;
}

OrderHash random_order_hash() {
    std::array<std::uint8_t, 16> key{};
    if (!pg_strong_random(key.data(), key.size())) {
        ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR), errmsg("could not generate random values")));
    }
    return OrderHash(key);
}

Expr* as_raw(Expr* column, const RawType& raw, Oid order) {
    while (IsA(column, RelabelType)) {
        column = reinterpret_cast<RelabelType*>(column)->arg;
    }
    // Of a set operation it is raw already; a comparison has the order domain by itself.
    return exprType(reinterpret_cast<Node*>(column)) == raw.type ? column
                                                                 : relabelled(column, raw.type, -1, order);
}

Expr* own_value(Expr* raw, Oid type, std::int32_t modifier, Oid collation) {
    if (exprType(reinterpret_cast<Node*>(raw)) == type) {
        return relabelled(raw, type, modifier, collation);
    }
    const Oid function = raw_type_of(type).value;
    FuncExpr* value = makeFuncExpr(function, get_func_rettype(function), list_make1(raw), collation,
                                   InvalidOid, COERCE_EXPLICIT_CALL);
    return relabelled(reinterpret_cast<Expr*>(value), type, modifier, collation);
}

Expr* raw_equality(Expr* left, Expr* right, const RawType& raw, Oid order) {
    Expr* equality = make_opclause(raw.equality, BOOLOID, false, left, right, InvalidOid, order);
    set_opfuncid(reinterpret_cast<OpExpr*>(equality));
    return equality;
}

} // namespace veil::pg
