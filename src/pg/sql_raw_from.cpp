// veil.raw_from(canonical text, NULL of a type): the raw value that has this canonical text, for what is
// encrypted as one. NULL where it is of no value of the type, as that of another column's may be: a text is
// never refused, and what was read must have the same text again.
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"

#include <charconv>
#include <cmath>
#include <limits>

extern "C" {
Datum veil_canonical_numeric(FunctionCallInfo fcinfo);
Datum veil_canonical_float4(FunctionCallInfo fcinfo);
Datum veil_canonical_float8(FunctionCallInfo fcinfo);
Datum veil_canonical_date(FunctionCallInfo fcinfo);
Datum veil_canonical_time(FunctionCallInfo fcinfo);
Datum veil_canonical_timestamp(FunctionCallInfo fcinfo);
Datum veil_canonical_timestamptz(FunctionCallInfo fcinfo);
Datum veil_canonical_inet(FunctionCallInfo fcinfo);
}

using namespace veil::pg;

namespace {

bool is_canonical(PGFunction canonical, Datum value, std::string_view spelled) {
    LOCAL_FCINFO(call, 1);
    InitFunctionCallInfoData(*call, nullptr, 1, InvalidOid, nullptr, nullptr);
    call->args[0] = {value, false};
    const Datum again = canonical(call);
    return !call->isnull && view_of(DatumGetPointer(again)) == spelled;
}

// --- Numbers ---

std::optional<std::int64_t> read_integer(std::string_view spelled) {
    std::int64_t value = 0;
    const char* end = spelled.data() + spelled.size();
    const auto read = std::from_chars(spelled.data(), end, value);
    std::array<char, 24> again{};
    const auto end_of_again = std::to_chars(again.data(), again.data() + again.size(), value);
    const bool is_same =
        spelled == std::string_view(again.data(), static_cast<std::size_t>(end_of_again.ptr - again.data()));
    return read.ec == std::errc{} && read.ptr == end && is_same ? std::optional(value) : std::nullopt;
}

template <class Integer>
std::optional<Datum> read_integer_datum(std::string_view spelled) {
    const std::optional<std::int64_t> value = read_integer(spelled);
    return value && std::in_range<Integer>(*value) ? std::optional(static_cast<Datum>(*value)) : std::nullopt;
}

bool is_digits(std::string_view spelled) {
    return !spelled.empty() &&
           std::all_of(spelled.begin(), spelled.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What numeric_in() reads without an error: no more digits than a numeric can have.
bool is_number(std::string_view spelled) {
    constexpr std::size_t most_before_point = 131072;
    constexpr std::size_t most_behind_point = 16383;
    if (spelled == "NaN" || spelled == "Infinity" || spelled == "-Infinity") {
        return true;
    }
    spelled.remove_prefix(spelled.starts_with('-') ? 1 : 0);
    const std::size_t point = spelled.find('.');
    const std::string_view whole = spelled.substr(0, point);
    const std::string_view fraction =
        point == std::string_view::npos ? std::string_view("0") : spelled.substr(point + 1);
    return is_digits(whole) && whole.size() <= most_before_point && is_digits(fraction) &&
           fraction.size() <= most_behind_point;
}

// --- Dates and times ---

// The next number in a text, of `least` digits or more, and the character behind it, if there is to be one.
bool take_number(std::string_view* spelled, std::size_t least, char behind, int* number) {
    const char* begin = spelled->data();
    const auto read = std::from_chars(begin, begin + spelled->size(), *number);
    const auto size = static_cast<std::size_t>(read.ptr - begin);
    if (read.ec != std::errc{} || size < least || *number < 0 || spelled->starts_with('-')) {
        return false;
    }
    spelled->remove_prefix(size);
    if (behind == '\0') {
        return true;
    }
    const bool is_there = spelled->starts_with(behind);
    spelled->remove_prefix(is_there ? 1 : 0);
    return is_there;
}

bool take_end(std::string_view* spelled, std::string_view end) {
    const bool is_there = spelled->ends_with(end);
    spelled->remove_suffix(is_there ? end.size() : 0);
    return is_there;
}

// 2024-02-29, with or without " BC": the year as the server counts, where 0 is 1 BC.
bool take_day(std::string_view* spelled, char behind, struct pg_tm* parts) {
    const bool is_before = take_end(spelled, " BC");
    if (!take_number(spelled, 4, '-', &parts->tm_year) || !take_number(spelled, 2, '-', &parts->tm_mon) ||
        !take_number(spelled, 2, behind, &parts->tm_mday)) {
        return false;
    }
    parts->tm_year = is_before ? 1 - parts->tm_year : parts->tm_year;
    return parts->tm_mon >= 1 && parts->tm_mon <= 12 && parts->tm_mday >= 1 && parts->tm_mday <= 31 &&
           IS_VALID_JULIAN(parts->tm_year, parts->tm_mon, parts->tm_mday);
}

std::optional<Datum> read_date(std::string_view spelled) {
    struct pg_tm parts = {};
    if (spelled == "infinity") {
        return DateADTGetDatum(DATEVAL_NOEND);
    }
    if (spelled == "-infinity") {
        return DateADTGetDatum(DATEVAL_NOBEGIN);
    }
    if (!take_day(&spelled, '\0', &parts) || !spelled.empty()) {
        return std::nullopt;
    }
    return DateADTGetDatum(date2j(parts.tm_year, parts.tm_mon, parts.tm_mday) - POSTGRES_EPOCH_JDATE);
}

// Up to six digits behind the point, as microseconds.
bool take_fraction(std::string_view* spelled, fsec_t* microseconds) {
    constexpr std::size_t most_digits = 6;
    *microseconds = 0;
    if (!spelled->starts_with('.')) {
        return true;
    }
    spelled->remove_prefix(1);
    if (!is_digits(*spelled) || spelled->size() > most_digits) {
        return false;
    }
    for (std::size_t i = 0; i < most_digits; ++i) {
        *microseconds = *microseconds * 10 + (i < spelled->size() ? (*spelled)[i] - '0' : 0);
    }
    spelled->remove_prefix(spelled->size());
    return true;
}

std::optional<Datum> read_timestamp(std::string_view spelled, std::string_view zone) {
    if (spelled == "infinity") {
        return TimestampGetDatum(DT_NOEND);
    }
    if (spelled == "-infinity") {
        return TimestampGetDatum(DT_NOBEGIN);
    }
    struct pg_tm parts = {};
    fsec_t fraction = 0;
    const bool is_before = take_end(&spelled, " BC");
    if (!take_end(&spelled, zone) || !take_day(&spelled, ' ', &parts) ||
        !take_number(&spelled, 2, ':', &parts.tm_hour) || !take_number(&spelled, 2, ':', &parts.tm_min) ||
        !take_number(&spelled, 2, '\0', &parts.tm_sec) || !take_fraction(&spelled, &fraction) ||
        !spelled.empty() || parts.tm_hour > 23 || parts.tm_min > 59 || parts.tm_sec > 59) {
        return std::nullopt;
    }
    parts.tm_year = is_before ? 1 - parts.tm_year : parts.tm_year;
    Timestamp value = 0;
    return IS_VALID_JULIAN(parts.tm_year, parts.tm_mon, parts.tm_mday) &&
                   tm2timestamp(&parts, fraction, nullptr, &value) == 0
               ? std::optional(TimestampGetDatum(value))
               : std::nullopt;
}

std::optional<Datum> read_time(std::string_view spelled) {
    struct pg_tm parts = {};
    fsec_t fraction = 0;
    if (!take_number(&spelled, 2, ':', &parts.tm_hour) || !take_number(&spelled, 2, ':', &parts.tm_min) ||
        !take_number(&spelled, 2, '\0', &parts.tm_sec) || !take_fraction(&spelled, &fraction) ||
        !spelled.empty() || parts.tm_hour > 24 || parts.tm_min > 59 || parts.tm_sec > 59) {
        return std::nullopt;
    }
    TimeADT value = 0;
    return tm2time(&parts, fraction, &value) == 0 && value <= USECS_PER_DAY
               ? std::optional(TimeADTGetDatum(value))
               : std::nullopt;
}

// --- Floating point ---

std::optional<double> read_double(std::string_view spelled) {
    if (!is_number(spelled)) {
        return std::nullopt;
    }
    double value = 0;
    const char* end = spelled.data() + spelled.size();
    // NaN and Infinity are read as well.
    const auto read = std::from_chars(spelled.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? std::optional(value) : std::nullopt;
}

std::optional<Datum> read_float8(std::string_view spelled) {
    const std::optional<double> value = read_double(spelled);
    return value ? std::optional(Float8GetDatum(*value)) : std::nullopt;
}

std::optional<Datum> read_float4(std::string_view spelled) {
    const std::optional<double> value = read_double(spelled);
    // What is too great for the smaller type is not converted, since that has no defined result.
    if (!value || (std::isfinite(*value) && std::abs(*value) > std::numeric_limits<float>::max())) {
        return std::nullopt;
    }
    return Float4GetDatum(static_cast<float>(*value));
}

// --- What has one form ---

// Whether `spelled` has a hexadecimal digit, in small letters, for each x of the form, and else is the form.
bool has_form(std::string_view spelled, std::string_view form) {
    return std::ranges::equal(spelled, form, [](char c, char of_form) {
        return of_form == 'x' ? (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') : c == of_form;
    });
}

Datum read_by(PGFunction input, std::string_view spelled) {
    return DirectFunctionCall1(input, CStringGetDatum(pnstrdup(spelled.data(), spelled.size())));
}

std::optional<Datum> read_uuid(std::string_view spelled) {
    return has_form(spelled, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
               ? std::optional(read_by(uuid_in, spelled))
               : std::nullopt;
}

std::optional<Datum> read_macaddr(std::string_view spelled) {
    return has_form(spelled, "xx:xx:xx:xx:xx:xx") ? std::optional(read_by(macaddr_in, spelled))
                                                  : std::nullopt;
}

std::optional<Datum> read_inet(std::string_view spelled) {
    constexpr std::size_t longest = sizeof "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128" - 1;
    if (spelled.empty() || spelled.size() > longest) {
        return std::nullopt;
    }
    auto* value = static_cast<inet*>(palloc0(sizeof(inet)));
    ip_family(value) = spelled.find(':') == std::string_view::npos ? PGSQL_AF_INET : PGSQL_AF_INET6;
    const int bits = pg_inet_net_pton(ip_family(value), pnstrdup(spelled.data(), spelled.size()),
                                      ip_addr(value), static_cast<std::size_t>(-1));
    if (bits < 0 || bits > ip_maxbits(value)) {
        return std::nullopt;
    }
    ip_bits(value) = static_cast<unsigned char>(bits);
    SET_INET_VARSIZE(value);
    return InetPGetDatum(value);
}

using Reader = std::optional<Datum> (*)(std::string_view);
// `canonical`: null where the reader itself sees to it that the text is canonical.
Datum raw_from(FunctionCallInfo fcinfo, Reader read, PGFunction canonical) {
    if (PG_ARGISNULL(0)) {
        PG_RETURN_NULL();
    }
    const std::string_view spelled = text_argument(fcinfo, 0);
    const std::optional<Datum> value = read(spelled);
    if (!value || (canonical != nullptr && !is_canonical(canonical, *value, spelled))) {
        PG_RETURN_NULL();
    }
    return *value;
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_raw_from_int2)
{ return raw_from(fcinfo, read_integer_datum<std::int16_t>, nullptr); }

VEIL_BACKEND_FUNCTION(veil_raw_from_int4)
{ return raw_from(fcinfo, read_integer_datum<std::int32_t>, nullptr); }

VEIL_BACKEND_FUNCTION(veil_raw_from_int8)
{ return raw_from(fcinfo, read_integer_datum<std::int64_t>, nullptr); }

VEIL_BACKEND_FUNCTION(veil_raw_from_numeric)
{
    return raw_from(
        fcinfo,
        [](std::string_view spelled) {
            return is_number(spelled)
                       ? std::optional(DirectFunctionCall3(
                             numeric_in, CStringGetDatum(pnstrdup(spelled.data(), spelled.size())),
                             ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)))
                       : std::nullopt;
        },
        veil_canonical_numeric);
}

VEIL_BACKEND_FUNCTION(veil_raw_from_date)
{ return raw_from(fcinfo, read_date, veil_canonical_date); }

VEIL_BACKEND_FUNCTION(veil_raw_from_timestamp)
{
    return raw_from(
        fcinfo, [](std::string_view spelled) { return read_timestamp(spelled, ""); },
        veil_canonical_timestamp);
}

// Canonical texts of moments are in UTC.
VEIL_BACKEND_FUNCTION(veil_raw_from_timestamptz)
{
    return raw_from(
        fcinfo, [](std::string_view spelled) { return read_timestamp(spelled, "+00"); },
        veil_canonical_timestamptz);
}

VEIL_BACKEND_FUNCTION(veil_raw_from_float4)
{ return raw_from(fcinfo, read_float4, veil_canonical_float4); }

VEIL_BACKEND_FUNCTION(veil_raw_from_float8)
{ return raw_from(fcinfo, read_float8, veil_canonical_float8); }

VEIL_BACKEND_FUNCTION(veil_raw_from_time)
{ return raw_from(fcinfo, read_time, veil_canonical_time); }

VEIL_BACKEND_FUNCTION(veil_raw_from_uuid)
{ return raw_from(fcinfo, read_uuid, nullptr); }

VEIL_BACKEND_FUNCTION(veil_raw_from_macaddr)
{ return raw_from(fcinfo, read_macaddr, nullptr); }

VEIL_BACKEND_FUNCTION(veil_raw_from_inet)
{ return raw_from(fcinfo, read_inet, veil_canonical_inet); }

// A label, of the type of the second argument.
VEIL_BACKEND_FUNCTION(veil_raw_from_enum)
{
    const Oid type = get_fn_expr_argtype(fcinfo->flinfo, 1);
    const std::string_view label = PG_ARGISNULL(0) ? std::string_view{} : text_argument(fcinfo, 0);
    if (label.empty() || label.size() >= NAMEDATALEN || !OidIsValid(type)) {
        PG_RETURN_NULL();
    }
    const Oid value = GetSysCacheOid2(ENUMTYPOIDNAME, Anum_pg_enum_oid, ObjectIdGetDatum(type),
                                      CStringGetDatum(pnstrdup(label.data(), label.size())));
    if (!OidIsValid(value)) {
        PG_RETURN_NULL();
    }
    PG_RETURN_OID(value);
}
