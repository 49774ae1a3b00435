// veil.canonical(value) and veil.normalize_nfc: the one text of a value that a pseudonym is computed from,
// and veil.period(moment, unit): the name of the period that a pseudonym is valid in. Independent of every
// setting; values that SQL holds equal have equal texts.
#include "core/canonical_number.hpp"
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"
#include "pg/truncate_site.hpp"

using namespace veil::pg;

namespace {

Datum cstring_text(const char* value) {
    return PointerGetDatum(cstring_to_text(value));
}

Datum canonical_double(double value) {
    std::array<char, veil::longest_canonical_double> out;
    return text_datum({out.data(), veil::write_canonical_double(value, out)});
}

// ISO 8601, with " BC" where the server writes it. `out` holds MAXDATELEN + 1 characters.
void write_date(DateADT value, char* out) {
    if (DATE_NOT_FINITE(value)) {
        EncodeSpecialDate(value, out);
        return;
    }
    struct pg_tm parts = {};
    j2date(value + POSTGRES_EPOCH_JDATE, &parts.tm_year, &parts.tm_mon, &parts.tm_mday);
    EncodeDateOnly(&parts, USE_ISO_DATES, out);
}

// A timestamp, or a moment in UTC with its "+00". False where the server cannot take it apart, which is no
// value that it would have stored.
bool write_timestamp(Timestamp value, bool has_zone, char* out) {
    if (TIMESTAMP_NOT_FINITE(value)) {
        EncodeSpecialTimestamp(value, out);
        return true;
    }
    struct pg_tm parts = {};
    fsec_t fraction = 0;
    if (timestamp2tm(value, nullptr, &parts, &fraction, nullptr, nullptr) != 0) {
        return false;
    }
    parts.tm_isdst = 0;
    EncodeDateTime(&parts, fraction, has_zone, 0, nullptr, USE_ISO_DATES, out);
    return true;
}

// The day that a moment falls on in a time zone; infinite moments on infinite days.
bool day_of(Timestamp value, pg_tz* zone, DateADT* day) {
    if (TIMESTAMP_IS_NOBEGIN(value)) {
        DATE_NOBEGIN(*day);
        return true;
    }
    if (TIMESTAMP_IS_NOEND(value)) {
        DATE_NOEND(*day);
        return true;
    }
    struct pg_tm parts = {};
    fsec_t fraction = 0;
    int offset = 0;
    if (timestamp2tm(value, zone == nullptr ? nullptr : &offset, &parts, &fraction, nullptr, zone) != 0) {
        return false;
    }
    *day = date2j(parts.tm_year, parts.tm_mon, parts.tm_mday) - POSTGRES_EPOCH_JDATE;
    return true;
}

const TruncateSite* period_site(FunctionCallInfo fcinfo) {
    const TruncateSite* site = truncate_site(fcinfo);
    if (site->unit < veil::DateUnit::day) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("a period has a day at least")));
    }
    return site;
}

// The unit and the first day of the period, so that a month and the year it begins are two periods.
Datum period(DateADT day, const TruncateSite* site) {
    std::string_view unit = veil::date_unit_name(site->unit);
    std::array<char, MAXDATELEN + 1> first_day;
    write_date(veil::truncate_date(day, site->unit), first_day.data());
    const std::size_t day_size = strlen(first_day.data());
    text* result = new_text(unit.size() + 1 + day_size);
    char* end = VARDATA(result);
    memcpy(end, unit.data(), unit.size());
    end[unit.size()] = ' ';
    memcpy(end + unit.size() + 1, first_day.data(), day_size);
    return PointerGetDatum(result);
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_canonical_numeric)
{ PG_RETURN_DATUM(cstring_text(numeric_normalize(PG_GETARG_NUMERIC(0)))); }

// As the double of the same value, which is what SQL compares it as.
VEIL_BACKEND_FUNCTION(veil_canonical_float4)
{ PG_RETURN_DATUM(canonical_double(static_cast<double>(PG_GETARG_FLOAT4(0)))); }

