// veil.noise(value, key, scope, format, subject), veil.shift(value, key, scope, format, subject) and
// veil.in_sample(subject, key, scope, fraction): what a key draws for a subject, once and for ever.
#include "core/date_shift.hpp"
#include "core/noise.hpp"
#include "core/noise_grid.hpp"
#include "core/subject_sample.hpp"
#include "pg/keyed_call.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

constexpr int subject_argument = 4;

veil::NoiseForm noise_form(std::string_view format) {
    auto form = veil::parse_noise_form(format);
    if (!form) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "there is no such noise",
                      "It is written as in 'laplace v1 scale 16777216 grid 1 from -100 to 100 of age'.");
    }
    return *std::move(form);
}

// The noise of the core with the grid of a family of types. The family is no part of the key: equal numbers
// of different types have equal noise on equal grids.
template <class Grid, std::optional<Grid> (*parse_grid)(std::string_view) noexcept>
class SqlNoise {
  public:
    static constexpr std::string_view purpose = std::is_same_v<Grid, veil::WholeGrid>     ? "noise/whole"
                                                : std::is_same_v<Grid, veil::DecimalGrid> ? "noise/decimal"
                                                                                          : "noise/binary";

    static std::string purpose_of(std::string_view format) { return veil::noise_purpose(noise_form(format)); }

    SqlNoise(const veil::Key256& key, std::string_view format)
        : noise_(key, noise_form(format)), grid_(grid_of(format)) {}

    [[nodiscard]] const veil::Noise& noise() const noexcept { return noise_; }
    [[nodiscard]] const Grid& grid() const noexcept { return grid_; }

  private:
    static Grid grid_of(std::string_view format) {
        const auto grid = parse_grid(noise_form(format).grid);
        if (!grid) {
            throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "there is no such grid for this type");
        }
        return *grid;
    }

    veil::Noise noise_;
    Grid grid_;
};

using WholeNoise = SqlNoise<veil::WholeGrid, veil::parse_whole_grid>;
using DecimalNoise = SqlNoise<veil::DecimalGrid, veil::parse_decimal_grid>;
using BinaryNoise = SqlNoise<veil::BinaryGrid, veil::parse_binary_grid>;

class SqlShift {
  public:
    static constexpr std::string_view purpose = veil::SubjectShift::purpose;

    SqlShift(const veil::Key256& key, std::string_view format) : shift_(key, form_of(format)) {}

    [[nodiscard]] const veil::SubjectShift& shift() const noexcept { return shift_; }

  private:
    static veil::ShiftForm form_of(std::string_view format) {
        const auto form = veil::parse_shift_form(format);
        if (!form) {
            throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "there is no such shift",
                          "It is written as in '30 day', '4 week' or '86400 second or none'.");
        }
        return *form;
    }

    veil::SubjectShift shift_;
};

// The functions below are backend code.

std::span<const std::uint8_t> subject_of(FunctionCallInfo fcinfo) {
    return byte_span(text_argument(fcinfo, subject_argument));
}

template <class T>
T whole_noise(FunctionCallInfo fcinfo, T value) {
    const auto* algorithm = algorithm_of<WholeNoise>(fcinfo);
    const std::int64_t steps = veil::steps_of(std::int64_t{value}, algorithm->grid());
    return veil::value_at<T>(algorithm->noise().apply(steps, subject_of(fcinfo)), algorithm->grid());
}

// A moment that the calendar ends before is the calendar's end: the compiler's bounds see to that, and a form
// written by hand gets what is no moment as NULL.
Datum timestamp_noise(FunctionCallInfo fcinfo) {
    const Timestamp value = PG_GETARG_TIMESTAMP(0);
    if (TIMESTAMP_NOT_FINITE(value)) {
        PG_RETURN_NULL();
    }
    const Timestamp result = whole_noise<std::int64_t>(fcinfo, value);
    if (TIMESTAMP_NOT_FINITE(result) || !IS_VALID_TIMESTAMP(result)) {
        PG_RETURN_NULL();
    }
    PG_RETURN_TIMESTAMP(result);
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_noise_int2)
{ PG_RETURN_INT16(whole_noise<std::int16_t>(fcinfo, PG_GETARG_INT16(0))); }

