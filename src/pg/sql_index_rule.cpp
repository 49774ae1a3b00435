// veil.index_rule(policy, relation, attribute).
#include "pg/index_builder.hpp"
#include "pg/rule_index.hpp"
#include "pg/sql_arguments.hpp"

namespace veil::pg {

namespace {

void require_owner(Oid base, const std::string& relation) {
    if (!call([&] { return owns_relation(base, GetUserId()); })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "must be owner of relation " + relation);
    }
}

void require_table(Oid base, const std::string& relation) {
    static constexpr std::string_view kinds{"rpm"}; // table, partitioned, materialized view
    if (kinds.find(call([&] { return get_rel_relkind(base); })) == std::string_view::npos) {
        throw Refusal(ERRCODE_WRONG_OBJECT_TYPE, "relation " + relation + " cannot have an index");
    }
}

Oid view_of_release(Oid base, const std::string& policy, const std::string& relation) {
    for (const ReleaseWithView& release : releases_on(base)) {
        if (release.name.policy == policy) {
            return release.view;
        }
    }
    throw Refusal(ERRCODE_UNDEFINED_OBJECT,
                  "relation " + relation + " is not released under policy \"" + policy + "\"",
                  "Write its rules first; a closed release is opened by veil.rebuild.");
}

// Whoever has an index made learns nothing by it, but decides for whoever holds the key.
void require_key(Oid view, AttrNumber attribute) {
    const char* key = call([&] {
        const List* masks = indexable_masks_of(view);
        for (int i = 0; i < list_length(masks); ++i) {
            const auto* mask = static_cast<const IndexableMask*>(list_nth(masks, i));
            if (mask->attribute == attribute) {
                const auto* value = reinterpret_cast<const KeyValue*>(
                    PG_DETOAST_DATUM(static_cast<const Const*>(lsecond(mask->call->args))->constvalue));
                const std::string_view name = value->key_name();
                return holds_key(GetUserId(), name) ? static_cast<char*>(nullptr)
                                                    : pnstrdup(name.data(), name.size());
            }
        }
        return static_cast<char*>(nullptr);
    });
    if (key != nullptr) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                      "permission denied for key \"" + std::string(key) + "\"",
                      "Ask a superuser for veil.grant_key.");
    }
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

VEIL_FUNCTION(veil_index_rule)
{
    const std::string policy_name = required_text(fcinfo, 0, "policy");
    const Oid base = PG_GETARG_OID(1);
    const std::string column = required_text(fcinfo, 2, "attribute");
    call([] { PreventCommandDuringRecovery("veil.index_rule()"); });
    Spi spi;
    lock_catalog();
    const Policy policy = editable_policy(spi, policy_name, GetUserId());
    const std::string relation = qualified_name(base);
    require_owner(base, relation);
    require_table(base, relation);
    const Oid view = view_of_release(base, policy_name, relation);
    const AttrNumber attribute = call([&] { return get_attnum(base, column.c_str()); });
    require_key(view, attribute);
    OwnChange own;
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    const Oid index = attribute <= 0 ? InvalidOid : index_column(spi, base, view, attribute);
    if (!OidIsValid(index)) {
        throw Refusal(
            ERRCODE_FEATURE_NOT_SUPPORTED,
            "rule " + policy_name + " / " + relation + " / " + column +
                " shows no pseudonym that an index can be of",
            "It is for \"pseudonym\" of texts and bytes, without a period, folding or normalization. What "
            "can be inverted, and what keeps an order, is looked up by an ordinary index on the column.");
    }
    return ObjectIdGetDatum(index);
}
