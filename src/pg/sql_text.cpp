// veil.partial, veil.prefix, veil.redact: masks of text.
#include "core/text_masking.hpp"
#include "pg/boundary.hpp"
#include "pg/character_length.hpp"
#include "pg/text_value.hpp"

namespace {

using namespace veil::pg;

// A number of characters; less than none is none.
std::size_t count_argument(FunctionCallInfo fcinfo, int number) {
    return static_cast<std::size_t>(std::max<std::int32_t>(PG_GETARG_INT32(number), 0));
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_prefix)
{
    std::string_view value = text_argument(fcinfo, 0);
    std::size_t size = veil::prefix_size(value, count_argument(fcinfo, 1), character_length());
    text* result = new_text(size);
    memcpy(VARDATA(result), value.data(), size);
    PG_RETURN_TEXT_P(result);
}

VEIL_BACKEND_FUNCTION(veil_partial)
{
    std::string_view value = text_argument(fcinfo, 0);
    std::string_view fill = text_argument(fcinfo, 3);
    veil::PartialSpans shown =
        veil::partial_spans(value, count_argument(fcinfo, 1), count_argument(fcinfo, 2), character_length());
    text* result = new_text(shown.head + fill.size() + shown.tail);
    char* out = VARDATA(result);
    memcpy(out, value.data(), shown.head);
    memcpy(out + shown.head, fill.data(), fill.size());
    memcpy(out + shown.head + fill.size(), value.data() + value.size() - shown.tail, shown.tail);
    PG_RETURN_TEXT_P(result);
}

VEIL_BACKEND_FUNCTION(veil_redact)
{
    std::string_view fill = text_argument(fcinfo, 1);
    PG_RETURN_DATUM(text_datum(fill));
}
