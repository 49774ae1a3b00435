// veil.bound(NULL of the raw type, value, which, mask, the mask's parameters): the least or the greatest raw
// value of which the mask compares so to the value; NULL where there is none. The mask itself is asked, some
// 64 times, so that the bound is exact at every edge that the mask has.
#include "pg/monotone_domain.hpp"

#include "core/monotone_search.hpp"
#include "pg/attribute.hpp"
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"

#include <bit>

namespace veil::pg {

namespace {

struct Domain {
    std::uint64_t last; // the first is 0
    Datum (*value)(std::uint64_t number);
};

template <class Float, class Bits>
Float float_at(std::uint64_t number) {
    // The bits of negative numbers run the other way; from minus infinity on, and NaN behind infinity.
    constexpr auto sign = static_cast<Bits>(Bits{1} << (8 * sizeof(Bits) - 1));
    const auto infinite = std::bit_cast<Bits>(std::numeric_limits<Float>::infinity());
    const auto from = static_cast<Bits>(~static_cast<Bits>(infinite | sign));
    if (number > std::uint64_t{2} * infinite + 1) {
        return std::numeric_limits<Float>::quiet_NaN();
    }
    const auto key = static_cast<Bits>(from + number);
    return std::bit_cast<Float>((key & sign) != 0 ? static_cast<Bits>(key & ~sign) : static_cast<Bits>(~key));
}

constexpr std::int32_t first_date = DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE;
constexpr std::int32_t end_date = DATE_END_JULIAN - POSTGRES_EPOCH_JDATE;

Datum timestamp_at(std::uint64_t number) {
    constexpr std::uint64_t finite =
        static_cast<std::uint64_t>(END_TIMESTAMP) - static_cast<std::uint64_t>(MIN_TIMESTAMP);
    if (number == 0) {
        return TimestampGetDatum(DT_NOBEGIN);
    }
    return TimestampGetDatum(
        number > finite ? DT_NOEND
                        : static_cast<Timestamp>(static_cast<std::uint64_t>(MIN_TIMESTAMP) + number - 1));
}

std::optional<Domain> domain_of(Oid type) {
    switch (type) {
    case INT2OID:
        return Domain{UINT16_MAX, [](std::uint64_t n) {
                          return Int16GetDatum(
                              static_cast<std::int16_t>(static_cast<std::int64_t>(n) + INT16_MIN));
                      }};
    case INT4OID:
        return Domain{UINT32_MAX, [](std::uint64_t n) {
                          return Int32GetDatum(
                              static_cast<std::int32_t>(static_cast<std::int64_t>(n) + INT32_MIN));
                      }};
    case INT8OID:
        return Domain{UINT64_MAX, [](std::uint64_t n) {
                          return Int64GetDatum(static_cast<std::int64_t>(n ^ std::uint64_t{1} << 63U));
                      }};
    case DATEOID:
        return Domain{
            static_cast<std::uint64_t>(end_date) - static_cast<std::uint64_t>(first_date) + 1,
            [](std::uint64_t n) {
                constexpr auto finite = static_cast<std::uint64_t>(std::int64_t{end_date} - first_date);
                return DateADTGetDatum(
                    n == 0       ? DATEVAL_NOBEGIN
                    : n > finite ? DATEVAL_NOEND
                                 : static_cast<DateADT>(first_date + static_cast<std::int64_t>(n) - 1));
            }};
    case TIMEOID:
        return Domain{static_cast<std::uint64_t>(USECS_PER_DAY),
                      [](std::uint64_t n) { return TimeADTGetDatum(static_cast<TimeADT>(n)); }};
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
        return Domain{static_cast<std::uint64_t>(END_TIMESTAMP) - static_cast<std::uint64_t>(MIN_TIMESTAMP) +
                          1,
                      timestamp_at};
    case FLOAT4OID:
        return Domain{
            std::uint64_t{2} * std::bit_cast<std::uint32_t>(std::numeric_limits<float>::infinity()) + 2,
            [](std::uint64_t n) { return Float4GetDatum(float_at<float, std::uint32_t>(n)); }};
    case FLOAT8OID:
        return Domain{
            std::uint64_t{2} * std::bit_cast<std::uint64_t>(std::numeric_limits<double>::infinity()) + 2,
            [](std::uint64_t n) { return Float8GetDatum(float_at<double, std::uint64_t>(n)); }};
    default:
        return std::nullopt;
    }
}

constexpr int most_arguments = 6;

// A mask with its parameters, ready to be asked.
struct MaskCall {
    FmgrInfo function;
    int arguments;
    Datum parameters[most_arguments];
};

struct Masked {
    Datum value;
    bool is_null;
};

Masked masked(MaskCall* mask, Datum value) {
    LOCAL_FCINFO(call, most_arguments);
    InitFunctionCallInfoData(*call, &mask->function, mask->arguments, InvalidOid, nullptr, nullptr);
    call->args[0] = {value, false};
    for (int i = 1; i < mask->arguments; ++i) {
        call->args[i] = {mask->parameters[i], false};
    }
    const Datum result = FunctionCallInvoke(call);
    return {result, call->isnull};
}

std::int64_t integer_of(Datum value, Oid type) {
    return type == INT2OID   ? DatumGetInt16(value)
           : type == INT4OID ? DatumGetInt32(value)
                             : DatumGetInt64(value);
}

struct BoundSite {
    MaskCall mask;
    Domain domain;
    Oid result_type; // of the mask
    Oid value_type;
    FmgrInfo* comparison; // of the two, unless both are integers
    bool is_least;
    bool (*holds)(int order);
};

[[noreturn]] void refuse() {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("there is no such bound"),
                    errhint("Only the planner asks for bounds.")));
    pg_unreachable();
}

