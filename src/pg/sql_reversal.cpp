// veil_public.reveal and veil_public.translate: from a pseudonym to the value behind it, or to the pseudonym
// that another policy has for it. Check the privilege, record, commit the record, answer: in this order.
#include "pg/base_scan.hpp"
#include "pg/catalog.hpp"
#include "pg/reversal_grant.hpp"
#include "pg/sql_arguments.hpp"
#include "pg/technique_compiler.hpp"

namespace veil::pg {

namespace {

// Of one call, together: what is recorded has to fit a row and a request to the worker.
constexpr std::size_t longest_pseudonyms = 1 << 20;
constexpr std::size_t longest_reason = 1000;
constexpr std::size_t longest_name = 1000;

// Of something in the catalog, perhaps quoted.
std::string name_argument(FunctionCallInfo fcinfo, int number, const char* name) {
    std::string value = required_text(fcinfo, number, name);
    if (value.size() > longest_name) {
        throw Refusal(ERRCODE_NAME_TOO_LONG, std::string("argument \"") + name + "\" is too long for a name");
    }
    return value;
}

std::string reason_argument(FunctionCallInfo fcinfo, int number) {
    const auto reason = optional_text(fcinfo, number);
    if (!reason || reason->find_first_not_of(" \t\r\n\f\v") == std::string::npos) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "a reason is required",
                      "Say why, for whoever reads veil.audit.");
    }
    if (reason->size() > longest_reason) {
        throw Refusal(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
                      "a reason has at most " + std::to_string(longest_reason) + " bytes");
    }
    return *reason;
}

// The same words whether there is such a release, column or rule, or not: for one who may not reveal, all are
// the same.
[[noreturn]] void refuse_use(Oid role, const AuditedUse& use, const char* grant_function) {
    record_refusal(role, use);
    throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "permission denied to " + use.action + " these pseudonyms",
                  std::string("Ask a holder of the key for ") + grant_function + ".");
}

void record_or_refuse(Oid role, const AuditedUse& use, const std::vector<UsableGrant>& grants) {
    if (record_use(role, use, grants) == Outcome::over_limit) {
        throw Refusal(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED,
                      "the limit of pseudonyms to " + use.action + " in an hour is reached",
                      "Wait, or ask for a higher limit.");
    }
}

// A column of the base, found as build_release finds it.
struct BaseColumn {
    Oid base;
    std::vector<Attribute> columns;
    const Attribute& ruled(const Rule& rule) const {
        auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Attribute& column) { return column.name == rule.attribute; });
        if (found == columns.end()) {
            throw Refusal(ERRCODE_UNDEFINED_COLUMN, rule.title() + ": there is no such column");
        }
        return *found;
    }
};

CompiledColumn compile(const Spi& spi, const PseudonymizedColumn& column, const BaseColumn& base,
                       std::optional<std::int32_t> version) {
    return compile_rule(spi, column.policy, column.rule, base.ruled(column.rule), base.columns,
                        {InvalidOid, version});
}

// Those of the base's columns that the expressions read.
std::vector<Attribute> columns_read(const BaseColumn& base, const Rule& rule,
                                    const std::vector<CompiledColumn>& expressions) {
    std::vector<Attribute> columns;
    for (const Attribute& candidate : base.columns) {
        const bool is_read =
            candidate.name == rule.attribute ||
            std::any_of(expressions.begin(), expressions.end(), [&](const CompiledColumn& e) {
                return std::find(e.reads.begin(), e.reads.end(), candidate.name) != e.reads.end();
            });
        if (is_read) {
            columns.push_back(candidate);
        }
    }
    return columns;
}

// The versions of a key that can compute: the active one first, then the latest of the others.
std::vector<std::int32_t> usable_versions(const Spi& spi, const std::string& key) {
    std::vector<std::int32_t> versions;
    for (const Row& row :
         spi.query("SELECT version FROM veil.key_version WHERE name = $1 AND state <> 'destroyed' "
                   "ORDER BY state = 'active' DESC, version DESC",
                   {key})) {
        versions.push_back(std::stoi(*row[0]));
    }
    return versions;
}

