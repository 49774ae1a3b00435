#include "pg/text_formats.hpp"

#include "core/format_key.hpp"
#include "core/format_text.hpp"
#include "core/phone_permutation.hpp"
#include "pg/international.hpp"

namespace veil::pg {

TextFormat make_text_format(const Key256& key, std::string_view format) {
    FormatText parsed = parse_format_text(format);
    if (parsed.name != "phone") {
        return TextFormat(key, format);
    }
    const bool encrypts_misfits = take_encrypts_misfits(parsed);
    return TextFormat(key, encrypts_misfits,
                      make_phone_mapping(part_key(key, "mapping"), parsed, phone_library()));
}

} // namespace veil::pg
