// veil.fold_case(text): full Unicode case folding, for values that are keyed whatever their case.
#include "core/ascii_case.hpp"
#include "pg/international.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

text* resized(text* result, std::size_t size) {
    SET_VARSIZE(result, VARHDRSZ + size);
    return result;
}

} // namespace

// Nothing of the value decides whether there is an error. A folding that no text can hold (it may take three
// times the bytes) is suppressed.
VEIL_BACKEND_FUNCTION(veil_fold_case)
{
    if (GetDatabaseEncoding() != PG_UTF8) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("case folding needs a database with encoding UTF8")));
    }
    std::string_view value = text_argument(fcinfo, 0);
    text* result = new_text(value.size());
    if (veil::fold_ascii(value, VARDATA(result))) {
        PG_RETURN_TEXT_P(result);
    }
    const auto* module = guard([] { return &international_module(); });
    std::int64_t size = module->fold_case(value.data(), value.size(), VARDATA(result), value.size());
    if (size > static_cast<std::int64_t>(value.size()) &&
        size <= static_cast<std::int64_t>(MaxAllocSize - VARHDRSZ)) {
        auto capacity = static_cast<std::size_t>(size);
        pfree(result);
        result = new_text(capacity);
        size = module->fold_case(value.data(), value.size(), VARDATA(result), capacity);
    }
    if (size < 0 || size > static_cast<std::int64_t>(MaxAllocSize - VARHDRSZ)) {
        PG_RETURN_NULL();
    }
    PG_RETURN_TEXT_P(resized(result, static_cast<std::size_t>(size)));
}
