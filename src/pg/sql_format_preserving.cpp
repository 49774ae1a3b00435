// veil.format_preserving(value, key, scope, format) and its inverse, veil.invert_format_preserving: keyed
// permutations that keep a value's form. What does not fit the format is NULL, whatever the type.
#include "core/binary_format.hpp"
#include "core/format_text.hpp"
#include "core/number_format.hpp"
#include "pg/keyed_call.hpp"
#include "pg/text_formats.hpp"
#include "pg/text_value.hpp"

#include <limits>

using namespace veil::pg;
using veil::Direction;

namespace {

// A format of the core, with the server's error for a text that names none.
template <class Format>
class SqlFormat {
  public:
    static constexpr std::string_view purpose = Format::purpose;

    SqlFormat(const veil::Key256& key, std::string_view format) : format_(make(key, format)) {}

    const Format* operator->() const noexcept { return &format_; }

  private:
    static Format make(const veil::Key256& key, std::string_view format) {
        try {
            if constexpr (std::is_same_v<Format, veil::TextFormat>) {
                return make_text_format(key, format);
            } else {
                return Format(key, format);
            }
        } catch (const veil::InvalidFormat& invalid) {
            throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "invalid format: " + std::string(invalid.what()));
        }
    }

    Format format_;
};

template <class Format>
const SqlFormat<Format>& format_of(FunctionCallInfo fcinfo) {
    return *algorithm_of<SqlFormat<Format>>(fcinfo);
}

// All of these are backend code.

Datum map_text(FunctionCallInfo fcinfo, Direction direction) {
    const auto& format = format_of<veil::TextFormat>(fcinfo);
    const std::string_view value = text_argument(fcinfo, 0);
    const std::size_t largest = format->largest_result(value.size());
    if (largest > MaxAllocSize - VARHDRSZ) {
        PG_RETURN_NULL();
    }
    text* result = new_text(largest);
    const auto size = guard([&] { return format->map(direction, value, VARDATA(result)); });
    // Encrypted in a database of another encoding, a value may be no text of this one.
    if (!size ||
        (direction == Direction::invert && !pg_verifymbstr(VARDATA(result), static_cast<int>(*size), true))) {
        PG_RETURN_NULL();
    }
    SET_VARSIZE(result, VARHDRSZ + *size);
    PG_RETURN_TEXT_P(result);
}

// Null where the format's range is wider than the type.
template <class Integer>
std::optional<Integer> map_integer(FunctionCallInfo fcinfo, Direction direction, Integer value) {
    const auto image = format_of<veil::WholeNumberFormat>(fcinfo)->map(direction, value);
    if (!image || *image < std::numeric_limits<Integer>::min() ||
        *image > std::numeric_limits<Integer>::max()) {
        return std::nullopt;
    }
    return static_cast<Integer>(*image);
}

Datum map_int2(FunctionCallInfo fcinfo, Direction direction) {
    const auto image = map_integer<std::int16_t>(fcinfo, direction, PG_GETARG_INT16(0));
    if (!image) {
        PG_RETURN_NULL();
    }
    PG_RETURN_INT16(*image);
}

// Dates too; infinity lies in no range of theirs.
Datum map_int4(FunctionCallInfo fcinfo, Direction direction) {
    const auto image = map_integer<std::int32_t>(fcinfo, direction, PG_GETARG_INT32(0));
    if (!image) {
        PG_RETURN_NULL();
    }
    PG_RETURN_INT32(*image);
}

// Timestamps too.
Datum map_int8(FunctionCallInfo fcinfo, Direction direction) {
    const auto image = map_integer<std::int64_t>(fcinfo, direction, PG_GETARG_INT64(0));
    if (!image) {
        PG_RETURN_NULL();
    }
    PG_RETURN_INT64(*image);
}

Datum map_numeric(FunctionCallInfo fcinfo, Direction direction) {
    const auto& format = format_of<veil::WholeNumberFormat>(fcinfo);
    const char* text = DatumGetCString(DirectFunctionCall1(numeric_out, PG_GETARG_DATUM(0)));
    const auto units = veil::parse_decimal(text, format->scale());
    const auto image = units ? format->map(direction, *units) : std::nullopt;
    if (!image) {
        PG_RETURN_NULL();
    }
    std::array<char, 81> written{};
    veil::write_decimal(*image, format->scale(), written.data());
    return DirectFunctionCall3(numeric_in, CStringGetDatum(written.data()), ObjectIdGetDatum(InvalidOid),
                               Int32GetDatum(-1));
}

