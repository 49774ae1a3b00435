// veil.scrub(value, options, known), veil.scrub(value, key, scope, options, known) and veil.detect(value):
// free text without the identifiers in it, and what they are.
#include "pg/keyed_call.hpp"
#include "pg/scrubber.hpp"
#include "pg/sql_arguments.hpp"

using namespace veil::pg;

namespace {

// The row's own identifiers. Backend code that reads the array; the bytes live as long as the call. A NULL is
// empty.
struct TextArray {
    Datum* elements;
    bool* nulls;
    int count;
};

TextArray text_array_argument(FunctionCallInfo fcinfo, int number) {
    TextArray array{};
    deconstruct_array(PG_GETARG_ARRAYTYPE_P(number), TEXTOID, -1, false, TYPALIGN_INT, &array.elements,
                      &array.nulls, &array.count);
    for (int i = 0; i < array.count; ++i) {
        if (!array.nulls[i]) {
            array.elements[i] = PointerGetDatum(PG_DETOAST_DATUM_PACKED(array.elements[i]));
        }
    }
    return array;
}

std::vector<std::string_view> views_of(const TextArray& array) {
    std::vector<std::string_view> views;
    for (int i = 0; i < array.count; ++i) {
        views.push_back(array.nulls[i] ? std::string_view() : view_of(DatumGetPointer(array.elements[i])));
    }
    return views;
}

// C++ code.
Datum scrubbed(FunctionCallInfo fcinfo, int options_argument, const veil::TextPseudonym* pseudonyms) {
    const auto value = call([&] { return text_argument(fcinfo, 0); });
    const auto options = call([&] { return text_argument(fcinfo, options_argument); });
    const TextArray known = call([&] { return text_array_argument(fcinfo, options_argument + 1); });
    const Scrubber& scrubber = scrubber_of(options);
    if ((scrubber.options().replacement == veil::Replacement::pseudonym) != (pseudonyms != nullptr)) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "pseudonyms need a key, and nothing else does");
    }
    const auto result = scrubber.scrub(value, views_of(known), pseudonyms);
    if (!result) {
        fcinfo->isnull = true;
        return 0;
    }
    return call([&] { return text_datum(*result); });
}

// In characters from the first byte to another, counted on from where it stood.
class CharacterCounter {
  public:
    explicit CharacterCounter(std::string_view value) : text_(value) {}

    int count_to(std::size_t byte) {
        count_ += call(
            [&] { return pg_mbstrlen_with_len(text_.data() + counted_, static_cast<int>(byte - counted_)); });
        counted_ = byte;
        return count_;
    }

  private:
    std::string_view text_;
    std::size_t counted_ = 0;
    int count_ = 0;
};

} // namespace

VEIL_FUNCTION(veil_scrub)
{ return scrubbed(fcinfo, 1, nullptr); }

VEIL_BACKEND_FUNCTION(veil_scrub_keyed)
{
    const auto* pseudonyms = algorithm_of<veil::TextPseudonym>(fcinfo);
    return guard([&] { return scrubbed(fcinfo, 3, pseudonyms); });
}

VEIL_FUNCTION(veil_detect)
{
    call([&] { InitMaterializedSRF(fcinfo, 0); });
    const auto value = call([&] { return text_argument(fcinfo, 0); });
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    if (value.size() > veil::longest_scrubbed_text) {
        return 0;
    }
    CharacterCounter characters(value);
    for (const veil::Finding& finding : scrubber_of("").find(value, {})) {
        const int begins = characters.count_to(finding.begin) + 1;
        const int ends = characters.count_to(finding.end);
        const std::string_view name = veil::entity_name(finding.entity);
        call([&] {
            std::array<Datum, 3> values{text_datum(name), Int32GetDatum(begins), Int32GetDatum(ends)};
            std::array<bool, 3> nulls{};
            tuplestore_putvalues(result->setResult, result->setDesc, values.data(), nulls.data());
        });
    }
    return 0;
}
