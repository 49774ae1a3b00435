// veil.pseudonym(value, key, scope): keyed pseudonyms. Inside a view the key is a parsed constant; called by
// name it is an oracle, so only a role that holds the key gets as far as an answer.
#include "core/pseudonym.hpp"
#include "pg/keyed_call.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

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