BoundSite* new_site(FunctionCallInfo fcinfo) {
    const auto* expression = reinterpret_cast<FuncExpr*>(fcinfo->flinfo->fn_expr);
    const int parameters = fcinfo->nargs - 4;
    if (expression == nullptr || !IsA(expression, FuncExpr) || parameters < 1 ||
        parameters >= most_arguments || list_length(expression->args) != fcinfo->nargs || PG_ARGISNULL(2) ||
        PG_ARGISNULL(3)) {
        refuse();
    }
    MemoryContext previous = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
    auto* site = static_cast<BoundSite*>(palloc0(sizeof(BoundSite)));
    const Oid type = exprType(static_cast<Node*>(linitial(expression->args)));
    const Oid function = PG_GETARG_OID(3);
    const std::optional<Domain> domain = domain_of(type);
    // The expression that the mask would be called in; its first argument has no value, but a type.
    List* arguments = list_make1(makeNullConst(type, -1, InvalidOid));
    for (int i = 4; i < fcinfo->nargs; ++i) {
        if (PG_ARGISNULL(i)) {
            refuse();
        }
        arguments = lappend(arguments, copyObjectImpl(list_nth(expression->args, i)));
        const Oid argument = exprType(static_cast<Node*>(list_nth(expression->args, i)));
        site->mask.parameters[i - 3] =
            datumCopy(PG_GETARG_DATUM(i), get_typbyval(argument), get_typlen(argument));
    }
    if (!domain || !is_generalization(function)) {
        refuse();
    }
    site->domain = *domain;
    site->result_type = get_func_rettype(function);
    site->value_type = exprType(static_cast<Node*>(lsecond(expression->args)));
    fmgr_info_cxt(function, &site->mask.function, fcinfo->flinfo->fn_mcxt);
    fmgr_info_set_expr(reinterpret_cast<Node*>(makeFuncExpr(function, site->result_type, arguments,
                                                            InvalidOid, InvalidOid, COERCE_EXPLICIT_CALL)),
                       &site->mask.function);
    site->mask.arguments = parameters + 1;
    if (!is_integer(site->result_type) || !is_integer(site->value_type)) {
        TypeCacheEntry* entry = lookup_type_cache(site->result_type, TYPECACHE_CMP_PROC_FINFO);
        if (site->result_type != site->value_type || !OidIsValid(entry->cmp_proc)) {
            refuse();
        }
        site->comparison = &entry->cmp_proc_finfo;
    }
    const std::string_view which = text_argument(fcinfo, 2);
    const std::string_view op = which.substr(which.find(' ') + 1);
    site->is_least = which.starts_with("least ");
    site->holds = op == "<"    ? +[](int order) { return order < 0; }
                  : op == "<=" ? +[](int order) { return order <= 0; }
                  : op == ">"  ? +[](int order) { return order > 0; }
                  : op == ">=" ? +[](int order) { return order >= 0; }
                               : nullptr;
    if (site->holds == nullptr) {
        refuse();
    }
    MemoryContextSwitchTo(previous);
    return site;
}

} // namespace

bool is_defined_at_ends(const MaskShape& shape) {
    const std::optional<Domain> domain = domain_of(shape.type);
    const int arguments = list_length(shape.call->args);
    if (!domain || arguments > most_arguments) {
        return false;
    }
    MaskCall mask{};
    fmgr_info(shape.call->funcid, &mask.function);
    fmgr_info_set_expr(reinterpret_cast<Node*>(const_cast<FuncExpr*>(shape.call)), &mask.function);
    mask.arguments = arguments;
    for (int i = 1; i < arguments; ++i) {
        mask.parameters[i] = static_cast<Const*>(list_nth(shape.call->args, i))->constvalue;
    }
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{1}, domain->last - 1, domain->last}) {
        if (masked(&mask, domain->value(number)).is_null) {
            return false;
        }
    }
    return true;
}

} // namespace veil::pg

using namespace veil::pg;

VEIL_BACKEND_FUNCTION(veil_bound)
{
    auto* site = static_cast<BoundSite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site = new_site(fcinfo);
        fcinfo->flinfo->fn_extra = site;
    }
    if (PG_ARGISNULL(1)) {
        PG_RETURN_NULL();
    }
    const Datum value = PG_GETARG_DATUM(1);
    const auto holds = [&](std::uint64_t number) {
        const Masked result = masked(&site->mask, site->domain.value(number));
        if (result.is_null) {
            return false;
        }
        if (site->comparison != nullptr) {
            return site->holds(DatumGetInt32(
                FunctionCall2Coll(site->comparison, DEFAULT_COLLATION_OID, result.value, value)));
        }
        const std::int64_t left = integer_of(result.value, site->result_type);
        const std::int64_t right = integer_of(value, site->value_type);
        return site->holds(left < right ? -1 : left > right ? 1 : 0);
    };
    const std::optional<std::uint64_t> number = site->is_least
                                                    ? veil::least_that(0, site->domain.last, holds)
                                                    : veil::greatest_that(0, site->domain.last, holds);
    if (!number) {
        PG_RETURN_NULL();
    }
    return site->domain.value(*number);
}
