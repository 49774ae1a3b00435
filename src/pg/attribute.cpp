#include "pg/attribute.hpp"

namespace veil::pg {

std::string type_name(Oid type, std::int32_t modifier) {
    return call([&] {
        return format_type_extended(type, modifier, FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_FORCE_QUALIFY);
    });
}

std::string plain_type_name(Oid type, std::int32_t modifier) {
    return call(
        [&] { return modifier < 0 ? format_type_be(type) : format_type_with_typemod(type, modifier); });
}

std::string collate_clause(Oid collation) {
    if (!OidIsValid(collation) || collation == DEFAULT_COLLATION_OID) {
        return {};
    }
    struct Name {
        const char* schema;
        const char* name;
    };
    Name name = call([&] {
        HeapTuple tuple = SearchSysCache1(COLLOID, ObjectIdGetDatum(collation));
        if (!HeapTupleIsValid(tuple)) {
            elog(ERROR, "cache lookup failed for collation %u", collation);
        }
        auto* form = reinterpret_cast<Form_pg_collation>(GETSTRUCT(tuple));
        Name found{get_namespace_name(form->collnamespace), pstrdup(NameStr(form->collname))};
        ReleaseSysCache(tuple);
        return found;
    });
    return " COLLATE " + quote_name(name.schema, name.name);
}

bool is_text(Oid type) {
    return type == TEXTOID || type == VARCHAROID || type == BPCHAROID;
}

bool is_integer(Oid type) {
    return type == INT2OID || type == INT4OID || type == INT8OID;
}

bool is_float(Oid type) {
    return type == FLOAT4OID || type == FLOAT8OID;
}

bool is_time(Oid type) {
    return type == DATEOID || type == TIMEOID || type == TIMETZOID || type == TIMESTAMPOID ||
           type == TIMESTAMPTZOID;
}

std::optional<std::size_t> length_limit(const Attribute& attribute) {
    if (!is_text(attribute.base_type) || attribute.base_modifier < static_cast<std::int32_t>(VARHDRSZ)) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(attribute.base_modifier) - VARHDRSZ;
}

std::optional<NumericLimit> numeric_limit(const Attribute& attribute) {
    if (attribute.base_type != NUMERICOID || attribute.base_modifier < static_cast<std::int32_t>(VARHDRSZ)) {
        return std::nullopt;
    }
    return NumericLimit{numeric_precision_of(attribute.base_modifier),
                        numeric_scale_of(attribute.base_modifier)};
}

std::vector<Attribute> attributes_of(Oid relation) {
    Relation opened = call([&] {
        Relation found = try_relation_open(relation, AccessShareLock);
        if (found == nullptr) {
            ereport(ERROR, (errcode(ERRCODE_UNDEFINED_TABLE), errmsg("relation was dropped meanwhile")));
        }
        return found;
    });
    std::vector<Attribute> attributes;
    TupleDesc columns = RelationGetDescr(opened);
    for (int i = 0; i < columns->natts; ++i) {
        const FormData_pg_attribute* form = TupleDescAttr(columns, i);
        if (form->attisdropped) {
            continue;
        }
        std::int32_t modifier = form->atttypmod;
        Oid base = call([&] { return getBaseTypeAndTypmod(form->atttypid, &modifier); });
        attributes.push_back(Attribute{NameStr(form->attname), form->atttypid, form->atttypmod,
                                       form->attcollation, base, modifier});
    }
    call([&] { relation_close(opened, NoLock); });
    return attributes;
}

std::string null_expression(Oid type, std::int32_t modifier, Oid collation) {
    return "NULL::" + type_name(type, modifier) + collate_clause(collation);
}

} // namespace veil::pg
