// The triggers of veil.rule and veil.release: DML on the catalog is the interface.
#include "pg/catalog.hpp"
#include "pg/release_builder.hpp"
#include "pg/release_view.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

namespace {

TriggerData* trigger_data(FunctionCallInfo fcinfo) {
    if (!CALLED_AS_TRIGGER(fcinfo)) {
        throw Refusal(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED, "this function is only for triggers");
    }
    return reinterpret_cast<TriggerData*>(fcinfo->context);
}

// On a table of somebody else's these functions would read rows of his choosing, whose casts are his code
// too.
TriggerData* trigger_data_of(FunctionCallInfo fcinfo, const char* table) {
    TriggerData* data = trigger_data(fcinfo);
    if (RelationGetRelid(data->tg_relation) != call([&] { return veil_relation(table); })) {
        throw Refusal(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED,
                      std::string("this function is only for triggers of veil.") + table);
    }
    return data;
}

std::optional<std::string> field(const TriggerData* data, HeapTuple row, const char* name) {
    TupleDesc columns = RelationGetDescr(data->tg_relation);
    char* text = call([&] { return SPI_getvalue(row, columns, SPI_fnumber(columns, name)); });
    return text == nullptr ? std::nullopt : std::optional<std::string>(text);
}

HeapTuple with_field(const TriggerData* data, HeapTuple row, const char* name, const std::string& value) {
    TupleDesc columns = RelationGetDescr(data->tg_relation);
    return call([&] {
        int number = SPI_fnumber(columns, name);
        Datum datum = text_datum(value);
        bool is_null = false;
        return heap_modify_tuple_by_cols(row, columns, 1, &number, &datum, &is_null);
    });
}

HeapTuple new_row(const TriggerData* data) {
    return TRIGGER_FIRED_BY_UPDATE(data->tg_event) ? data->tg_newtuple : data->tg_trigtuple;
}

Datum tuple_datum(HeapTuple row) {
    return PointerGetDatum(row);
}

// The relation as the catalog names it. `name` is read with the writer's search_path and rights.
std::string resolve_relation(const std::string& name) {
    Oid relation = call([&] {
        List* names = parse_qualified_name(name.c_str());
        // With a lock: a table that is being dropped is waited for, and does not exist then.
        return RangeVarGetRelid(makeRangeVarFromNameList(names), AccessShareLock, false);
    });
    // The catalog quotes names in one way, whatever quote_all_identifiers says.
    PinnedSettings pinned;
    return qualified_name(relation);
}

// A relation whose name is unchanged is not looked up: it may be gone, and its rules may still be edited.
HeapTuple with_resolved_relation(const TriggerData* data, HeapTuple row) {
    auto relation = field(data, row, "relation");
    if (!relation || (TRIGGER_FIRED_BY_UPDATE(data->tg_event) &&
                      field(data, data->tg_trigtuple, "relation") == relation)) {
        return row;
    }
    return with_field(data, row, "relation", resolve_relation(*relation));
}

void require_editable_rows(const TriggerData* data, Oid role) {
    const Spi spi;
    (void)editable_policy(spi, field(data, new_row(data), "policy").value_or(""), role);
    if (TRIGGER_FIRED_BY_UPDATE(data->tg_event)) {
        (void)editable_policy(spi, field(data, data->tg_trigtuple, "policy").value_or(""), role);
    }
}

std::string relation_part(const std::string& qualified) {
    return call([&] {
        return static_cast<const char*>(
            makeRangeVarFromNameList(parse_qualified_name(qualified.c_str()))->relname);
    });
}

// The subject of a release is a column of its base; where the base is gone nobody can tell.
void require_subject(const std::string& relation, const std::optional<std::string>& subject) {
    const Oid base = subject ? relation_by_name(relation) : InvalidOid;
    if (OidIsValid(base) && call([&] { return get_attnum(base, subject->c_str()); }) <= 0) {
        throw Refusal(ERRCODE_UNDEFINED_COLUMN,
                      "relation " + relation + " has no column \"" + *subject + "\"",
                      "The subject of a release is a column of its relation, exactly as it is stored.");
    }
}

// The name is the new release's from now on: an older one that was declared under it, and whose relation has
// been renamed since, gives it up.
void end_older_claims(const Spi& spi, const ReleaseName& name) {
    OwnChange own;
    spi.execute(
        "UPDATE veil.release SET declared = relation WHERE policy = $1 AND declared = $2 AND relation <> $2",
        {name.policy, name.relation});
}

void ensure_release(const Spi& spi, const ReleaseName& name) {
    if (find_release(spi, name.policy, name.relation)) {
        return;
    }
    const std::string view_name = relation_part(name.relation);
    if (!spi.query("SELECT 1 FROM veil.release WHERE policy = $1 AND view_name = $2",
                   {name.policy, view_name})
             .empty()) {
        throw Refusal(ERRCODE_DUPLICATE_OBJECT,
                      "policy \"" + name.policy + "\" already has a view named \"" + view_name + "\"",
                      "Choose a view name for " + name.relation +
                          " first: INSERT INTO veil.release (policy, relation, view_name) VALUES (...).");
    }
    end_older_claims(spi, name);
    spi.execute("INSERT INTO veil.release (policy, relation, declared, view_name) VALUES ($1, $2, $2, $3)",
                {name.policy, name.relation, view_name});
}

// `followed`: the rules followed their relation or policy, and nobody edited them.
void record_history(const Spi& spi, const TriggerData* data, const std::string& role, bool followed) {
    const bool has_old = !TRIGGER_FIRED_BY_INSERT(data->tg_event);
    const bool has_new = !TRIGGER_FIRED_BY_DELETE(data->tg_event);
    std::string rows;
    if (has_old && has_new) {
        // The two tables list the updated rows in one order; the key cannot pair them, for it may have
        // changed.
        rows = "(SELECT r AS o, row_number() OVER () AS number FROM old_rules r) x "
               "JOIN (SELECT r.*, r AS n, row_number() OVER () AS number FROM new_rules r) y USING (number)";
    } else {
        rows = has_old ? "old_rules o" : "new_rules n";
    }
    spi.execute("INSERT INTO veil.rule_history (changed_by, session_role, cause, policy, relation, "
                "attribute, before, "
                "after) SELECT $1, session_user, $2, policy, relation, attribute, " +
                    std::string(has_old ? "pg_catalog.to_jsonb(o)" : "NULL") + ", " +
                    std::string(has_new ? "pg_catalog.to_jsonb(n)" : "NULL") + " FROM " + rows +
                    " ORDER BY policy, relation, attribute",
                {role, followed ? OwnChange::cause() : "rule"});
}

std::vector<ReleaseName> changed_releases(const Spi& spi, const TriggerData* data) {
    std::string rows;
    if (!TRIGGER_FIRED_BY_INSERT(data->tg_event)) {
        rows = "SELECT policy, relation FROM old_rules";
    }
    if (!TRIGGER_FIRED_BY_DELETE(data->tg_event)) {
        rows += (rows.empty() ? "" : " UNION ") + std::string("SELECT policy, relation FROM new_rules");
    }
    std::vector<ReleaseName> releases;
    for (const Row& row : spi.query("SELECT DISTINCT policy, relation FROM (" + rows + ") r ORDER BY 1, 2")) {
        releases.push_back({*row[0], *row[1]});
    }
    return releases;
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

// BEFORE each statement on veil.rule and veil.release, before it locks a row: of two editors, one waits here
// and not for a row of the other, who then waits for him.
VEIL_FUNCTION(veil_edit_begins)
{
    const TriggerData* data = trigger_data(fcinfo);
    // On a table of his own anybody could hold the editors up.
    if (RelationGetNamespace(data->tg_relation) != call([] { return veil_schema(); })) {
        throw Refusal(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED,
                      "this function is only for triggers of the rule catalog");
    }
    if (!call([] { return is_restoring_dump(); })) {
        lock_catalog();
    }
    return tuple_datum(nullptr);
}

// BEFORE INSERT OR UPDATE, each row of veil.rule: who may write it, and the relation's full name.
VEIL_FUNCTION(veil_rule_normalize)
{
    TriggerData* data = trigger_data_of(fcinfo, "rule");
    HeapTuple row = new_row(data);
    if (OwnChange::by_extension() || call([] { return is_restoring_dump(); })) {
        return tuple_datum(row);
    }
    require_editable_rows(data, GetUserId());
    return tuple_datum(with_resolved_relation(data, row));
}

// AFTER each statement on veil.rule: history, validation, views.
VEIL_FUNCTION(veil_rule_changed)
{
    TriggerData* data = trigger_data_of(fcinfo, "rule");
    if (call([] { return is_restoring_dump(); })) {
        return tuple_datum(nullptr);
    }
    const Oid editor = GetUserId();
    const bool followed = OwnChange::by_extension();
    const std::string outer_role = role_name(GetOuterUserId());
    Spi spi;
    spi.see_transition_tables(data);
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    record_history(spi, data, followed ? outer_role : role_name(editor), followed);
    if (followed) {
        return tuple_datum(nullptr);
    }
    lock_catalog();
    for (const ReleaseName& release : changed_releases(spi, data)) {
        auto policy = find_policy(spi, release.policy);
        if (!policy) {
            continue; // rules without a policy can only be deleted, and have no view
        }
        require_editor(*policy, editor);
        if (!find_rules(spi, release.policy, release.relation).empty()) {
            OwnChange own;
            ensure_release(spi, release);
        }
        const bool deleted = TRIGGER_FIRED_BY_DELETE(data->tg_event);
        build_release(spi, release.policy, release.relation,
                      deleted ? Occasion::rules_deleted : Occasion::rules_written,
                      deleted ? InvalidOid : editor, InvalidOid);
    }
    return tuple_datum(nullptr);
}

// At the end of the transaction, for each deleted or renamed rule: its column leaves the view. Or, after SET
// CONSTRAINTS, at the end of the statement, which may be one of pg_veil's own amid its changes: it builds the
// view itself when it has made them all.
VEIL_FUNCTION(veil_rule_settle)
{
    TriggerData* data = trigger_data_of(fcinfo, "rule");
    if (OwnChange::by_extension()) {
        return tuple_datum(nullptr);
    }
    auto policy = field(data, data->tg_trigtuple, "policy");
    auto relation = field(data, data->tg_trigtuple, "relation");
    Spi spi;
    build_release(spi, policy.value_or(""), relation.value_or(""), Occasion::transaction_end, InvalidOid,
                  InvalidOid);
    return tuple_datum(nullptr);
}

// BEFORE INSERT OR UPDATE, each row of veil.release.
VEIL_FUNCTION(veil_release_normalize)
{
    TriggerData* data = trigger_data_of(fcinfo, "release");
    HeapTuple row = new_row(data);
    if (OwnChange::by_extension() || call([] { return is_restoring_dump(); })) {
        return tuple_datum(row);
    }
    require_editable_rows(data, GetUserId());
    if (TRIGGER_FIRED_BY_UPDATE(data->tg_event)) {
        for (const char* name : {"policy", "relation", "declared", "relation_owner"}) {
            if (field(data, row, name) != field(data, data->tg_trigtuple, name)) {
                throw Refusal(ERRCODE_FEATURE_NOT_SUPPORTED,
                              std::string("column \"") + name + "\" of veil.release cannot be changed",
                              "Delete the rules and the row, and write them again.");
            }
        }
        if (!field(data, row, "view_name")) {
            throw Refusal(ERRCODE_NOT_NULL_VIOLATION, "a release needs a view name");
        }
        const auto subject = field(data, row, "subject");
        if (subject != field(data, data->tg_trigtuple, "subject")) {
            require_subject(field(data, row, "relation").value_or(""), subject);
        }
        return tuple_datum(row);
    }
    row = with_resolved_relation(data, row);
    const std::string relation = field(data, row, "relation").value_or("");
    require_subject(relation, field(data, row, "subject"));
    row = with_field(data, row, "declared", relation);
    {
        Spi spi;
        ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
        end_older_claims(spi, {field(data, row, "policy").value_or(""), relation});
    }
    if (!field(data, row, "view_name")) {
        row = with_field(data, row, "view_name", relation_part(relation));
    }
    // Who the base belonged to is only ever recorded by a build.
    TupleDesc columns = RelationGetDescr(data->tg_relation);
    return tuple_datum(call([&] {
        int number = SPI_fnumber(columns, "relation_owner");
        Datum datum = 0;
        bool is_null = true;
        return heap_modify_tuple_by_cols(row, columns, 1, &number, &datum, &is_null);
    }));
}

// AFTER UPDATE OR DELETE, each row of veil.release: the view's name, and its end.
VEIL_FUNCTION(veil_release_changed)
{
    TriggerData* data = trigger_data_of(fcinfo, "release");
    if (OwnChange::by_extension() || call([] { return is_restoring_dump(); })) {
        return tuple_datum(nullptr);
    }
    static constexpr std::array<const char*, 5> shown_by{"subject", "filter", "sample", "k", "disclosure"};
    const Oid editor = GetUserId();
    const Spi spi;
    const Policy policy =
        editable_policy(spi, field(data, data->tg_trigtuple, "policy").value_or(""), editor);
    const std::string relation = field(data, data->tg_trigtuple, "relation").value_or("");
    const std::string view_name = field(data, data->tg_trigtuple, "view_name").value_or("");
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    lock_catalog();
    const bool taken = is_taken(spi, policy, view_name);
    if (TRIGGER_FIRED_BY_UPDATE(data->tg_event)) {
        if (taken) {
            return tuple_datum(nullptr);
        }
        const std::string new_name = field(data, data->tg_newtuple, "view_name").value_or("");
        // Not as a change of our own: releases that are made of the view follow its name.
        if (view_name != new_name && relation_by_name(quote_name(policy.schema, view_name)) != InvalidOid) {
            spi.execute("ALTER VIEW " + quote_name(policy.schema, view_name) + " RENAME TO " +
                        quote_name(new_name));
        }
        // What the release shows is another thing now, or of other rows.
        if (std::any_of(shown_by.begin(), shown_by.end(), [&](const char* name) {
                return field(data, data->tg_trigtuple, name) != field(data, data->tg_newtuple, name);
            })) {
            build_release(spi, policy.name, relation, Occasion::rules_written, editor, InvalidOid);
        }
        return tuple_datum(nullptr);
    }
    if (!find_rules(spi, policy.name, relation).empty()) {
        throw Refusal(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST,
                      "the release of " + relation + " under policy \"" + policy.name + "\" still has rules",
                      "Delete its rules first.");
    }
    if (taken) {
        return tuple_datum(nullptr);
    }
    OwnChange own;
    ReleaseView view(spi, policy, Release{policy.name, relation, relation, view_name, std::nullopt});
    if (view.exists()) {
        view.drop();
    }
    return tuple_datum(nullptr);
}

VEIL_FUNCTION(veil_refuse_truncate)
{
    (void)trigger_data(fcinfo);
    throw Refusal(ERRCODE_FEATURE_NOT_SUPPORTED, "the rule catalog cannot be truncated",
                  "DELETE its rows, so that the views follow.");
}

// INSTEAD OF INSERT, UPDATE and DELETE on every release.
VEIL_FUNCTION(veil_refuse_writes)
{
    TriggerData* data = trigger_data(fcinfo);
    throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, std::string("view \"") +
                                                      RelationGetRelationName(data->tg_relation) +
                                                      "\" is a protected release and cannot be written to");
}

// The condition of a closed view: whoever reads it gets this error.
VEIL_FUNCTION(veil_closed)
{
    struct Names {
        const char* policy;
        const char* view;
    };
    Names names = call([&] {
        return Names{text_to_cstring(PG_GETARG_TEXT_PP(0)), text_to_cstring(PG_GETARG_TEXT_PP(1))};
    });
    throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                  std::string("release \"") + names.view + "\" of policy \"" + names.policy + "\" is closed",
                  "The policy's owner can open it again with veil.rebuild.",
                  "The relation it was made of, or its rules, are gone or have changed.");
}
