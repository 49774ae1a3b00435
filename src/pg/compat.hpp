// The one file that asks for the server's version.
#pragma once

#if PG_VERSION_NUM < 140000
#error "pg_veil needs PostgreSQL 14 or later"
#endif

// 14 and 15 define it empty, so the symbol would stay hidden.
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))

namespace veil::pg {

#if PG_VERSION_NUM >= 160000
inline bool owns_relation(Oid relation, Oid role) {
    return object_ownercheck(RelationRelationId, relation, role);
}
inline bool may_create_in(Oid schema, Oid role) {
    return object_aclcheck(NamespaceRelationId, schema, role, ACL_CREATE) == ACLCHECK_OK;
}
inline bool may_use_schema(Oid schema, Oid role) {
    return object_aclcheck(NamespaceRelationId, schema, role, ACL_USAGE) == ACLCHECK_OK;
}
#else
inline bool owns_relation(Oid relation, Oid role) {
    return pg_class_ownercheck(relation, role);
}
inline bool may_create_in(Oid schema, Oid role) {
    return pg_namespace_aclcheck(schema, role, ACL_CREATE) == ACLCHECK_OK;
}
inline bool may_use_schema(Oid schema, Oid role) {
    return pg_namespace_aclcheck(schema, role, ACL_USAGE) == ACLCHECK_OK;
}
#endif

#if PG_VERSION_NUM >= 150000
inline void reserve_setting_prefix(const char* prefix) {
    MarkGUCPrefixReserved(prefix);
}
#else
inline void reserve_setting_prefix(const char* prefix) {
    EmitWarningsOnPlaceholders(prefix);
}
#endif

// Of a column of the inner side of an outer join: that it is NULL where there is nothing to join.
inline void may_be_nulled_by(Var* column, int join) {
#if PG_VERSION_NUM >= 160000
    column->varnullingrels = bms_add_member(column->varnullingrels, join);
#else
    (void)column;
    (void)join;
#endif
}

// Backend code: a setting of the server; null where there is none of the name.
inline config_generic* find_setting(const char* name) {
#if PG_VERSION_NUM >= 160000
    return find_option(name, false, true, 0);
#else
    const std::span<config_generic*> settings{get_guc_variables(),
                                              static_cast<std::size_t>(GetNumConfigOptions())};
    const auto found = std::find_if(settings.begin(), settings.end(), [&](const config_generic* setting) {
        return strcmp(setting->name, name) == 0;
    });
    return found == settings.end() ? nullptr : *found;
#endif
}

// Backend code: whether sorts report what they do, in a server that can.
inline bool traces_sorts() {
#ifdef TRACE_SORT
    return trace_sort;
#else
    return false;
#endif
}

// Backend code: from 18 on what a query groups by are columns of a range table entry of their own. They
// become the expressions that they stand for, as they are before.
inline void flatten_groups(Query* query) {
#if PG_VERSION_NUM >= 180000
    if (!query->hasGroupRTE) {
        return;
    }
    query->targetList = reinterpret_cast<List*>(
        flatten_group_exprs(nullptr, query, reinterpret_cast<Node*>(query->targetList)));
    query->havingQual = flatten_group_exprs(nullptr, query, query->havingQual);
    query->hasGroupRTE = false;
    for (int i = 0; i < list_length(query->rtable); ++i) {
        auto* entry = static_cast<RangeTblEntry*>(list_nth(query->rtable, i));
        if (entry->rtekind == RTE_GROUP) {
            entry->rtekind = RTE_RESULT;
            entry->groupexprs = NIL;
        }
    }
#else
    (void)query;
#endif
}

// Backend code: whether what is read of an open relation is counted follows track_counts from now on.
inline void follow_track_counts(Relation relation) {
#if PG_VERSION_NUM >= 150000
    pgstat_init_relation(relation);
#else
    pgstat_initstats(relation);
#endif
}

// What must not end a background worker's transaction. A setting that every version has stands in for one
// that is not there yet.
struct WorkerTimeoutSetting {
    const char* name;
    const char* value;
};
#if PG_VERSION_NUM >= 170000
inline constexpr WorkerTimeoutSetting worker_timeout_setting{"transaction_timeout", "0"};
#else
inline constexpr WorkerTimeoutSetting worker_timeout_setting{"statement_timeout", "0"};
#endif

// Backend code: the parts of a possibly qualified SQL name.
inline List* parse_qualified_name(const char* name) {
#if PG_VERSION_NUM >= 160000
    return stringToQualifiedNameList(name, nullptr);
#else
    return stringToQualifiedNameList(name);
#endif
}

// Backend code: walker(child, context) for each child of a node.
inline bool walk_children(Node* node, bool (*walker)(Node*, void*), void* context) {
#if PG_VERSION_NUM >= 160000
    return expression_tree_walker_impl(node, walker, context);
#else
    // The server calls it with the two arguments that its declaration leaves out.
    return expression_tree_walker(node, reinterpret_cast<bool (*)()>(reinterpret_cast<void*>(walker)),
                                  context);
#endif
}

// Backend code: a range that is not empty.
inline RangeType* range_between(TypeCacheEntry* type, RangeBound* lower, RangeBound* upper) {
#if PG_VERSION_NUM >= 160000
    return make_range(type, lower, upper, false, nullptr);
#else
    return make_range(type, lower, upper, false);
#endif
}

// The precision and scale that a numeric's type modifier encodes; from 15 on the scale is a signed 11-bit
// field.
inline int numeric_precision_of(std::int32_t modifier) {
    return ((modifier - static_cast<std::int32_t>(VARHDRSZ)) >> 16) & 0xffff;
}
inline int numeric_scale_of(std::int32_t modifier) {
#if PG_VERSION_NUM >= 150000
    return (((modifier - static_cast<std::int32_t>(VARHDRSZ)) & 0x7ff) ^ 1024) - 1024;
#else
    return (modifier - static_cast<std::int32_t>(VARHDRSZ)) & 0xffff;
#endif
}

#if PG_VERSION_NUM < 150000
// Backend code: prepares a set-returning function to return a tuplestore.
inline void InitMaterializedSRF(FunctionCallInfo fcinfo, int) {
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    if (result == nullptr || !IsA(result, ReturnSetInfo) || (result->allowedModes & SFRM_Materialize) == 0) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("set-valued function called in context that cannot accept a set")));
    }
    MemoryContext previous = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
    TupleDesc columns = nullptr;
    if (get_call_result_type(fcinfo, nullptr, &columns) != TYPEFUNC_COMPOSITE) {
        elog(ERROR, "return type must be a row type");
    }
    result->returnMode = SFRM_Materialize;
    result->setResult =
        tuplestore_begin_heap((result->allowedModes & SFRM_Materialize_Random) != 0, false, work_mem);
    result->setDesc = columns;
    MemoryContextSwitchTo(previous);
}
#endif

