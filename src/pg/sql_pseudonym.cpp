// veil.pseudonym(value, key, scope): keyed pseudonyms. Inside a view the key is a parsed constant; called by
// name it is an oracle, so only a role that holds the key gets as far as an answer.
#include "pg/key_store.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

// What one call site keeps between rows.
struct CallSite {
    const void* algorithm;
    std::uint64_t generation;
    // Key and scope cannot change between rows of one execution, as in every view.
    bool constant;
};

// PostgreSQL checks EXECUTE, not USAGE on the schema, for a function inside a view. So who reaches this
// function without USAGE came through a view; who has USAGE may have called it on a guess and must hold the
// key.
void refuse_guessing(std::string_view key_name) {
    Oid role = GetUserId();
    if (may_use_schema(veil_schema(), role) && !holds_key(role, key_name)) {
        ereport(
            ERROR,
            (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
             errmsg("permission denied for key \"%.*s\"", static_cast<int>(key_name.size()), key_name.data()),
             errhint("A role with USAGE on schema veil needs the key itself: revoke that privilege from "
                     "analysts, or grant the key with veil.grant_key.")));
    }
}

template <class Algorithm>
const Algorithm* prepare(FunctionCallInfo fcinfo) {
    auto* site = static_cast<CallSite*>(fcinfo->flinfo->fn_extra);
    const auto* key = reinterpret_cast<const KeyValue*>(PG_DETOAST_DATUM(PG_GETARG_DATUM(1)));
    std::string_view scope = text_argument(fcinfo, 2);
    refuse_guessing(key->key_name());
    auto prepared = guard([&] { return prepare_algorithm<Algorithm>(key->key_name(), key->version, scope); });
    if (site == nullptr) {
        site = static_cast<CallSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(CallSite)));
        fcinfo->flinfo->fn_extra = site;
        site->constant =
            get_fn_expr_arg_stable(fcinfo->flinfo, 1) && get_fn_expr_arg_stable(fcinfo->flinfo, 2);
    }
    site->algorithm = prepared.algorithm;
    site->generation = prepared.generation;
    return prepared.algorithm;
}

template <class Algorithm>
inline const Algorithm* algorithm_of(FunctionCallInfo fcinfo) {
    const auto* site = static_cast<const CallSite*>(fcinfo->flinfo->fn_extra);
    if (likely(site != nullptr && site->constant && site->generation == key_generation)) {
        return static_cast<const Algorithm*>(site->algorithm);
    }
    return prepare<Algorithm>(fcinfo);
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_pseudonym_text)
{
    const auto* algorithm = algorithm_of<veil::TextPseudonym>(fcinfo);
    std::string_view value = text_argument(fcinfo, 0);
    text* result = new_text(veil::TextPseudonym::size);
    algorithm->apply({reinterpret_cast<const std::uint8_t*>(value.data()), value.size()},
                     std::span<char, veil::TextPseudonym::size>(VARDATA(result), veil::TextPseudonym::size));
    PG_RETURN_TEXT_P(result);
}

VEIL_BACKEND_FUNCTION(veil_pseudonym_int2)
{ PG_RETURN_INT16(algorithm_of<veil::SmallintPseudonym>(fcinfo)->apply(PG_GETARG_INT16(0))); }

VEIL_BACKEND_FUNCTION(veil_pseudonym_int4)
{ PG_RETURN_INT32(algorithm_of<veil::IntegerPseudonym>(fcinfo)->apply(PG_GETARG_INT32(0))); }

VEIL_BACKEND_FUNCTION(veil_pseudonym_int8)
{ PG_RETURN_INT64(algorithm_of<veil::BigintPseudonym>(fcinfo)->apply(PG_GETARG_INT64(0))); }

VEIL_BACKEND_FUNCTION(veil_pseudonym_uuid)
{
    const auto* algorithm = algorithm_of<veil::UuidPseudonym>(fcinfo);
    auto* result = static_cast<pg_uuid_t*>(palloc(sizeof(pg_uuid_t)));
    algorithm->apply(std::span<const std::uint8_t, UUID_LEN>(PG_GETARG_UUID_P(0)->data, UUID_LEN),
                     std::span<std::uint8_t, UUID_LEN>(result->data, UUID_LEN));
    PG_RETURN_UUID_P(result);
}