// The rows of the first version of the key that has any: small integers are pseudonyms under every version.
// `list` makes the answer of the columns.
std::vector<Row> find_pseudonyms(const Spi& spi, const SessionNotation& notation,
                                 const PseudonymizedColumn& column, const BaseColumn& base,
                                 const std::vector<std::string>& pseudonyms,
                                 const std::function<std::string(const CompiledColumn&)>& list,
                                 const std::vector<CompiledColumn>& others) {
    for (std::int32_t version : usable_versions(spi, column.key)) {
        const CompiledColumn mask = compile(spi, column, base, version);
        std::vector<CompiledColumn> expressions = others;
        expressions.push_back(mask);
        const BaseScan scan(spi, notation, column.policy, column.release, base.base,
                            columns_read(base, column.rule, expressions));
        auto rows = scan.select(list(mask), mask.expression, pseudonyms);
        if (!rows.empty()) {
            return rows;
        }
    }
    return {};
}

void put_row(ReturnSetInfo* result, const Row& row) {
    call([&] {
        std::array<Datum, 2> values{};
        std::array<bool, 2> nulls{};
        for (std::size_t i = 0; i < std::min(row.size(), values.size()); ++i) {
            nulls[i] = !row[i];
            values[i] = row[i] ? text_datum(*row[i]) : static_cast<Datum>(0);
        }
        tuplestore_putvalues(result->setResult, result->setDesc, values.data(), nulls.data());
    });
}

std::vector<std::string> pseudonyms_argument(FunctionCallInfo fcinfo, int number) {
    std::vector<std::string> pseudonyms;
    if (PG_ARGISNULL(number)) {
        return pseudonyms;
    }
    struct Elements {
        Datum* values;
        bool* nulls;
        int count;
    };
    const Elements elements = call([&] {
        Elements found{};
        deconstruct_array(PG_GETARG_ARRAYTYPE_P(number), TEXTOID, -1, false, TYPALIGN_INT, &found.values,
                          &found.nulls, &found.count);
        return found;
    });
    for (int i = 0; i < elements.count; ++i) {
        if (!elements.nulls[i]) {
            pseudonyms.emplace_back(
                view_of(call([&] { return PG_DETOAST_DATUM_PACKED(elements.values[i]); })));
        }
    }
    std::sort(pseudonyms.begin(), pseudonyms.end());
    pseudonyms.erase(std::unique(pseudonyms.begin(), pseudonyms.end()), pseudonyms.end());
    return pseudonyms;
}

void require_recordable(const std::vector<std::string>& pseudonyms) {
    std::size_t size = 0;
    for (const std::string& pseudonym : pseudonyms) {
        size += pseudonym.size() + 1;
    }
    if (size > longest_pseudonyms) {
        throw Refusal(ERRCODE_PROGRAM_LIMIT_EXCEEDED, "the pseudonyms of one call have at most " +
                                                          std::to_string(longest_pseudonyms) + " bytes");
    }
}

// What the caller may not see becomes nothing: all that goes wrong before the privilege is known.
template <class Find>
auto find_quietly(bool is_superuser, Find&& find) -> std::optional<decltype(find())> {
    std::optional<decltype(find())> found;
    try {
        found.emplace(find());
    } catch (const Refusal&) {
        if (is_superuser) {
            throw;
        }
    }
    return found;
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

// reveal(release, attribute, pseudonym, reason)
VEIL_FUNCTION(veil_reveal)
{
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    call([&] { InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC); });
    const Oid role = GetUserId();
    const bool is_superuser = call([&] { return superuser_arg(role); });
    AuditedUse use;
    use.action = "reveal";
    use.release = name_argument(fcinfo, 0, "release");
    use.attribute = name_argument(fcinfo, 1, "attribute");
    use.reason = reason_argument(fcinfo, 3);
    const auto pseudonym = optional_text(fcinfo, 2);
    use.pseudonyms.emplace();
    if (pseudonym) {
        use.pseudonyms->push_back(*pseudonym);
    }
    require_recordable(*use.pseudonyms);
    use.units = static_cast<std::int64_t>(use.pseudonyms->size());

    const SessionNotation notation;
    std::vector<Row> values;
    {
        Spi spi;
        std::optional<PseudonymizedColumn> column;
        std::vector<UsableGrant> grants;
        {
            ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
            column = find_quietly(is_superuser, [&] {
                auto release = release_by_view_name(spi, *use.release);
                if (!release) {
                    throw Refusal(ERRCODE_UNDEFINED_OBJECT, "there is no release " + *use.release,
                                  "Name its view with its schema, as in research.person.");
                }
                return pseudonymized_column(spi, *release, *use.attribute);
            });
            if (column) {
                use.policy = column->policy.name;
                use.relation = column->release.relation;
                if (!is_superuser) {
                    grants = usable_grants(spi, role, {*column});
                }
            }
        }
        if (!column || (grants.empty() && !is_superuser)) {
            refuse_use(role, use, "veil.grant_reveal");
        }
        // Nothing was asked: a query over a view has rows without a value.
        if (!pseudonym) {
            return static_cast<Datum>(0);
        }
        record_or_refuse(role, use, grants);
        ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
        const Oid base_oid = base_of_release(column->policy, column->release);
        const BaseColumn base{base_oid, attributes_of(base_oid)};
        const std::string raw = "base." + quote_name(column->rule.attribute);
        values = find_pseudonyms(spi, notation, *column, base, *use.pseudonyms,
                                 [&](const CompiledColumn&) { return std::string(raw); }, {});
    }
    for (const Row& row : values) {
        put_row(result, row);
    }
    return static_cast<Datum>(0);
}

