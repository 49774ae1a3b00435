#include "pg/release_view.hpp"

#include "pg/view_state.hpp"

namespace veil::pg {

namespace {

std::string null_columns(const std::vector<ViewColumn>& columns) {
    std::string list;
    for (const ViewColumn& column : columns) {
        list += (list.empty() ? "SELECT " : ", ") +
                null_expression(column.type, column.modifier, column.collation) + " AS " +
                quote_name(column.name);
    }
    return list;
}

// A server's message as a detail.
std::string sentence(const char* message) {
    return message == nullptr ? std::string() : "The server says: " + std::string(message) + ".";
}

// Drops a view that nothing depends on. The server's own hint is to cascade, which nobody can do here.
void drop_view(const Spi& spi, const std::string& view) {
    try {
        spi.execute("DROP VIEW " + view);
    } catch (const ServerError& error) {
        if (error.data()->sqlerrcode != ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST ||
            error.data()->detail == nullptr) {
            throw;
        }
        throw Refusal(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST,
                      "view " + view + " cannot be dropped because other objects depend on it",
                      "Drop those first; they can be created again afterwards.", error.data()->detail);
    }
}

bool may_read(const OtherColumns* others, const std::string& shown, const std::string& name) {
    if (others == nullptr) {
        return true;
    }
    auto found = others->find(shown);
    return found != others->end() &&
           std::find(found->second.begin(), found->second.end(), name) != found->second.end();
}

// Backend code.
bool is_security_barrier(Oid view) {
    Relation relation = relation_open(view, AccessShareLock);
    const bool is_barrier = RelationIsSecurityView(relation);
    relation_close(relation, NoLock);
    return is_barrier;
}

bool collect_columns(Node* node, void* list);

// Backend code.
void collect_columns_of(CaseExpr* choice, List** columns) {
    collect_columns(reinterpret_cast<Node*>(choice->arg), columns);
    // A mask that asks whether its value is there does that first; what a rule chooses by comes last.
    auto collect_conditions = [&](bool of_mask) {
        for (int i = 0; i < list_length(choice->args); ++i) {
            Expr* condition = static_cast<CaseWhen*>(list_nth(choice->args, i))->expr;
            if (IsA(condition, NullTest) == of_mask) {
                collect_columns(reinterpret_cast<Node*>(condition), columns);
            }
        }
    };
    collect_conditions(true);
    for (int i = 0; i < list_length(choice->args); ++i) {
        collect_columns(reinterpret_cast<Node*>(static_cast<CaseWhen*>(list_nth(choice->args, i))->result),
                        columns);
    }
    collect_columns(reinterpret_cast<Node*>(choice->defresult), columns);
    collect_conditions(false);
}

// The columns that an expression reads, the one that it is a mask of first. Backend code.
bool collect_columns(Node* node, void* list) {
    auto** columns = static_cast<List**>(list);
    if (node == nullptr) {
        return false;
    }
    if (IsA(node, Var)) {
        *columns = lappend(*columns, node);
        return false;
    }
    if (IsA(node, CaseExpr)) {
        collect_columns_of(reinterpret_cast<CaseExpr*>(node), columns);
        return false;
    }
    return walk_children(node, collect_columns, columns);
}

// The numbers of the base's columns that the condition of a view reads. Backend code.
List* filter_columns_of(Oid oid) {
    Relation view = relation_open(oid, AccessShareLock);
    List* variables = NIL;
    collect_columns(get_view_query(view)->jointree->quals, &variables);
    List* numbers = NIL;
    for (int i = 0; i < list_length(variables); ++i) {
        numbers = lappend_int(numbers, static_cast<Var*>(list_nth(variables, i))->varattno);
    }
    relation_close(view, NoLock);
    return numbers;
}

} // namespace

ViewBody analyse_body(std::string select) {
    ViewBody body{std::move(select), {}, false, std::nullopt};
    struct Analysed {
        List* targets;
        bool is_filtered;
        char* text;
    };
    Analysed analysed = call([&] {
        List* statements = pg_parse_query(body.select.c_str());
        Query* query = analyse_statement(linitial_node(RawStmt, statements), body.select.c_str());
        return Analysed{query->targetList, query->jointree->quals != nullptr, query_text(query)};
    });
    body.is_filtered = analysed.is_filtered;
    for (int i = 0; i < list_length(analysed.targets); ++i) {
        auto* target = static_cast<TargetEntry*>(list_nth(analysed.targets, i));
        auto* expression = reinterpret_cast<Node*>(target->expr);
        struct Resolved {
            Oid type;
            std::int32_t modifier;
            Oid collation;
        };
        Resolved resolved = call([&] {
            return Resolved{exprType(expression), exprTypmod(expression), exprCollation(expression)};
        });
        body.columns.push_back({target->resname, resolved.type, resolved.modifier, resolved.collation});
    }
    if (analysed.text != nullptr) {
        body.canonical = analysed.text;
    }
    return body;
}

Oid base_of_view(Oid view) {
    return call([&] {
        Relation relation = relation_open(view, AccessShareLock);
        Oid base = InvalidOid;
        const Query* query = get_view_query(relation);
        if (list_length(query->jointree->fromlist) == 1 &&
            IsA(linitial(query->jointree->fromlist), RangeTblRef)) {
            int number = static_cast<RangeTblRef*>(linitial(query->jointree->fromlist))->rtindex;
            const auto* entry = static_cast<const RangeTblEntry*>(list_nth(query->rtable, number - 1));
            base = entry->rtekind == RTE_RELATION ? entry->relid : InvalidOid;
        }
        relation_close(relation, NoLock);
        return base;
    });
}

bool is_taken(const Spi& spi, const Policy& policy, const std::string& view_name) {
    Oid relation = call([&] { return get_relname_relid(view_name.c_str(), policy.schema_oid); });
    return OidIsValid(relation) && !is_release(spi, relation);
}

std::vector<std::string> ReleaseView::misread_columns(const OtherColumns* others) const {
    std::vector<std::string> names;
    if (!OidIsValid(base_)) {
        return names;
    }
    // A column of the view and one of the base that it reads; the first of an expression is the value.
    struct Reading {
        const char* shown;
        const char* name;
        bool is_value;
    };
    List* readings = call([&] {
        List* found = NIL;
        Relation view = relation_open(oid_, AccessShareLock);
        const Query* query = get_view_query(view);
        for (int i = 0; i < list_length(query->targetList); ++i) {
            auto* target = static_cast<TargetEntry*>(list_nth(query->targetList, i));
            // RENAME COLUMN leaves resname as it was.
            char* shown = get_attname(oid_, target->resno, false);
            List* columns = NIL;
            collect_columns(reinterpret_cast<Node*>(target->expr), &columns);
            for (int j = 0; j < list_length(columns); ++j) {
                const char* name =
                    get_attname(base_, static_cast<Var*>(list_nth(columns, j))->varattno, true);
                auto* reading = static_cast<Reading*>(palloc(sizeof(Reading)));
                *reading = {shown, name == nullptr ? "" : name, j == 0};
                found = lappend(found, reading);
            }
        }
        relation_close(view, NoLock);
        return found;
    });
    for (int i = 0; i < list_length(readings); ++i) {
        const auto* reading = static_cast<const Reading*>(list_nth(readings, i));
        const std::string shown = reading->shown;
        const std::string name = reading->name;
        const bool is_right = name == shown || (!reading->is_value && may_read(others, shown, name));
        if (!is_right && (names.empty() || names.back() != shown)) {
            names.push_back(shown);
        }
    }
    return names;
}

bool ReleaseView::misreads_filter(const std::vector<std::string>& columns) const {
    List* read = call([&] {
        List* names = NIL;
        List* numbers = OidIsValid(base_) ? filter_columns_of(oid_) : NIL;
        for (int i = 0; i < list_length(numbers); ++i) {
            char* name = get_attname(base_, static_cast<AttrNumber>(list_nth_int(numbers, i)), true);
            names = lappend(names, name == nullptr ? pstrdup("") : name);
        }
        return names;
    });
    for (int i = 0; i < list_length(read); ++i) {
        if (std::find(columns.begin(), columns.end(), static_cast<const char*>(list_nth(read, i))) ==
            columns.end()) {
            return true;
        }
    }
    return false;
}

std::string ReleaseView::options_for(const ViewBody& body, const std::string& options) const {
    // Where there was no filter, and is none, a barrier is somebody's own.
    if (!body.is_filtered && !is_filtered_) {
        return options;
    }
    auto rows = spi_.query(
        "SELECT pg_catalog.string_agg(o, ', ') FROM pg_catalog.regexp_split_to_table("
        "pg_catalog.regexp_replace($1, '^ WITH \\((.*)\\)$', '\\1') || $2, ', ') o "
        "WHERE o <> '' AND (o !~ '^security_barrier=' OR o = $3)",
        {options, body.is_filtered ? std::string(options.empty() ? "" : ", ") + "security_barrier=true" : "",
         body.is_filtered ? std::optional<std::string>("security_barrier=true") : std::nullopt});
    return rows[0][0] ? " WITH (" + *rows[0][0] + ")" : "";
}

ReleaseView::ReleaseView(const Spi& spi, const Policy& policy, const Release& release)
    : spi_(spi), policy_(policy), release_(release), sql_name_(quote_name(policy.schema, release.view_name)) {
    load();
}

void ReleaseView::load() {
    oid_ = call([&] { return get_relname_relid(release_.view_name.c_str(), policy_.schema_oid); });
    base_ = InvalidOid;
    is_filtered_ = false;
    columns_.clear();
    if (!exists()) {
        return;
    }
    if (!is_release(spi_, oid_)) {
        throw Refusal(
            ERRCODE_DUPLICATE_TABLE, sql_name_ + " exists and is not a view of pg_veil",
            "Choose another name with INSERT INTO veil.release (policy, relation, view_name), or drop the "
            "relation that stands there.");
    }
    follow_policy_owner();
    base_ = base_of_view(oid_);
    is_filtered_ = OidIsValid(base_) && call([&] { return filter_columns_of(oid_) != NIL; });
    for (const Attribute& attribute : attributes_of(oid_)) {
        columns_.push_back({attribute.name, attribute.type, attribute.modifier, attribute.collation});
    }
}

// A view works with its owner's rights, and those are the policy's.
void ReleaseView::follow_policy_owner() {
    if (owner_of(oid_) != policy_.owner) {
        spi_.execute("ALTER VIEW " + sql_name_ + " OWNER TO " + quote_name(role_name(policy_.owner)));
    }
}

bool ReleaseView::shows(const ViewBody& body) const {
    if (!exists() || columns_ != body.columns || !body.canonical ||
        (body.is_filtered && !call([&] { return is_security_barrier(oid_); }))) {
        return false;
    }
    std::string present =
        spi_.query("SELECT pg_catalog.pg_get_viewdef($1::oid)", {std::to_string(oid_)})[0][0].value();
    auto trim = [](const std::string& text) {
        std::size_t first = text.find_first_not_of(" \n");
        std::size_t last = text.find_last_not_of(" \n;");
        return first == std::string::npos ? std::string() : text.substr(first, last - first + 1);
    };
    return trim(present) == trim(*body.canonical);
}

void ReleaseView::create(const ViewBody& body, const std::string& options) {
    {
        ActAs owner(policy_.owner, RunsCode::of_the_role);
        spi_.execute("CREATE VIEW " + sql_name_ + options_for(body, options) + " AS " +
                     null_columns(body.columns));
    }
    refuse_writes_on(spi_, sql_name_);
    load();
    replace(body);
}

void ReleaseView::replace(const ViewBody& body) {
    spi_.execute("CREATE OR REPLACE VIEW " + sql_name_ + options_for(body, view_options(spi_, oid_)) +
                 " AS " + body.select);
    load();
}

std::vector<std::string> ReleaseView::recreate(const ViewBody& body) {
    std::vector<std::string> releases;
    std::vector<ViewState> dependents;
    for (Oid view : dependent_views(spi_, oid_)) {
        dependents.emplace_back(spi_, view);
    }
    ViewState state(spi_, oid_);
    const std::string options = view_options(spi_, oid_);
    for (auto dependent = dependents.rbegin(); dependent != dependents.rend(); ++dependent) {
        drop_view(spi_, dependent->sql_name());
    }
    drop();
    create(body, options);
    state.put_back();
    for (const ViewState& dependent : dependents) {
        try {
            dependent.create_again();
            dependent.put_back();
        } catch (const ServerError& error) {
            throw Refusal(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST,
                          "view " + sql_name_ + " cannot be rebuilt because view " + dependent.sql_name() +
                              ", which depends on it, cannot be created again",
                          "Drop or change that view first.", sentence(error.data()->message));
        }
        if (dependent.is_release()) {
            releases.push_back(dependent.sql_name());
        }
    }
    return releases;
}

void ReleaseView::close() {
    if (!exists()) {
        return;
    }
    ViewBody body =
        analyse_body(null_columns(columns_) + " WHERE veil.closed(" + quote_text(release_.policy) +
                     "::pg_catalog.text, " + quote_text(release_.view_name) + "::pg_catalog.text)");
    // It shows nothing. Were it a barrier, so would be the view that is put back.
    body.is_filtered = false;
    replace(body);
}

void ReleaseView::drop() {
    for (const ReleaseWithView& reader : releases_on(oid_)) {
        auto policy = find_policy(spi_, reader.name.policy);
        auto release = find_release(spi_, reader.name.policy, reader.name.relation);
        if (policy && release) {
            ReleaseView(spi_, *policy, *release).close();
        }
    }
    drop_view(spi_, sql_name_);
    load();
}

bool ReleaseView::rename_column(const std::string& from, const std::string& to) {
    bool present = std::any_of(columns_.begin(), columns_.end(),
                               [&](const ViewColumn& column) { return column.name == from; });
    if (present) {
        spi_.execute("ALTER VIEW " + sql_name_ + " RENAME COLUMN " + quote_name(from) + " TO " +
                     quote_name(to));
        load();
    }
    return present;
}

void ReleaseView::comment(const std::string& on_view,
                          const std::vector<std::pair<std::string, std::string>>& on_columns) {
    std::map<std::string, std::string> present;
    for (const Row& row :
         spi_.query("SELECT coalesce(a.attname, ''), d.description FROM pg_catalog.pg_description d "
                    "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.objoid "
                    "AND a.attnum = d.objsubid AND d.objsubid > 0 "
                    "WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = $1::oid",
                    {std::to_string(oid_)})) {
        present[*row[0]] = row[1].value_or("");
    }
    if (present[""] != on_view) {
        spi_.execute("COMMENT ON VIEW " + sql_name_ + " IS " + quote_text(on_view));
    }
    for (const auto& [column, text] : on_columns) {
        if (present[column] != text) {
            spi_.execute("COMMENT ON COLUMN " + sql_name_ + "." + quote_name(column) + " IS " +
                         quote_text(text));
        }
    }
}

} // namespace veil::pg