VEIL_BACKEND_FUNCTION(veil_noise_int4)
{ PG_RETURN_INT32(whole_noise<std::int32_t>(fcinfo, PG_GETARG_INT32(0))); }

VEIL_BACKEND_FUNCTION(veil_noise_int8)
{ PG_RETURN_INT64(whole_noise<std::int64_t>(fcinfo, PG_GETARG_INT64(0))); }

VEIL_BACKEND_FUNCTION(veil_noise_numeric)
{
    const auto* algorithm = algorithm_of<DecimalNoise>(fcinfo);
    const veil::DecimalGrid grid = algorithm->grid();
    const Numeric value = PG_GETARG_NUMERIC(0);
    const char* digits = DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value)));
    const auto steps = veil::steps_of(std::string_view(digits), grid);
    std::int64_t units = 0;
    if (!steps || __builtin_mul_overflow(algorithm->noise().apply(*steps, subject_of(fcinfo)), grid.numerator,
                                         &units)) {
        PG_RETURN_NULL();
    }
    PG_RETURN_NUMERIC(int64_div_fast_to_numeric(units, grid.decimals));
}

VEIL_BACKEND_FUNCTION(veil_noise_float4)
{
    const auto* algorithm = algorithm_of<BinaryNoise>(fcinfo);
    const auto steps = veil::steps_of(static_cast<double>(PG_GETARG_FLOAT4(0)), algorithm->grid());
    if (!steps) {
        PG_RETURN_NULL();
    }
    PG_RETURN_FLOAT4(
        veil::single_value_at(algorithm->noise().apply(*steps, subject_of(fcinfo)), algorithm->grid()));
}

VEIL_BACKEND_FUNCTION(veil_noise_float8)
{
    const auto* algorithm = algorithm_of<BinaryNoise>(fcinfo);
    const auto steps = veil::steps_of(static_cast<double>(PG_GETARG_FLOAT8(0)), algorithm->grid());
    if (!steps) {
        PG_RETURN_NULL();
    }
    PG_RETURN_FLOAT8(veil::value_at(algorithm->noise().apply(*steps, subject_of(fcinfo)), algorithm->grid()));
}

VEIL_BACKEND_FUNCTION(veil_noise_date)
{
    const DateADT value = PG_GETARG_DATEADT(0);
    if (DATE_NOT_FINITE(value)) {
        PG_RETURN_NULL();
    }
    const DateADT result = whole_noise<std::int32_t>(fcinfo, value);
    if (DATE_NOT_FINITE(result) || !IS_VALID_DATE(result)) {
        PG_RETURN_NULL();
    }
    PG_RETURN_DATEADT(result);
}

// timestamp and timestamptz.
VEIL_BACKEND_FUNCTION(veil_noise_timestamp)
{ return timestamp_noise(fcinfo); }

VEIL_BACKEND_FUNCTION(veil_shift_date)
{
    const auto shifted =
        algorithm_of<SqlShift>(fcinfo)->shift().shift_date(PG_GETARG_DATEADT(0), subject_of(fcinfo));
    if (!shifted) {
        PG_RETURN_NULL();
    }
    PG_RETURN_DATEADT(*shifted);
}

VEIL_BACKEND_FUNCTION(veil_shift_timestamp)
{
    const auto shifted =
        algorithm_of<SqlShift>(fcinfo)->shift().shift_timestamp(PG_GETARG_TIMESTAMP(0), subject_of(fcinfo));
    if (!shifted) {
        PG_RETURN_NULL();
    }
    PG_RETURN_TIMESTAMP(*shifted);
}

VEIL_BACKEND_FUNCTION(veil_in_sample)
{
    PG_RETURN_BOOL(algorithm_of<veil::SubjectSample>(fcinfo)->holds(byte_span(text_argument(fcinfo, 0)),
                                                                    PG_GETARG_FLOAT8(3)));
}
