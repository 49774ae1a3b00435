// veil.raw_from(canonical text, NULL of a type): the raw value that has this canonical text, for what is
// encrypted as one. NULL where it is of no value of the type, as that of another column's may be: a text is
// never refused, and what was read must have the same text again.
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"

#include <charconv>

extern "C" {
Datum veil_canonical_numeric(FunctionCallInfo fcinfo);
Datum veil_canonical_date(FunctionCallInfo fcinfo);
Datum veil_canonical_timestamp(FunctionCallInfo fcinfo);
Datum veil_canonical_timestamptz(FunctionCallInfo fcinfo);
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
