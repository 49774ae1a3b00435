#include "pg/release_builder.hpp"

#include "pg/catalog.hpp"
#include "pg/index_builder.hpp"
#include "pg/release_filter.hpp"
#include "pg/release_view.hpp"

namespace veil::pg {

namespace {

// Whether more may come in this transaction, so that nothing is settled yet.
bool is_edit(Occasion occasion) {
    return occasion == Occasion::rules_written || occasion == Occasion::rules_deleted ||
           occasion == Occasion::key_rotated;
}

// What stands between a relation and a release, however privileged the editor.
void require_releasable(const Spi& spi, const Release& release, Oid base) {
    struct Kind {
        char kind;
        char persistence;
        bool of_catalog;
    };
    Kind kind = call([&] {
        return Kind{get_rel_relkind(base), get_rel_persistence(base),
                    base < FirstNormalObjectId || get_rel_namespace(base) == veil_schema()};
    });
    static constexpr std::string_view kinds{"rpfvm"}; // table, partitioned, foreign, view, materialized view
    if (kinds.find(kind.kind) == std::string_view::npos || kind.persistence == RELPERSISTENCE_TEMP) {
        throw Refusal(
            ERRCODE_WRONG_OBJECT_TYPE, "relation " + release.relation + " cannot be released",
            "A release is of a table, a view, a materialized view or a foreign table that is not temporary.");
    }
    if (kind.of_catalog) {
        throw Refusal(ERRCODE_WRONG_OBJECT_TYPE, "relation " + release.relation + " is part of a catalog");
    }
    // A server that ships pg_veil's functions would be asked for pseudonyms, and refuse in the middle of a
    // query.
    if (kind.kind == RELKIND_FOREIGN_TABLE &&
        !spi.query("SELECT 1 FROM pg_catalog.pg_foreign_table t JOIN pg_catalog.pg_foreign_server s "
                   "ON s.oid = t.ftserver, pg_catalog.pg_options_to_table(s.srvoptions) o "
                   "WHERE t.ftrelid = $1::oid AND o.option_name = 'extensions' "
                   "AND o.option_value ~ '(^|[, \"])pg_veil($|[, \"])'",
                   {std::to_string(base)})
             .empty()) {
        throw Refusal(ERRCODE_FEATURE_NOT_SUPPORTED,
                      "relation " + release.relation +
                          " is on a foreign server that lists pg_veil in its extensions",
                      "Take pg_veil out of the server's option \"extensions\": masks are computed here.");
    }
}

// The relation that the release is to read now; InvalidOid closes it.
Oid bind(const Spi& spi, Release& release, const ReleaseView& view, Occasion occasion) {
    if (OidIsValid(view.base())) {
        return view.base();
    }
    for (const std::string& name : {release.relation, release.declared}) {
        Oid candidate = relation_by_name(name);
        if (!OidIsValid(candidate)) {
            continue;
        }
        // A stranger's table under the old name would be a way to have chosen values masked.
        if (release.relation_owner && *release.relation_owner != role_name(owner_of(candidate))) {
            if (occasion == Occasion::rules_written) {
                throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                              "relation " + name +
                                  " has another owner than the one its rules were written for",
                              "Delete the rules and the row of veil.release, and write them again.");
            }
            continue;
        }
        if (occasion == Occasion::relation_changed && !has_ruled_column(spi, release, candidate)) {
            continue;
        }
        if (name != release.relation) {
            if (find_release(spi, release.policy, name)) {
                continue;
            }
            rename_release(spi, release, name);
            release.relation = name;
        }
        return candidate;
    }
    return InvalidOid;
}

const Attribute* find_attribute(const std::vector<Attribute>& attributes, const std::string& name) {
    auto found = std::find_if(attributes.begin(), attributes.end(),
                              [&](const Attribute& attribute) { return attribute.name == name; });
    return found == attributes.end() ? nullptr : &*found;
}

// In the order of the base's columns.
using CompiledColumns = std::vector<CompiledColumn>;

CompiledColumns compile_rules(const Spi& spi, const Policy& policy, const Release& release, Oid base,
                              Occasion occasion, Oid editor) {
    const std::vector<Attribute> attributes = attributes_of(base);
    OtherColumns others = find_other_columns(spi, policy.name, release.relation);
    std::map<std::string, CompiledColumn> by_name;
    for (const Rule& rule : find_rules(spi, policy.name, release.relation)) {
        const Attribute* attribute = find_attribute(attributes, rule.attribute);
        const std::vector<std::string>& read = others[rule.attribute];
        const bool is_complete = std::all_of(read.begin(), read.end(), [&](const std::string& name) {
            return find_attribute(attributes, name) != nullptr;
        });
        if (attribute == nullptr || (!is_complete && occasion != Occasion::rules_written)) {
            if (occasion == Occasion::rules_written) {
                throw Refusal(ERRCODE_UNDEFINED_COLUMN,
                              rule.title() + ": relation " + release.relation + " has no column \"" +
                                  rule.attribute + "\"",
                              "A rule names the column exactly as it is stored, without quotes.");
            }
            spi.execute("DELETE FROM veil.rule WHERE policy = $1 AND relation = $2 AND attribute = $3",
                        {rule.policy, rule.relation, rule.attribute});
            continue;
        }
        // Whoever writes a rule learns at once that it cannot work. A base that its owner makes again, or
        // takes a privilege from, is his business: the server refuses the analysts until it is granted.
        if (occasion == Occasion::rules_written) {
            require_select(policy, release, base, rule.attribute);
        }
        CompiledColumn compiled = compile_rule(spi, policy, rule, *attribute, attributes, {editor});
        if (occasion == Occasion::rules_written) {
            for (const std::string& other : compiled.reads) {
                require_select(policy, release, base, other);
            }
        }
        by_name.emplace(rule.attribute, std::move(compiled));
    }
    CompiledColumns compiled;
    for (const Attribute& attribute : attributes) {
        auto found = by_name.find(attribute.name);
        if (found != by_name.end()) {
            compiled.push_back(found->second);
        }
    }
    return compiled;
}

// What the view shows: its columns, and which rows.
struct Body {
    CompiledColumns columns;
    std::optional<CompiledCondition> filter;
};

// The SELECT over the base. With `keep_present` the present columns keep their places, and one without a rule
// shows NULL.
std::string select_of(const std::vector<ViewColumn>& present, const Body& body, const std::string& relation,
                      bool keep_present) {
    const CompiledColumns& compiled = body.columns;
    std::string list;
    auto add = [&](const std::string& expression, const std::string& name) {
        list += (list.empty() ? "SELECT " : ", ") + expression + " AS " + quote_name(name);
    };
    std::map<std::string, const CompiledColumn*> left;
    for (const CompiledColumn& column : compiled) {
        left[column.name] = &column;
    }
    if (keep_present) {
        for (const ViewColumn& column : present) {
            auto found = left.find(column.name);
            if (found != left.end()) {
                add(found->second->expression, column.name);
                left.erase(found);
            } else {
                add(null_expression(column.type, column.modifier, column.collation), column.name);
            }
        }
    }
    for (const CompiledColumn& column : compiled) {
        if (left.contains(column.name)) {
            add(column.expression, column.name);
        }
    }
    return list + " FROM " + relation + " base" + (body.filter ? " WHERE " + body.filter->expression : "");
}

bool is_prefix(const std::vector<ViewColumn>& present, const std::vector<ViewColumn>& wanted) {
    return present.size() <= wanted.size() && std::equal(present.begin(), present.end(), wanted.begin());
}

// Returns the names of the releases on this one whose bodies are to be made again.
std::vector<std::string> put_up(ReleaseView& view, const Body& wanted, const std::string& relation,
                                Occasion occasion) {
    const CompiledColumns& compiled = wanted.columns;
    if (!view.exists()) {
        view.create(analyse_body(select_of({}, wanted, relation, false)));
        return {};
    }
    // Columns keep their places, so that an added rule needs no new view; only a column that went or changed
    // its type does. Until the transaction ends a column without a rule stays as NULL: its rule may come
    // back.
    bool lost_column =
        std::any_of(view.columns().begin(), view.columns().end(), [&](const ViewColumn& column) {
            return std::none_of(compiled.begin(), compiled.end(), [&](const CompiledColumn& candidate) {
                return candidate.name == column.name;
            });
        });
    if (!lost_column || is_edit(occasion)) {
        ViewBody body = analyse_body(select_of(view.columns(), wanted, relation, true));
        if (view.shows(body)) {
            return {};
        }
        if (is_prefix(view.columns(), body.columns)) {
            view.replace(body);
            return {};
        }
    }
    return view.recreate(analyse_body(select_of({}, wanted, relation, false)));
}

// Whether the columns of the filter are those that it names; without them the release must not show a row.
// Whoever writes is told by what is compiled.
bool filter_fits(const Spi& spi, const Policy& policy, const Release& release, const ReleaseView& view,
                 Oid base, Occasion occasion) {
    if (occasion == Occasion::rules_written) {
        return true;
    }
    const std::vector<std::string> names = filter_columns(spi, policy, release);
    const std::vector<Attribute> attributes = attributes_of(base);
    const bool has_all = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return find_attribute(attributes, name) != nullptr;
    });
    if (!has_all || view.misreads_filter(names)) {
        const std::string message =
            "release \"" + release.view_name + "\" of policy \"" + release.policy + "\" is closed";
        call([&] {
            ereport(WARNING, (errcode(ERRCODE_WARNING), errmsg("%s", message.c_str()),
                              errdetail("A column that its filter, sample or subject names is gone."),
                              errhint("Change it in veil.release.")));
        });
        return false;
    }
    return true;
}