// translate(policy_a, policy_b, relation, attribute, pseudonyms, reason)
VEIL_FUNCTION(veil_translate)
{
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    call([&] { InitMaterializedSRF(fcinfo, 0); });
    const Oid role = GetUserId();
    const bool is_superuser = call([&] { return superuser_arg(role); });
    const std::string policy_a = name_argument(fcinfo, 0, "policy_a");
    const std::string policy_b = name_argument(fcinfo, 1, "policy_b");
    const std::string relation = name_argument(fcinfo, 2, "relation");
    AuditedUse use;
    use.action = "translate";
    use.release = relation;
    use.policy = policy_a;
    use.attribute = name_argument(fcinfo, 3, "attribute");
    use.to_policy = policy_b;
    use.pseudonyms = pseudonyms_argument(fcinfo, 4);
    use.reason = reason_argument(fcinfo, 5);
    require_recordable(*use.pseudonyms);
    use.units = static_cast<std::int64_t>(use.pseudonyms->size());

    const SessionNotation notation;
    std::vector<Row> pairs;
    {
        Spi spi;
        struct Link {
            PseudonymizedColumn from;
            PseudonymizedColumn to;
        };
        std::optional<Link> link;
        std::vector<UsableGrant> grants;
        auto column_in = [&](const std::string& policy) {
            auto release = release_by_relation_name(spi, policy, relation);
            if (!release) {
                throw Refusal(ERRCODE_UNDEFINED_OBJECT,
                              "policy \"" + policy + "\" has no release of " + relation,
                              "Name the base relation with its schema, as in public.person.");
            }
            return pseudonymized_column(spi, *release, *use.attribute);
        };
        {
            ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
            link = find_quietly(is_superuser, [&] { return Link{column_in(policy_a), column_in(policy_b)}; });
            if (link) {
                use.relation = link->from.release.relation;
                if (!is_superuser) {
                    grants = usable_grants(spi, role, {link->from, &link->to});
                }
            }
        }
        if (!link || (grants.empty() && !is_superuser)) {
            refuse_use(role, use, "veil.grant_translate");
        }
        if (use.pseudonyms->empty()) {
            return static_cast<Datum>(0);
        }
        record_or_refuse(role, use, grants);
        ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
        const Oid base_oid = base_of_release(link->from.policy, link->from.release);
        if (base_of_release(link->to.policy, link->to.release) != base_oid) {
            throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                          "the releases of " + relation + " in both policies are of different relations");
        }
        const BaseColumn base{base_oid, attributes_of(base_oid)};
        const CompiledColumn target = compile(spi, link->to, base, std::nullopt);
        // It reads with the rights of policy A's owner; that of B must have them too.
        const BaseScan allowed(spi, notation, link->to.policy, link->to.release, base_oid,
                               columns_read(base, link->to.rule, {target}));
        pairs = find_pseudonyms(
            spi, notation, link->from, base, *use.pseudonyms,
            [&](const CompiledColumn& source) { return source.expression + ", " + target.expression; },
            {target});
    }
    for (const Row& row : pairs) {
        put_row(result, row);
    }
    return static_cast<Datum>(0);
}
