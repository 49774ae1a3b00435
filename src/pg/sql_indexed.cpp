// What stands in the indexes of veil.index_rule: pseudonyms of the type veil.indexed, compared with the
// masked values that analysts write, and the key of them, veil.index_key.
#include "core/pseudonym.hpp"
#include "pg/key_value.hpp"
#include "pg/keyed_call.hpp"
#include "pg/unkeyed_rows.hpp"

using namespace veil::pg;

namespace {

std::string_view without_trailing_blanks(std::string_view value) {
    const std::size_t last = value.find_last_not_of(' ');
    return value.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// What is done where the key is out of reach: no writer of a table is to depend on it, no reader to miss a
// row.
enum class WithoutKey { warn, refuse };

// The algorithm for this call; null without the key. Nobody is asked whether he holds it: a veil.index_key is
// what only pg_veil can make, and a veil.indexed what nobody can read.
template <class Algorithm>
const Algorithm* algorithm_for_index(FunctionCallInfo fcinfo, WithoutKey without) {
    const auto* site = static_cast<const CallSite*>(fcinfo->flinfo->fn_extra);
    if (likely(site != nullptr && site->constant && site->generation == key_generation)) {
        return static_cast<const Algorithm*>(site->algorithm);
    }
    const auto* key = reinterpret_cast<const KeyValue*>(PG_DETOAST_DATUM(PG_GETARG_DATUM(1)));
    const std::string_view scope = text_argument(fcinfo, 2);
    const auto prepared = guard([&]() -> PreparedAlgorithm<Algorithm> {
        std::string reason;
        try {
            return prepare_algorithm<Algorithm>(key->key_name(), key->version, scope);
        } catch (const Refusal& refusal) {
            if (without == WithoutKey::refuse) {
                throw;
            }
            reason = refusal.message();
        }
        call([&] {
            tell_of_unkeyed_row();
            ereport(WARNING,
                    (errcode(ERRCODE_WARNING),
                     errmsg("an index is written without its key, and will be slow: %s", reason.c_str()),
                     errhint("When the key is there, REINDEX the indexes that veil.index_rule made.")));
        });
        return {nullptr, key_generation};
    });
    veil::pg::detail::keep_prepared(fcinfo, 2, {prepared.algorithm, prepared.generation});
    return prepared.algorithm;
}

// Backend code. The same text as veil.pseudonym(text) gives.
Datum indexed_text(FunctionCallInfo fcinfo, std::string_view value) {
    using veil::TextPseudonym;
    const auto* algorithm = algorithm_for_index<TextPseudonym>(fcinfo, WithoutKey::warn);
    if (algorithm == nullptr) {
        return value_without_key();
    }
    text* result = new_text(TextPseudonym::size);
    algorithm->apply(byte_span(value),
                     std::span<char, TextPseudonym::size>(VARDATA(result), TextPseudonym::size));
    return PointerGetDatum(result);
}

// Without it a row that is found would be compared as one without a key, and left out.
void require_key_of_index(FunctionCallInfo fcinfo) {
    if (get_fn_expr_rettype(fcinfo->flinfo) == BYTEAOID) {
        (void)algorithm_for_index<veil::BytesPseudonym>(fcinfo, WithoutKey::refuse);
    } else {
        (void)algorithm_for_index<veil::TextPseudonym>(fcinfo, WithoutKey::refuse);
    }
}

} // namespace

// A key's version is always given: what stands in an index does not change with the key.
VEIL_FUNCTION(veil_index_key_in)
{
    const ParsedKey key = parse_key(PG_GETARG_CSTRING(0));
    if (!call([] { return holds_all_keys(GetUserId()); })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "permission denied to write down the key of an index",
                      "Make indexes on pseudonyms with veil.index_rule.");
    }
    if (!key.version || key.name.empty() || key.name.size() >= NAMEDATALEN) {
        throw Refusal(ERRCODE_INVALID_NAME, "the key of an index has a name of 1 to 63 bytes and a version");
    }
    return new_key_value(key.name, *key.version);
}

VEIL_BACKEND_FUNCTION(veil_indexed_in)
{
    (void)fcinfo;
    ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("nobody can make a value of an index")));
    PG_RETURN_NULL();
}

VEIL_BACKEND_FUNCTION(veil_indexed_out)
{
    (void)fcinfo;
    PG_RETURN_CSTRING(pstrdup("[masked value]"));
}

VEIL_BACKEND_FUNCTION(veil_no_statistics)
{
    (void)fcinfo;
    PG_RETURN_BOOL(false);
}

VEIL_BACKEND_FUNCTION(veil_indexed_pseudonym_text)
{ return indexed_text(fcinfo, text_argument(fcinfo, 0)); }

VEIL_BACKEND_FUNCTION(veil_indexed_pseudonym_bpchar)
{ return indexed_text(fcinfo, without_trailing_blanks(text_argument(fcinfo, 0))); }

VEIL_BACKEND_FUNCTION(veil_indexed_pseudonym_bytea)
{
    using veil::BytesPseudonym;
    const auto* algorithm = algorithm_for_index<BytesPseudonym>(fcinfo, WithoutKey::warn);
    if (algorithm == nullptr) {
        return value_without_key();
    }
    text* result = new_text(BytesPseudonym::size);
    algorithm->apply(byte_span(text_argument(fcinfo, 0)),
                     std::span<std::uint8_t, BytesPseudonym::size>(
                         reinterpret_cast<std::uint8_t*>(VARDATA(result)), BytesPseudonym::size));
    return PointerGetDatum(result);
}

// unkeyed(anything of the type, key, scope)
VEIL_BACKEND_FUNCTION(veil_unkeyed)
{
    if (PG_ARGISNULL(1) || PG_ARGISNULL(2)) {
        PG_RETURN_NULL();
    }
    require_key_of_index(fcinfo);
    return value_without_key();
}

// look_up(masked, key, scope, index, run_time()): the masked value.
VEIL_BACKEND_FUNCTION(veil_look_up)
{
    if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3)) {
        PG_RETURN_NULL();
    }
    const bool is_first = fcinfo->flinfo->fn_extra == nullptr;
    require_key_of_index(fcinfo);
    if (is_first) {
        refuse_unkeyed_rows(PG_GETARG_OID(3), fcinfo->flinfo->fn_mcxt);
    }
    PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

VEIL_BACKEND_FUNCTION(veil_indexed_equal)
{ PG_RETURN_BOOL(text_argument(fcinfo, 0) == text_argument(fcinfo, 1)); }

VEIL_BACKEND_FUNCTION(veil_indexed_hash)
{
    const std::string_view value = text_argument(fcinfo, 0);
    return hash_any(reinterpret_cast<const unsigned char*>(value.data()), static_cast<int>(value.size()));
}
