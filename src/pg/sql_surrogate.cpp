// veil.surrogate(value, key, scope, kind) and the inverse of its unique kinds: realistic fake values by key.
#include "core/surrogate.hpp"
#include "pg/keyed_call.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

// A surrogate of the core, with the server's errors for a text that names no kind and for an encoding that
// lacks the words' letters.
class SqlSurrogate {
  public:
    static constexpr std::string_view purpose = "surrogate";

    static std::string purpose_of(std::string_view kind) { return surrogate_purpose(form_of(kind)); }

    SqlSurrogate(const veil::Key256& key, std::string_view kind) : surrogate_(key, form_of(kind)) {}

    [[nodiscard]] const veil::Surrogate& surrogate() const noexcept { return surrogate_; }

  private:
    static veil::SurrogateForm form_of(std::string_view kind) {
        auto form = veil::parse_surrogate_form(kind);
        if (!form) {
            throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "there is no such kind of surrogate",
                          "A kind is written as in 'full_name nl v1 unique'.");
        }
        if (GetDatabaseEncoding() != PG_UTF8) {
            throw Refusal(ERRCODE_FEATURE_NOT_SUPPORTED, "surrogates need a database in UTF8");
        }
        return *form;
    }

    veil::Surrogate surrogate_;
};

// Longer texts are nobody's name; permuting them would take as long as they are, without a chance to cancel.
constexpr std::size_t longest_text = std::size_t{16} << 20;

// The functions below are backend code.

const veil::Surrogate& surrogate_of(FunctionCallInfo fcinfo) {
    return algorithm_of<SqlSurrogate>(fcinfo)->surrogate();
}

template <class Apply>
Datum shown(std::size_t longest, const Apply& apply) {
    text* result = new_text(longest);
    const std::size_t size = apply(std::span<char>(VARDATA(result), longest));
    SET_VARSIZE(result, VARHDRSZ + size);
    PG_RETURN_TEXT_P(result);
}

template <class Integer>
Datum surrogate_of_integer(FunctionCallInfo fcinfo, Integer value) {
    const veil::Surrogate& surrogate = surrogate_of(fcinfo);
    return shown(veil::Surrogate::longest_for_numbers,
                 [&](std::span<char> out) { return surrogate.apply(value, out); });
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_surrogate_text)
{
    const veil::Surrogate& surrogate = surrogate_of(fcinfo);
    const std::string_view value = text_argument(fcinfo, 0);
    if (value.size() > longest_text) {
        PG_RETURN_NULL();
    }
    // It is permuted in place.
    auto* bytes = static_cast<std::uint8_t*>(palloc(value.size() + 1));
    memcpy(bytes, value.data(), value.size());
    return shown(surrogate.longest_for_text(value.size()), [&](std::span<char> out) {
        return surrogate.apply({bytes, value.size()}, out);
    });
}

VEIL_BACKEND_FUNCTION(veil_surrogate_int2)
{ return surrogate_of_integer<std::int16_t>(fcinfo, PG_GETARG_INT16(0)); }

VEIL_BACKEND_FUNCTION(veil_surrogate_int4)
{ return surrogate_of_integer<std::int32_t>(fcinfo, PG_GETARG_INT32(0)); }

VEIL_BACKEND_FUNCTION(veil_surrogate_int8)
{ return surrogate_of_integer<std::int64_t>(fcinfo, PG_GETARG_INT64(0)); }

VEIL_BACKEND_FUNCTION(veil_surrogate_uuid)
{
    const veil::Surrogate& surrogate = surrogate_of(fcinfo);
    const std::span<const std::uint8_t, UUID_LEN> uuid(PG_GETARG_UUID_P(0)->data, UUID_LEN);
    return shown(veil::Surrogate::longest_for_numbers,
                 [&](std::span<char> out) { return surrogate.apply_uuid(uuid, out); });
}

// Whoever makes up a surrogate may get bytes that are no text.
VEIL_BACKEND_FUNCTION(veil_invert_surrogate_text)
{
    const veil::Surrogate& surrogate = surrogate_of(fcinfo);
    const std::string_view value = text_argument(fcinfo, 0);
    text* result = new_text(value.size());
    auto* bytes = reinterpret_cast<std::uint8_t*>(VARDATA(result));
    const auto size = surrogate.invert_text(value, {bytes, value.size()});
    if (!size || *size > longest_text || !pg_verifymbstr(VARDATA(result), static_cast<int>(*size), true)) {
        PG_RETURN_NULL();
    }
    SET_VARSIZE(result, VARHDRSZ + *size);
    PG_RETURN_TEXT_P(result);
}

VEIL_BACKEND_FUNCTION(veil_invert_surrogate_int2)
{
    const auto value = surrogate_of(fcinfo).invert_smallint(text_argument(fcinfo, 0));
    if (!value) {
        PG_RETURN_NULL();
    }
    PG_RETURN_INT16(*value);
}

VEIL_BACKEND_FUNCTION(veil_invert_surrogate_int4)
{
    const auto value = surrogate_of(fcinfo).invert_integer(text_argument(fcinfo, 0));
    if (!value) {
        PG_RETURN_NULL();
    }
    PG_RETURN_INT32(*value);
}

VEIL_BACKEND_FUNCTION(veil_invert_surrogate_int8)
{
    const auto value = surrogate_of(fcinfo).invert_bigint(text_argument(fcinfo, 0));
    if (!value) {
        PG_RETURN_NULL();
    }
    PG_RETURN_INT64(*value);
}

VEIL_BACKEND_FUNCTION(veil_invert_surrogate_uuid)
{
    auto* result = static_cast<pg_uuid_t*>(palloc(sizeof(pg_uuid_t)));
    if (!surrogate_of(fcinfo).invert_uuid(text_argument(fcinfo, 0),
                                          std::span<std::uint8_t, UUID_LEN>(result->data, UUID_LEN))) {
        PG_RETURN_NULL();
    }
    PG_RETURN_UUID_P(result);
}