std::optional<CompiledCondition> compile_filter(const Spi& spi, const Policy& policy, const Release& release,
                                                Oid base, Occasion occasion, Oid editor) {
    auto filter = compile_release_filter(spi, policy, release, attributes_of(base), {editor});
    if (filter && occasion == Occasion::rules_written) {
        for (const std::string& name : filter->reads) {
            require_select(policy, release, base, name);
        }
    }
    return filter;
}

// A release goes with the last rule unless it says something beyond its rules.
void forget_release(const Spi& spi, const Release& release) {
    spi.execute(
        "DELETE FROM veil.release WHERE policy = $1 AND relation = $2 AND subject IS NULL AND k IS NULL "
        "AND filter IS NULL AND sample IS NULL AND view_name IN ((pg_catalog.parse_ident(relation))[2], "
        "(pg_catalog.parse_ident(declared))[2])",
        {release.policy, release.relation});
}

void end_release(const Spi& spi, const Release& release, ReleaseView& view) {
    if (view.exists()) {
        view.drop();
    }
    forget_release(spi, release);
}

std::string rows_shown(const Policy& policy, const Release& release, const Body& body) {
    if (policy.gives_statistics_only()) {
        return release.subject ? " Statistics only: SELECT ..., count(*) ... GROUP BY ..."
                               : " Closed: it has no subject.";
    }
    return body.filter ? " Shows some of the rows." : "";
}