VEIL_BACKEND_FUNCTION(veil_canonical_float8)
{ PG_RETURN_DATUM(canonical_double(PG_GETARG_FLOAT8(0))); }

VEIL_BACKEND_FUNCTION(veil_canonical_date)
{
    std::array<char, MAXDATELEN + 1> out;
    write_date(PG_GETARG_DATEADT(0), out.data());
    PG_RETURN_DATUM(cstring_text(out.data()));
}

VEIL_BACKEND_FUNCTION(veil_canonical_time)
{
    struct pg_tm parts = {};
    fsec_t fraction = 0;
    std::array<char, MAXDATELEN + 1> out;
    (void)time2tm(PG_GETARG_TIMEADT(0), &parts, &fraction);
    EncodeTimeOnly(&parts, fraction, false, 0, USE_ISO_DATES, out.data());
    PG_RETURN_DATUM(cstring_text(out.data()));
}

VEIL_BACKEND_FUNCTION(veil_canonical_timestamp)
{
    std::array<char, MAXDATELEN + 1> out;
    if (!write_timestamp(PG_GETARG_TIMESTAMP(0), false, out.data())) {
        PG_RETURN_NULL();
    }
    PG_RETURN_DATUM(cstring_text(out.data()));
}

VEIL_BACKEND_FUNCTION(veil_canonical_timestamptz)
{
    std::array<char, MAXDATELEN + 1> out;
    if (!write_timestamp(PG_GETARG_TIMESTAMPTZ(0), true, out.data())) {
        PG_RETURN_NULL();
    }
    PG_RETURN_DATUM(cstring_text(out.data()));
}

// inet and cidr: an inet of the same address and netmask as a cidr equals it, and has its text.
VEIL_BACKEND_FUNCTION(veil_canonical_inet)
{ PG_RETURN_DATUM(cstring_text(DatumGetCString(DirectFunctionCall1(inet_out, PG_GETARG_DATUM(0))))); }

VEIL_BACKEND_FUNCTION(veil_canonical_macaddr)
{ PG_RETURN_DATUM(cstring_text(DatumGetCString(DirectFunctionCall1(macaddr_out, PG_GETARG_DATUM(0))))); }

VEIL_BACKEND_FUNCTION(veil_canonical_enum)
{ PG_RETURN_DATUM(cstring_text(DatumGetCString(DirectFunctionCall1(enum_out, PG_GETARG_DATUM(0))))); }

// The server's normalize() needs up to 16 times the bytes of a text at once, and reports an error where it
// cannot have them. What is that long is suppressed.
VEIL_BACKEND_FUNCTION(veil_normalize_nfc)
{
    constexpr std::size_t longest = 32UL * 1024 * 1024;
    if (GetDatabaseEncoding() != PG_UTF8) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("normalization needs a database with encoding UTF8")));
    }
    std::string_view value = text_argument(fcinfo, 0);
    if (std::none_of(value.begin(), value.end(),
                     [](char c) { return static_cast<unsigned char>(c) > 127; })) {
        PG_RETURN_DATUM(PG_GETARG_DATUM(0));
    }
    if (value.size() > longest) {
        PG_RETURN_NULL();
    }
    PG_RETURN_DATUM(DirectFunctionCall2(unicode_normalize_func, PG_GETARG_DATUM(0), text_datum("NFC")));
}

VEIL_BACKEND_FUNCTION(veil_period_date)
{ PG_RETURN_DATUM(period(PG_GETARG_DATEADT(0), period_site(fcinfo))); }

VEIL_BACKEND_FUNCTION(veil_period_timestamp)
{
    const TruncateSite* site = period_site(fcinfo);
    DateADT day = 0;
    if (!day_of(PG_GETARG_TIMESTAMP(0), site->zone, &day)) {
        PG_RETURN_NULL();
    }
    PG_RETURN_DATUM(period(day, site));
}
