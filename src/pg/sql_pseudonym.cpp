// veil.pseudonym(value, key, scope), veil.pseudonym(value, key, scope, period) and veil.invert_pseudonym:
// keyed pseudonyms. Inside a view the key is a parsed constant; called by name it is an oracle, so only a
// role that holds the key gets as far as an answer.
#include "core/period_pseudonym.hpp"
#include "core/pseudonym.hpp"
#include "pg/keyed_call.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

using UuidBytes = std::span<const std::uint8_t, UUID_LEN>;

template <std::size_t Size>
std::span<char, Size> characters_of(text* value) {
    return std::span<char, Size>(VARDATA(value), Size);
}

template <std::size_t Size>
std::span<std::uint8_t, Size> bytes_of(text* value) {
    return std::span<std::uint8_t, Size>(reinterpret_cast<std::uint8_t*>(VARDATA(value)), Size);
}

// The period is the fourth argument, and may be another in each row.
veil::Period period_of(FunctionCallInfo fcinfo) {
    return byte_span(text_argument(fcinfo, 3));
}

// transform(uuid, new uuid)
template <class Transform>
Datum new_uuid(FunctionCallInfo fcinfo, const Transform& transform) {
    auto* result = static_cast<pg_uuid_t*>(palloc(sizeof(pg_uuid_t)));
    transform(UuidBytes(PG_GETARG_UUID_P(0)->data, UUID_LEN),
              std::span<std::uint8_t, UUID_LEN>(result->data, UUID_LEN));
    return UUIDPGetDatum(result);
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_pseudonym_text)
{
    using veil::TextPseudonym;
    const auto* algorithm = algorithm_of<TextPseudonym>(fcinfo);
    text* result = new_text(TextPseudonym::size);
    algorithm->apply(byte_span(text_argument(fcinfo, 0)), characters_of<TextPseudonym::size>(result));
    PG_RETURN_TEXT_P(result);
}

VEIL_BACKEND_FUNCTION(veil_pseudonym_bytea)
{
    using veil::BytesPseudonym;
    const auto* algorithm = algorithm_of<BytesPseudonym>(fcinfo);
    text* result = new_text(BytesPseudonym::size);
    algorithm->apply(byte_span(text_argument(fcinfo, 0)), bytes_of<BytesPseudonym::size>(result));
    PG_RETURN_BYTEA_P(result);
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
    return new_uuid(fcinfo, [&](auto uuid, auto result) { algorithm->apply(uuid, result); });
}

VEIL_BACKEND_FUNCTION(veil_pseudonym_text_period)
{
    using veil::TextPeriodPseudonym;
    const auto* algorithm = algorithm_of<TextPeriodPseudonym>(fcinfo);
    text* result = new_text(TextPeriodPseudonym::size);
    algorithm->apply(byte_span(text_argument(fcinfo, 0)), period_of(fcinfo),
                     characters_of<TextPeriodPseudonym::size>(result));
    PG_RETURN_TEXT_P(result);
}

VEIL_BACKEND_FUNCTION(veil_pseudonym_bytea_period)
{
    using veil::BytesPeriodPseudonym;
    const auto* algorithm = algorithm_of<BytesPeriodPseudonym>(fcinfo);
    text* result = new_text(BytesPeriodPseudonym::size);
    algorithm->apply(byte_span(text_argument(fcinfo, 0)), period_of(fcinfo),
                     bytes_of<BytesPeriodPseudonym::size>(result));
    PG_RETURN_BYTEA_P(result);
}

VEIL_BACKEND_FUNCTION(veil_pseudonym_int4_period)
{
    const auto* algorithm = algorithm_of<veil::IntegerPeriodPseudonym>(fcinfo);
    PG_RETURN_INT32(algorithm->apply(PG_GETARG_INT32(0), period_of(fcinfo)));
}

VEIL_BACKEND_FUNCTION(veil_pseudonym_int8_period)
{
    const auto* algorithm = algorithm_of<veil::BigintPeriodPseudonym>(fcinfo);
    PG_RETURN_INT64(algorithm->apply(PG_GETARG_INT64(0), period_of(fcinfo)));
}

VEIL_BACKEND_FUNCTION(veil_pseudonym_uuid_period)
{
    const auto* algorithm = algorithm_of<veil::UuidPeriodPseudonym>(fcinfo);
    return new_uuid(fcinfo,
                    [&](auto uuid, auto result) { algorithm->apply(uuid, period_of(fcinfo), result); });
}

VEIL_BACKEND_FUNCTION(veil_invert_pseudonym_int2)
{ PG_RETURN_INT16(algorithm_of<veil::SmallintPseudonym>(fcinfo)->invert(PG_GETARG_INT16(0))); }

VEIL_BACKEND_FUNCTION(veil_invert_pseudonym_int4)
{ PG_RETURN_INT32(algorithm_of<veil::IntegerPseudonym>(fcinfo)->invert(PG_GETARG_INT32(0))); }

VEIL_BACKEND_FUNCTION(veil_invert_pseudonym_int8)
{ PG_RETURN_INT64(algorithm_of<veil::BigintPseudonym>(fcinfo)->invert(PG_GETARG_INT64(0))); }

VEIL_BACKEND_FUNCTION(veil_invert_pseudonym_uuid)
{
    const auto* algorithm = algorithm_of<veil::UuidPseudonym>(fcinfo);
    return new_uuid(fcinfo, [&](auto uuid, auto result) { algorithm->invert(uuid, result); });
}