Datum map_float4(FunctionCallInfo fcinfo, Direction direction) {
    const auto image = format_of<veil::FloatFormat<float>>(fcinfo)->map(direction, PG_GETARG_FLOAT4(0));
    if (!image) {
        PG_RETURN_NULL();
    }
    PG_RETURN_FLOAT4(*image);
}

Datum map_float8(FunctionCallInfo fcinfo, Direction direction) {
    const auto image = format_of<veil::FloatFormat<double>>(fcinfo)->map(direction, PG_GETARG_FLOAT8(0));
    if (!image) {
        PG_RETURN_NULL();
    }
    PG_RETURN_FLOAT8(*image);
}

Datum map_uuid(FunctionCallInfo fcinfo, Direction direction) {
    const auto& format = format_of<veil::UuidFormat>(fcinfo);
    auto* result = static_cast<pg_uuid_t*>(palloc(sizeof(pg_uuid_t)));
    format->map(direction, std::span<const std::uint8_t, UUID_LEN>(PG_GETARG_UUID_P(0)->data, UUID_LEN),
                std::span<std::uint8_t, UUID_LEN>(result->data, UUID_LEN));
    PG_RETURN_UUID_P(result);
}

Datum map_inet(FunctionCallInfo fcinfo, Direction direction) {
    const auto& format = format_of<veil::AddressFormat>(fcinfo);
    inet* result = DatumGetInetP(datumCopy(PointerGetDatum(PG_GETARG_INET_P(0)), false, -1));
    format->map(direction,
                std::span<std::uint8_t>(ip_addr(result), static_cast<std::size_t>(ip_addrsize(result))),
                ip_bits(result));
    PG_RETURN_INET_P(result);
}

Datum map_bytea(FunctionCallInfo fcinfo, Direction direction) {
    const auto& format = format_of<veil::BytesFormat>(fcinfo);
    const std::string_view value = text_argument(fcinfo, 0);
    text* result = new_text(value.size());
    const bool fits = guard([&] {
        return format->map(direction, {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()},
                           {reinterpret_cast<std::uint8_t*>(VARDATA(result)), value.size()});
    });
    if (!fits) {
        PG_RETURN_NULL();
    }
    PG_RETURN_BYTEA_P(result);
}

// By label, so that the mapping does not depend on what a restored dump numbers them. A label that the format
// does not have, or that the type has no more, is NULL.
Datum map_enum(FunctionCallInfo fcinfo, Direction direction) {
    const auto& format = format_of<veil::LabelFormat>(fcinfo);
    HeapTuple tuple = SearchSysCache1(ENUMOID, PG_GETARG_DATUM(0));
    if (!HeapTupleIsValid(tuple)) {
        PG_RETURN_NULL();
    }
    const auto* label = reinterpret_cast<Form_pg_enum>(GETSTRUCT(tuple));
    const auto image = format->map(direction, NameStr(label->enumlabel));
    const Oid type = label->enumtypid;
    ReleaseSysCache(tuple);
    if (!image) {
        PG_RETURN_NULL();
    }
    // The view is of a std::string, so a zero byte follows it.
    HeapTuple found = SearchSysCache2(ENUMTYPOIDNAME, ObjectIdGetDatum(type), CStringGetDatum(image->data()));
    if (!HeapTupleIsValid(found)) {
        PG_RETURN_NULL();
    }
    const Oid result = reinterpret_cast<Form_pg_enum>(GETSTRUCT(found))->oid;
    ReleaseSysCache(found);
    PG_RETURN_OID(result);
}

} // namespace

#define VEIL_FORMAT_PRESERVING(type)                                                                         \
    VEIL_BACKEND_FUNCTION(veil_format_preserving_##type)                                                     \
    { return map_##type(fcinfo, Direction::apply); }                                                         \
    VEIL_BACKEND_FUNCTION(veil_invert_format_preserving_##type)                                              \
    { return map_##type(fcinfo, Direction::invert); }

VEIL_FORMAT_PRESERVING(text)
VEIL_FORMAT_PRESERVING(int2)
VEIL_FORMAT_PRESERVING(int4)
VEIL_FORMAT_PRESERVING(int8)
VEIL_FORMAT_PRESERVING(numeric)
VEIL_FORMAT_PRESERVING(float4)
VEIL_FORMAT_PRESERVING(float8)
VEIL_FORMAT_PRESERVING(uuid)
VEIL_FORMAT_PRESERVING(inet)
VEIL_FORMAT_PRESERVING(bytea)
VEIL_FORMAT_PRESERVING(enum)
