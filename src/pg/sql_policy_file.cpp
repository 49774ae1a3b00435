// veil.export_policy and veil.import_policy.
#include "pg/catalog.hpp"
#include "pg/policy_file.hpp"
#include "pg/rule_catalog.hpp"
#include "pg/sql_arguments.hpp"

namespace veil::pg {

namespace {

// What an import cannot change of a policy that stands.
void require_same_policy(const PolicyDocument& standing, const PolicyDocument& wanted) {
    const std::string name = from_utf8(wanted.policy.text_of("name"));
    if (standing.policy.text_of("schema") != wanted.policy.text_of("schema")) {
        throw Refusal(
            ERRCODE_FEATURE_NOT_SUPPORTED, "an import cannot change the schema of policy \"" + name + "\"",
            "Rename it first: ALTER SCHEMA " + quote_name(from_utf8(standing.policy.text_of("schema"))) +
                " RENAME TO " + quote_name(from_utf8(wanted.policy.text_of("schema"))) + ".");
    }
    if (standing.policy.text_of("level") != wanted.policy.text_of("level")) {
        throw Refusal(ERRCODE_FEATURE_NOT_SUPPORTED,
                      "an import cannot change the level of policy \"" + name + "\"",
                      "Remove the policy with veil.drop_policy first, and grant its views again afterwards.");
    }
}

void require_same_owner(const Policy& policy, const std::optional<std::string>& owner) {
    if (owner && role_name(policy.owner) != *owner) {
        throw Refusal(ERRCODE_FEATURE_NOT_SUPPORTED,
                      "policy \"" + policy.name + "\" belongs to role \"" + role_name(policy.owner) + "\"",
                      "An import keeps the owner of a policy that stands: leave the argument \"owner\" out.");
    }
}

// Everything that the import would do is done and taken back, so that what would be refused is refused.
void rehearse(const std::function<void()>& body) {
    std::optional<Refusal> refused;
    (void)attempt(
        [&] {
            try {
                body();
            } catch (const Refusal& refusal) {
                refused = refusal;
            }
            throw Refusal(ERRCODE_SUCCESSFUL_COMPLETION, "rehearsed");
        },
        [](int) { return true; });
    if (refused) {
        throw Refusal(*refused);
    }
}

void return_changes(ReturnSetInfo* result, const std::vector<PolicyChange>& changes) {
    auto text_of = [](const JsonValue* value) {
        return value == nullptr ? std::nullopt : std::optional(from_utf8(write_json(*value)));
    };
    for (const PolicyChange& change : changes) {
        const std::string action(change.action());
        const std::string object = from_utf8(change.object());
        const auto before = text_of(change.before);
        const auto after = text_of(change.after);
        call([&] {
            auto jsonb = [](const std::optional<std::string>& text) {
                return text ? DirectFunctionCall1(jsonb_in, CStringGetDatum(text->c_str())) : Datum{0};
            };
            std::array<Datum, 4> values{text_datum(action), text_datum(object), jsonb(before), jsonb(after)};
            std::array<bool, 4> nulls{false, false, !before, !after};
            tuplestore_putvalues(result->setResult, result->setDesc, values.data(), nulls.data());
        });
    }
}

Datum import_policy(FunctionCallInfo fcinfo, const std::string& text) {
    const bool dry_run = PG_ARGISNULL(1) || PG_GETARG_BOOL(1);
    const auto owner = optional_text(fcinfo, 2);
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    call([&] { InitMaterializedSRF(fcinfo, 0); });
    PolicyDocument wanted;
    std::optional<PolicyDocument> standing;
    {
        const Spi spi;
        wanted = wanted_policy(spi, text);
        const std::string name = from_utf8(wanted.policy.text_of("name"));
        lock_catalog();
        standing = standing_policy(spi, name);
        if (standing) {
            require_same_owner(editable_policy(spi, name, GetUserId()), owner);
            require_same_policy(*standing, wanted);
        }
    }
    const PolicyDocument* before = standing ? &*standing : nullptr;
    const auto changes = policy_changes(before, wanted);
    auto apply = [&] { apply_policy(before, wanted, owner); };
    if (!changes.empty()) {
        dry_run ? rehearse(apply) : apply();
    }
    return_changes(result, changes);
    return static_cast<Datum>(0);
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

// export_policy(policy, format)
VEIL_FUNCTION(veil_export_policy)
{
    const std::string name = required_text(fcinfo, 0, "policy");
    const std::string format = required_text(fcinfo, 1, "format");
    if (format != "json" && format != "sql") {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "there is no format \"" + format + "\"",
                      "The formats are json and sql.");
    }
    std::string exported;
    {
        const Spi spi;
        const auto document = standing_policy(spi, name);
        if (!document) {
            throw Refusal(ERRCODE_UNDEFINED_OBJECT, "policy \"" + name + "\" does not exist",
                          "Create it with veil.create_policy.");
        }
        exported =
            format == "sql" ? policy_sql(*document) : from_utf8(veil::write_policy_document(*document));
    }
    return call([&] { return text_datum(exported); });
}

// import_policy(document text, dry_run, owner)
VEIL_FUNCTION(veil_import_policy)
{ return import_policy(fcinfo, to_utf8(required_text(fcinfo, 0, "document"))); }

// import_policy(document jsonb, dry_run, owner)
VEIL_FUNCTION(veil_import_policy_jsonb)
{
    if (PG_ARGISNULL(0)) {
        throw Refusal(ERRCODE_NULL_VALUE_NOT_ALLOWED, "argument \"document\" is missing");
    }
    const char* document =
        call([&] { return DatumGetCString(DirectFunctionCall1(jsonb_out, PG_GETARG_DATUM(0))); });
    return import_policy(fcinfo, to_utf8(document));
}