void describe(ReleaseView& view, const Policy& policy, const Release& release, const Body& body) {
    std::vector<std::pair<std::string, std::string>> columns;
    for (const CompiledColumn& column : body.columns) {
        columns.emplace_back(column.name, column.comment);
    }
    view.comment("Protected data under policy \"" + policy.name + "\", level " + policy.level +
                     (policy.purpose.empty() ? "." : ", for: " + policy.purpose + ".") +
                     rows_shown(policy, release, body),
                 columns);
}

} // namespace

void require_select(const Policy& policy, const Release& release, Oid base, const std::string& attribute) {
    bool may = call([&] {
        return pg_class_aclcheck(base, policy.owner, ACL_SELECT) == ACLCHECK_OK ||
               pg_attribute_aclcheck(base, get_attnum(base, attribute.c_str()), policy.owner, ACL_SELECT) ==
                   ACLCHECK_OK;
    });
    if (!may) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                      "role \"" + role_name(policy.owner) + "\" may not read column \"" + attribute +
                          "\" of " + release.relation,
                      "Grant it SELECT: a policy acts with its owner's rights.");
    }
}

bool has_ruled_column(const Spi& spi, const Release& release, Oid relation) {
    const std::vector<Attribute> attributes = attributes_of(relation);
    const std::vector<Rule> rules = find_rules(spi, release.policy, release.relation);
    return rules.empty() || std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
               return std::any_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
                   return attribute.name == rule.attribute;
               });
           });
}

void rename_release(const Spi& spi, const Release& release, const std::string& relation) {
    OwnChange own;
    spi.execute("UPDATE veil.rule SET relation = $3 WHERE policy = $1 AND relation = $2",
                {release.policy, release.relation, relation});
    spi.execute("UPDATE veil.release SET relation = $3 WHERE policy = $1 AND relation = $2",
                {release.policy, release.relation, relation});
}

