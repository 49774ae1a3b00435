#include "pg/view_state.hpp"

#include "pg/attribute.hpp"
#include "pg/rule_catalog.hpp"

namespace veil::pg {

namespace {

std::string oid_text(Oid oid) {
    return std::to_string(oid);
}

AttrNumber column_number(const std::string& text) {
    return static_cast<AttrNumber>(std::stoi(text));
}

// The grants of a relation (column 0) or a column, copied; null for the default ones.
Acl* grants_of(Oid relation, AttrNumber column) {
    return call([&] {
        HeapTuple tuple = column == 0
                              ? SearchSysCache1(RELOID, ObjectIdGetDatum(relation))
                              : SearchSysCache2(ATTNUM, ObjectIdGetDatum(relation), Int16GetDatum(column));
        if (!HeapTupleIsValid(tuple)) {
            elog(ERROR, "cache lookup failed for relation %u column %d", relation, column);
        }
        bool is_null = false;
        Datum datum = column == 0 ? SysCacheGetAttr(RELOID, tuple, Anum_pg_class_relacl, &is_null)
                                  : SysCacheGetAttr(ATTNUM, tuple, Anum_pg_attribute_attacl, &is_null);
        Acl* grants = is_null ? nullptr : DatumGetAclPCopy(datum);
        ReleaseSysCache(tuple);
        return grants;
    });
}

// Writes grants as GRANT would leave them, grantors included, which statements could not reproduce.
void set_grants(Oid relation, AttrNumber column, Oid owner, Acl* grants) {
    call([&] {
        Oid catalog_oid = column == 0 ? RelationRelationId : AttributeRelationId;
        Relation catalog = table_open(catalog_oid, RowExclusiveLock);
        HeapTuple old_tuple =
            column == 0 ? SearchSysCacheCopy1(RELOID, ObjectIdGetDatum(relation))
                        : SearchSysCacheCopy2(ATTNUM, ObjectIdGetDatum(relation), Int16GetDatum(column));
        if (!HeapTupleIsValid(old_tuple)) {
            elog(ERROR, "cache lookup failed for relation %u column %d", relation, column);
        }
        const AttrNumber target = column == 0 ? Anum_pg_class_relacl : Anum_pg_attribute_attacl;
        const int natts = RelationGetNumberOfAttributes(catalog);
        auto* values = static_cast<Datum*>(palloc0(sizeof(Datum) * static_cast<std::size_t>(natts)));
        auto* nulls = static_cast<bool*>(palloc0(sizeof(bool) * static_cast<std::size_t>(natts)));
        auto* replaced = static_cast<bool*>(palloc0(sizeof(bool) * static_cast<std::size_t>(natts)));

        bool was_null = false;
        Datum old_grants = heap_getattr(old_tuple, target, RelationGetDescr(catalog), &was_null);
        Oid* old_members = nullptr;
        int old_count = was_null ? 0 : aclmembers(DatumGetAclP(old_grants), &old_members);
        Oid* new_members = nullptr;
        int new_count = grants == nullptr ? 0 : aclmembers(grants, &new_members);

        replaced[target - 1] = true;
        nulls[target - 1] = grants == nullptr;
        values[target - 1] = PointerGetDatum(grants);
        HeapTuple new_tuple =
            heap_modify_tuple(old_tuple, RelationGetDescr(catalog), values, nulls, replaced);
        CatalogTupleUpdate(catalog, &new_tuple->t_self, new_tuple);
        updateAclDependencies(RelationRelationId, relation, column, owner, old_count, old_members, new_count,
                              new_members);
        table_close(catalog, RowExclusiveLock);
        CommandCounterIncrement();
    });
}

} // namespace

std::string view_options(const Spi& spi, Oid view) {
    // Of a release: security_invoker would read the base with the analyst's rights, check_option belongs to
    // writable views.
    auto rows = spi.query(
        "SELECT pg_catalog.string_agg(pg_catalog.quote_ident(o.option_name) || '=' || "
        "pg_catalog.quote_literal(o.option_value), ', ' ORDER BY o.option_name) "
        "FROM pg_catalog.pg_class c, pg_catalog.pg_options_to_table(c.reloptions) o "
        "WHERE c.oid = $1::oid AND (o.option_name NOT IN ('security_invoker', 'check_option') OR NOT " +
            std::string(is_release_condition) + ")",
        {oid_text(view)});
    return !rows.empty() && rows[0][0] ? " WITH (" + *rows[0][0] + ")" : "";
}

void refuse_writes_on(const Spi& spi, const std::string& view) {
    spi.execute("CREATE TRIGGER veil_refuse_writes INSTEAD OF INSERT OR UPDATE OR DELETE ON " + view +
                " FOR EACH ROW EXECUTE FUNCTION veil.refuse_writes()");
}

bool is_release(const Spi& spi, Oid view) {
    return !spi.query(std::string("SELECT 1 FROM pg_catalog.pg_class c WHERE c.oid = $1::oid AND ") +
                          is_release_condition,
                      {oid_text(view)})
                .empty();
}

std::vector<Oid> dependent_views(const Spi& spi, Oid view) {
    std::vector<Oid> views;
    // Breadth first; a view that is met again moves behind what it depends on.
    for (const Row& row : spi.query(
             "WITH RECURSIVE dependent(oid, depth) AS ("
             "  SELECT $1::oid, 0 UNION"
             "  SELECT r.ev_class, d.depth + 1 FROM dependent d JOIN pg_catalog.pg_depend p"
             "    ON p.refclassid = 'pg_catalog.pg_class'::regclass AND p.refobjid = d.oid"
             "   AND p.classid = 'pg_catalog.pg_rewrite'::regclass"
             "  JOIN pg_catalog.pg_rewrite r ON r.oid = p.objid AND r.ev_class <> d.oid) "
             "SELECT d.oid, c.relkind, c.oid::regclass::text, max(d.depth) FROM dependent d "
             "JOIN pg_catalog.pg_class c ON c.oid = d.oid WHERE d.depth > 0 GROUP BY 1, 2, 3 ORDER BY 4, 1",
             {oid_text(view)})) {
        if (*row[1] != "v") {
            throw Refusal(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST,
                          "view " + qualified_name(view) + " cannot be rebuilt because " + *row[2] +
                              " depends on it",
                          "Drop it, change the rules, and create it again.",
                          "A materialized view or a rule cannot be put back with its contents.");
        }
        views.push_back(oid_of(*row[0]));
    }
    return views;
}

ViewState::ViewState(const Spi& spi, Oid view) : spi_(spi) {
    const std::string oid = oid_text(view);
    auto rows =
        spi.query("SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), "
                  "c.relowner, pg_catalog.pg_get_viewdef(c.oid) FROM pg_catalog.pg_class c "
                  "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1::oid",
                  {oid});
    sql_name_ = rows.at(0)[0].value();
    owner_ = oid_of(rows[0][1].value());
    definition_ = rows[0][2].value();
    is_release_ = veil::pg::is_release(spi, view);
    options_ = view_options(spi, view);
    for (const Attribute& column : is_release_ ? attributes_of(view) : std::vector<Attribute>{}) {
        stub_ += (stub_.empty() ? "SELECT " : ", ") +
                 null_expression(column.type, column.modifier, column.collation) + " AS " +
                 quote_name(column.name);
    }

    if (!spi.query("SELECT 1 FROM pg_catalog.pg_rewrite WHERE ev_class = $1::oid AND rulename <> '_RETURN'",
                   {oid})
             .empty()) {
        throw Refusal(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST,
                      "view " + sql_name_ + " cannot be rebuilt because it has a rewrite rule",
                      "Drop the rewrite rule.");
    }
    grants_ = grants_of(view, 0);
    for (const Row& row :
         spi.query("SELECT attname, attnum FROM pg_catalog.pg_attribute WHERE attrelid = $1::oid "
                   "AND attnum > 0 AND NOT attisdropped AND attacl IS NOT NULL",
                   {oid})) {
        column_grants_.push_back({*row[0], grants_of(view, column_number(*row[1]))});
    }
    for (const Row& row :
         spi.query("SELECT CASE d.objsubid WHEN 0 THEN 'COMMENT ON VIEW ' || $2 ELSE 'COMMENT ON COLUMN ' || "
                   "$2 || '.' || "
                   "pg_catalog.quote_ident(a.attname) END || ' IS ' || "
                   "pg_catalog.quote_literal(d.description), a.attname "
                   "FROM pg_catalog.pg_description d LEFT JOIN pg_catalog.pg_attribute a "
                   "ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid > 0 "
                   "WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = $1::oid "
                   "UNION ALL "
                   "SELECT 'SECURITY LABEL FOR ' || pg_catalog.quote_ident(l.provider) || CASE l.objsubid "
                   "WHEN 0 THEN "
                   "' ON VIEW ' || $2 ELSE ' ON COLUMN ' || $2 || '.' || pg_catalog.quote_ident(a.attname) "
                   "END || ' IS ' || "
                   "pg_catalog.quote_literal(l.label), a.attname FROM pg_catalog.pg_seclabel l LEFT JOIN "
                   "pg_catalog.pg_attribute a ON a.attrelid = l.objoid AND a.attnum = l.objsubid AND "
                   "l.objsubid > 0 "
                   "WHERE l.classoid = 'pg_catalog.pg_class'::regclass AND l.objoid = $1::oid "
                   "UNION ALL "
                   "SELECT 'ALTER VIEW ' || $2 || ' ALTER COLUMN ' || pg_catalog.quote_ident(a.attname) || ' "
                   "SET DEFAULT ' || "
                   "pg_catalog.pg_get_expr(f.adbin, f.adrelid), a.attname FROM pg_catalog.pg_attrdef f "
                   "JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum "
                   "WHERE f.adrelid = $1::oid "
                   "UNION ALL "
                   "SELECT pg_catalog.pg_get_triggerdef(t.oid), NULL FROM pg_catalog.pg_trigger t "
                   "WHERE t.tgrelid = $1::oid AND NOT t.tgisinternal "
                   "AND t.tgfoid <> 'veil.refuse_writes()'::pg_catalog.regprocedure",
                   {oid, sql_name_})) {
        statements_.push_back({row[1], *row[0]});
    }
}

void ViewState::create_again() const {
    {
        ActAs owner(owner_, RunsCode::of_the_role);
        spi_.execute("CREATE VIEW " + sql_name_ + options_ + " AS " + (is_release_ ? stub_ : definition_));
    }
    if (is_release_) {
        refuse_writes_on(spi_, sql_name_);
    }
}

void ViewState::put_back() const {
    Oid view = oid_of(*spi_.query("SELECT $1::regclass::oid", {sql_name_}).at(0)[0]);
    std::map<std::string, AttrNumber> numbers;
    for (const Row& row :
         spi_.query("SELECT attname, attnum FROM pg_catalog.pg_attribute WHERE attrelid = $1::oid "
                    "AND attnum > 0 AND NOT attisdropped",
                    {oid_text(view)})) {
        numbers[*row[0]] = column_number(*row[1]);
    }
    set_grants(view, 0, owner_, grants_);
    for (const ColumnGrant& grant : column_grants_) {
        auto column = numbers.find(grant.column);
        if (column != numbers.end()) {
            set_grants(view, column->second, owner_, grant.grant);
        }
    }
    ActAs owner(owner_, RunsCode::of_the_role);
    for (const Statement& statement : statements_) {
        if (!statement.column || numbers.contains(*statement.column)) {
            spi_.execute(statement.text);
        }
    }
}

} // namespace veil::pg
