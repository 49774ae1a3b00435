#include "core/national_id.hpp"

#include "core/national_id_check.hpp"
#include "core/national_id_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace veil {

namespace {

using enum IdStrength;
using namespace national_id_check;
using namespace national_id_words;

constexpr std::array<NationalId, 34> ids{{
    {"IE", "PPS number", "9999999A", 0, weak, is_irish, context_words<irish>},
    {"PT", "NIF", "999999999", 0, weak, is_portuguese, context_words<portuguese>},
    {"US", "social security number", "999999999", 324, separated, is_social_security, context_words<security>,
     false},
    {"CA", "social insurance number", "999999999", 0, weak, is_canadian, context_words<canadian>},
    {"ES", "DNI", "99999999A", 0, held, is_spanish, context_words<spanish>},
    {"ES", "NIE", "A9999999A", 0, strong, is_spanish_foreigner, context_words<spanish>},
    {"GB", "national insurance number", "AA999999A", 222, separated, is_national_insurance,
     context_words<insurance>, false},
    {"IE", "PPS number", "9999999AA", 0, weak, is_irish, context_words<irish>},
    {"SE", "personnummer", "9999999999", 64, separated, is_swedish, context_words<swedish>},
    {"DK", "CPR-nummer", "9999999999", 64, separated, is_danish, context_words<danish>, false},
    {"GB", "NHS number", "9999999999", 0, weak, is_nhs_number, context_words<nhs>},
    {"AT", "Sozialversicherungsnummer", "9999999999", 46, separated, is_austrian, context_words<austrian>},
    {"CZ", "rodn\xC3\xA9 \xC4\x8D\xC3\xADslo", "9999999999", 64, separated, is_czech, context_words<czech>},
    {"UA", "RNOKPP", "9999999999", 0, weak, is_ukrainian, context_words<ukrainian>},
    {"BG", "EGN", "9999999999", 0, weak, is_bulgarian, context_words<bulgarian>},
    {"IS", "kennitala", "9999999999", 64, separated, is_icelandic, context_words<icelandic>},
    {"FI", "henkil\xC3\xB6tunnus", "999999999X", 64, separated, is_finnish, context_words<finnish>},
    {"FI", "henkil\xC3\xB6tunnus", "999999A999X", 0, strong, is_finnish_lettered, context_words<finnish>},
    {"BE", "rijksregisternummer", "99999999999", 22232, held, is_belgian, context_words<belgian>},
    {"DE", "Steuer-Identifikationsnummer", "99999999999", 2333, held, is_german, context_words<german>},
    {"PL", "PESEL", "99999999999", 0, held, is_polish, context_words<polish>},
    {"NO",
     "f\xC3\xB8"
     "dselsnummer",
     "99999999999", 65, held, is_norwegian, context_words<norwegian>},
    {"TR", "T.C. kimlik numaras\xC4\xB1", "99999999999", 0, weak, is_turkish, context_words<turkish>},
    {"BR", "CPF", "99999999999", 3332, separated, is_brazilian, context_words<brazilian>},
    {"GR", "AMKA", "99999999999", 0, held, is_greek, context_words<greek>},
    {"HR", "OIB", "99999999999", 0, weak, is_croatian, context_words<croatian>},
    {"EE", "isikukood", "99999999999", 0, held, is_baltic, context_words<baltic>},
    {"SE", "personnummer", "999999999999", 84, separated, is_swedish_long, context_words<swedish>},
    {"IN", "Aadhaar", "999999999999", 0, weak, is_indian, context_words<indian>},
    {"CH", "AHV-Nummer", "9999999999999", 3442, held, is_swiss, context_words<swiss>},
    {"RO", "CNP", "9999999999999", 0, held, is_romanian, context_words<romanian>},
    {"FR", "NIR", "999999X99999999", 1222332, strong, is_french, context_words<french>},
    {"IT", "codice fiscale", "AAAAAAXXAXXAXXXA", 0, strong, is_italian, context_words<italian>},
    {"CN", "resident identity number", "99999999999999999X", 0, strong, is_chinese, context_words<chinese>},
}};

static_assert(std::ranges::is_sorted(ids, {}, [](const NationalId& id) { return id.form.size(); }));

constexpr auto is_lettered = [](const NationalId& id) { return id.form[0] == 'A'; };
constexpr auto lettered_ids = [] {
    std::array<NationalId, std::ranges::count_if(ids, is_lettered)> lettered{ids[0], ids[0], ids[0]};
    std::ranges::copy_if(ids, lettered.begin(), is_lettered);
    return lettered;
}();

constexpr auto forms = [] {
    std::array<NationalIdForm, ids.size()> result{};
    std::ranges::transform(ids, result.begin(), [](const NationalId& id) {
        const std::size_t digits = std::min(id.form.find_first_not_of('9'), id.form.size());
        const auto* const next = std::ranges::upper_bound(
            ids, id.form.size(), {}, [](const NationalId& other) { return other.form.size(); });
        return NationalIdForm{static_cast<std::uint8_t>(id.form.size()), static_cast<std::uint8_t>(digits),
                              static_cast<std::uint8_t>(next - ids.begin())};
    });
    return result;
}();

} // namespace

std::span<const NationalId> all_national_ids() noexcept {
    return ids;
}

std::span<const NationalId> lettered_national_ids() noexcept {
    return lettered_ids;
}

std::span<const NationalIdForm> national_id_forms() noexcept {
    return forms;
}

bool is_national_id(const NationalId& id, std::string_view characters) noexcept {
    if (characters.size() != id.form.size())
        return false;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const char c = characters[i];
        const bool is_figure = c >= '0' && c <= '9';
        const bool is_capital = c >= 'A' && c <= 'Z';
        const char kind = id.form[i];
        if (kind == '9' ? !is_figure : kind == 'A' ? !is_capital : !is_figure && !is_capital)
            return false;
    }
    return id.is_right(characters);
}

} // namespace veil