void build_release(const Spi& spi, const std::string& policy_name, const std::string& relation,
                   Occasion occasion, Oid editor, Oid base) {
    lock_catalog();
    OwnChange own;
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    auto policy = find_policy(spi, policy_name);
    auto release = find_release(spi, policy_name, relation);
    if (!policy || !release) {
        return;
    }
    const bool has_rules = !find_rules(spi, policy_name, relation).empty();
    if (!policy->has_schema()) {
        if (has_rules && occasion == Occasion::rules_written) {
            require_schema(*policy);
        }
        return;
    }
    if (!has_rules && is_taken(spi, *policy, release->view_name)) {
        if (!is_edit(occasion)) {
            forget_release(spi, *release);
        }
        return;
    }
    ReleaseView view(spi, *policy, *release);
    const IndexedColumns indexed(view.base(), view.oid());
    auto without_rules = [&] {
        if (is_edit(occasion)) {
            view.close();
        } else {
            end_release(spi, *release, view);
            drop_unused_indexes(spi, release->relation);
        }
    };
    if (!has_rules) {
        without_rules();
        return;
    }
    const bool may_open = occasion == Occasion::rules_written || occasion == Occasion::relation_changed;
    if (OidIsValid(view.base()) || (!OidIsValid(base) && may_open)) {
        base = bind(spi, *release, view, occasion);
    }
    if (!OidIsValid(base)) {
        view.close();
        return;
    }
    require_releasable(spi, *release, base);
    const OtherColumns others = find_other_columns(spi, policy_name, release->relation);
    for (const std::string& attribute :
         view.misread_columns(occasion == Occasion::rules_written ? nullptr : &others)) {
        spi.execute("DELETE FROM veil.rule WHERE policy = $1 AND relation = $2 AND attribute = $3",
                    {policy_name, release->relation, attribute});
    }
    CompiledColumns compiled = compile_rules(spi, *policy, *release, base, occasion, editor);
    if (compiled.empty()) {
        without_rules();
        return;
    }
    if (!filter_fits(spi, *policy, *release, view, base, occasion)) {
        view.close();
        return;
    }
    Body body{std::move(compiled), compile_filter(spi, *policy, *release, base, occasion, editor)};
    // Releases made of this one find it again by name and owner, which REASSIGN OWNED may have changed
    // unseen.
    for (const ReleaseWithView& reader : releases_on(view.oid())) {
        spi.execute("UPDATE veil.release SET relation_owner = $3 WHERE policy = $1 AND relation = $2",
                    {reader.name.policy, reader.name.relation, role_name(policy->owner)});
    }
    const auto releases = put_up(view, body, qualified_name(base), occasion);
    describe(view, *policy, *release, body);
    if (occasion != Occasion::rules_deleted) {
        indexed.follow(spi, view.oid());
    }
    if (!is_edit(occasion)) {
        drop_unused_indexes(spi, qualified_name(base));
    }
    for (const std::string& dependent : releases) {
        if (auto name = release_of_view(relation_by_name(dependent))) {
            build_release(spi, name->policy, name->relation, Occasion::relation_changed, InvalidOid,
                          InvalidOid);
        }
    }
    std::string owner = role_name(owner_of(base));
    if (release->relation_owner != owner) {
        spi.execute("UPDATE veil.release SET relation_owner = $3 WHERE policy = $1 AND relation = $2",
                    {release->policy, release->relation, owner});
    }
}

std::vector<CompiledColumn> compiled_columns(const Spi& spi, const Policy& policy,
                                             const std::string& relation) {
    auto release = find_release(spi, policy.name, relation);
    Oid base = relation_by_name(relation);
    return release && OidIsValid(base)
               ? compile_rules(spi, policy, *release, base, Occasion::rules_written, InvalidOid)
               : std::vector<CompiledColumn>{};
}

std::optional<CompiledColumn> compiled_column(const Spi& spi, const Policy& policy,
                                              const std::string& relation, Oid base,
                                              const std::string& attribute, CompileOptions options) {
    const std::vector<Attribute> columns = attributes_of(base);
    const Attribute* column = find_attribute(columns, attribute);
    for (const Rule& rule : find_rules(spi, policy.name, relation)) {
        if (column != nullptr && rule.attribute == attribute) {
            return compile_rule(spi, policy, rule, *column, columns, options);
        }
    }
    return std::nullopt;
}

} // namespace veil::pg
