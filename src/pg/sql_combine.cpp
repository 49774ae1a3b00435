// veil.combine(separator, parts): several texts as one. NULL where one of them is NULL, and where the whole
// would be longer than 256 MB.
#include "core/text_combination.hpp"
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

constexpr std::size_t longest_combination = 256UL * 1024 * 1024;

} // namespace

VEIL_BACKEND_FUNCTION(veil_combine)
{
    const std::string_view separator = text_argument(fcinfo, 0);
    ArrayType* array = PG_GETARG_ARRAYTYPE_P(1);
    if (separator.size() != 1 || !veil::is_separator(separator[0])) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("the separator must be one printable ASCII character, not a backslash")));
    }
    Datum* parts = nullptr;
    bool* nulls = nullptr;
    int count = 0;
    deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &parts, &nulls, &count);
    std::size_t size = count > 0 ? static_cast<std::size_t>(count) - 1 : 0;
    for (int i = 0; i < count; ++i) {
        if (nulls[i]) {
            PG_RETURN_NULL();
        }
        size += veil::escaped_size(view_of(DatumGetPointer(parts[i])), separator[0]);
        if (size > longest_combination) {
            PG_RETURN_NULL();
        }
    }
    text* result = new_text(size);
    char* end = VARDATA(result);
    for (int i = 0; i < count; ++i) {
        if (i > 0) {
            *end++ = separator[0];
        }
        end = veil::write_escaped(view_of(DatumGetPointer(parts[i])), separator[0], end);
    }
    PG_RETURN_TEXT_P(result);
}
