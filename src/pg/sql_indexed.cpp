// What stands in the indexes of veil.index_rule: pseudonyms of the type veil.indexed, compared with the
// masked values that analysts write, and the key of them, veil.index_key.
#include "core/pseudonym.hpp"
#include "pg/key_value.hpp"
#include "pg/keyed_call.hpp"

using namespace veil::pg;

namespace {

std::string_view without_trailing_blanks(std::string_view value) {
    const std::size_t last = value.find_last_not_of(' ');
    return value.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// Backend code. The same text as veil.pseudonym(text) gives.
Datum indexed_text(FunctionCallInfo fcinfo, std::string_view value) {
    using veil::TextPseudonym;
    const auto* algorithm = algorithm_of<TextPseudonym, KeyedCaller::index>(fcinfo);
    text* result = new_text(TextPseudonym::size);
    algorithm->apply(byte_span(value),
                     std::span<char, TextPseudonym::size>(VARDATA(result), TextPseudonym::size));
    return PointerGetDatum(result);
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
    const auto* algorithm = algorithm_of<BytesPseudonym, KeyedCaller::index>(fcinfo);
    text* result = new_text(BytesPseudonym::size);
    algorithm->apply(byte_span(text_argument(fcinfo, 0)),
                     std::span<std::uint8_t, BytesPseudonym::size>(
                         reinterpret_cast<std::uint8_t*>(VARDATA(result)), BytesPseudonym::size));
    return PointerGetDatum(result);
}

VEIL_BACKEND_FUNCTION(veil_indexed_equal)
{ PG_RETURN_BOOL(text_argument(fcinfo, 0) == text_argument(fcinfo, 1)); }

VEIL_BACKEND_FUNCTION(veil_indexed_hash)
{
    const std::string_view value = text_argument(fcinfo, 0);
    return hash_any(reinterpret_cast<const unsigned char*>(value.data()), static_cast<int>(value.size()));
}