// Backend code: a copy of an expression whose direct children went through `mutate`. Up to 15 the server
// declares it for C, without the callback's parameters.
inline Node* mutate_children(Node* node, Node* (*mutate)(Node*, void*), void* context) {
#if PG_VERSION_NUM >= 160000
    return expression_tree_mutator(node, mutate, context);
#else
    return expression_tree_mutator(node, reinterpret_cast<Node* (*)()>(reinterpret_cast<void (*)()>(mutate)),
                                   context);
#endif
}

// Backend code: the same for all that a query consists of.
// `flags`: QTW_* of nodeFuncs.h, what is left out.
inline bool walk_query(Query* query, bool (*walker)(Node*, void*), void* context, int flags = 0) {
#if PG_VERSION_NUM >= 160000
    return query_tree_walker(query, walker, context, flags);
#else
    return query_tree_walker(query, reinterpret_cast<bool (*)()>(reinterpret_cast<void*>(walker)), context,
                             flags);
#endif
}
inline Query* mutate_query(Query* query, Node* (*mutate)(Node*, void*), void* context) {
#if PG_VERSION_NUM >= 160000
    return query_tree_mutator(query, mutate, context, 0);
#else
    return query_tree_mutator(query, reinterpret_cast<Node* (*)()>(reinterpret_cast<void (*)()>(mutate)),
                              context, 0);
#endif
}

// How much memory a hash table may take, in bytes.
inline std::size_t hash_memory_limit() {
#if PG_VERSION_NUM >= 150000
    return get_hash_memory_limit();
#else
    return static_cast<std::size_t>(work_mem) * 1024;
#endif
}

// Backend code: a scan that counts nothing for EXPLAIN.
inline IndexScanDesc begin_index_scan(Relation table, Relation index, Snapshot snapshot, int keys) {
#if PG_VERSION_NUM >= 180000
    return index_beginscan(table, index, snapshot, nullptr, keys, 0);
#else
    return index_beginscan(table, index, snapshot, keys, 0);
#endif
}

// Backend code: the next of sorted values that are no NULLs, as a copy; false at the end.
inline bool next_sorted_datum(Tuplesortstate* sort, Datum* value) {
    bool is_null = false;
#if PG_VERSION_NUM >= 160000
    return tuplesort_getdatum(sort, true, true, value, &is_null, nullptr);
#else
    return tuplesort_getdatum(sort, true, value, &is_null, nullptr);
#endif
}

// Backend code: the privileges that a query asks for were handed to the one inside of it.
inline void hand_privileges_on(Query* query) {
#if PG_VERSION_NUM >= 160000
    query->rteperminfos = NIL;
#endif
}

// Backend code: the range table of another query, and the privileges asked for it, behind a query's own.
inline void join_range_tables(Query* query, Query* other) {
#if PG_VERSION_NUM >= 160000
    CombineRangeTables(&query->rtable, &query->rteperminfos, other->rtable, other->rteperminfos);
#else
    query->rtable = list_concat(query->rtable, other->rtable);
#endif
}

// Backend code: the analysed form of one parsed statement without parameters.
inline Query* analyse_statement(RawStmt* statement, const char* text) {
#if PG_VERSION_NUM >= 150000
    return parse_analyze_fixedparams(statement, text, nullptr, 0, nullptr);
#else
    return parse_analyze(statement, text, nullptr, 0, nullptr);
#endif
}

// Backend code: the text that pg_get_viewdef gives for a view with this query; null where the server cannot
// tell without a view.
inline char* query_text(Query* query) {
#if PG_VERSION_NUM >= 160000
    return pg_get_querydef(query, false);
#elif PG_VERSION_NUM >= 150000
    // Up to 15 a stored view has two more entries, for OLD and NEW, in its range table. With more than one
    // entry, columns are printed with their table's name.
    if (query->rtable != NIL) {
        auto* entry = static_cast<RangeTblEntry*>(copyObjectImpl(linitial(query->rtable)));
        entry->alias = makeAlias("old", NIL);
        query->rtable = lappend(query->rtable, entry);
    }
    return pg_get_querydef(query, false);
#else
    return nullptr;
#endif
}

} // namespace veil::pg
