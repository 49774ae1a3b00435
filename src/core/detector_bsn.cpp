#include "core/detector_bsn.hpp"

#include "core/check_digit.hpp"
#include "core/nearby_words.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace veil {

namespace {

constexpr auto bsn_words = std::to_array<std::string_view>(
    {"bsn", "b s n", "bsnr", "bsnnr", "bsnnummer", "burgerservice", "burger service", "sofi", "sofinr",
     "sofinummer", "citizen service", "social fiscal", "sociaal fiscaal", "bsn nummer"});
constexpr auto foreign_id_words = std::to_array<std::string_view>({"dni",
                                                                   "nif",
                                                                   "pesel",
                                                                   "sin",
                                                                   "ssn",
                                                                   "social insurance",
                                                                   "steuer",
                                                                   "codice",
                                                                   "personnummer",
                                                                   "rijksregister",
                                                                   "pps",
                                                                   "oib",
                                                                   "egn",
                                                                   "nhs",
                                                                   "social security",
                                                                   "socialezekerheid",
                                                                   "securite",
                                                                   "nir",
                                                                   "cpr",
                                                                   "cpf",
                                                                   "cnp",
                                                                   "ahv",
                                                                   "insz",
                                                                   "nino",
                                                                   "national insurance",
                                                                   "contribuinte",
                                                                   "svnr",
                                                                   "sozialversicherung",
                                                                   "kimlik",
                                                                   "aadhaar",
                                                                   "amka",
                                                                   "rnokpp",
                                                                   "rodne",
                                                                   "geboortenummer",
                                                                   "birth number",
                                                                   "kennitala",
                                                                   "isikukood"});
constexpr auto vat_words = std::to_array<std::string_view>(
    {"btw", "vat", "omzetbelasting", "btwnummer", "btw id", "btwnr", "tax id", "ob nummer"});

bool passes_eleven_test(std::string_view nine) noexcept {
    std::uint32_t number = 0;
    for (const char digit : nine.substr(0, 8))
        number = number * 10 + static_cast<std::uint32_t>(digit - '0');
    return number != 0 && bsn_check_digit(number) == static_cast<unsigned>(nine[8] - '0');
}

bool report_bsn(const Scan& scan, const DigitSequence& digits, std::size_t count) {
    std::array<char, 9> padded{'0'};
    std::copy_n(digits.digits.begin(), count, padded.begin() + static_cast<std::ptrdiff_t>(9 - count));
    if (!passes_eleven_test({padded.data(), padded.size()}) || digits.begins_with_dotted_quad())
        return false;
    const std::size_t end = digits.end(count);
    const Context context = context_of(scan, digits.begin, end, context_words<bsn_words>);
    if (context == Context::fitting) {
        // "no BSN, DNI 12345678-Z"
        if (is_nearer(scan, digits.begin, context_words<foreign_id_words>, context_words<bsn_words>))
            return false;
        scan.report(Entity::bsn, digits.begin, end, 98);
        return true;
    }
    if (context == Context::other || count < 9 || digits.word_before ||
        digits.digit_before >= Separator::dot || digits.separators[count - 1] >= Separator::dot ||
        looks_like_amount(scan.text, digits.begin, end))
        return false;
    const std::uint32_t shape = digits.shape(9);
    if (shape != 423 && (shape != 333 || digits.separators[2] == Separator::blank))
        return false;
    scan.report(Entity::bsn, digits.begin, end, shape == 423 ? 90 : 75);
    return true;
}

// "bsn123456782": letters before, which say what it is.
bool follows_letters(const Scan& scan, const DigitSequence& digits) {
    std::size_t begin = digits.begin;
    while (begin > 0 && digits.begin - begin < 24 && is_ascii_letter(scan.text[begin - 1]))
        --begin;
    return context_of(scan, digits.begin, digits.begin, context_words<bsn_words>) == Context::fitting &&
           digits.begin - begin < 24;
}

unsigned remainder_97(std::string_view characters) noexcept {
    unsigned remainder = 0;
    for (const char c : characters)
        remainder = is_digit(c) ? (remainder * 10 + static_cast<unsigned>(c - '0')) % 97
                                : (remainder * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    return remainder;
}

// The two letters before, with one blank or without.
std::optional<std::size_t> letters_before(std::string_view text, std::size_t at,
                                          std::string_view letters) noexcept {
    std::size_t end = at;
    if (end > letters.size() && (text[end - 1] == ' ' || text[end - 1] == '-' || text[end - 1] == '.'))
        --end;
    if (end < letters.size() ||
        !std::ranges::equal(text.substr(end - letters.size(), letters.size()), letters, {}, to_upper) ||
        word_comes_before(text, end - letters.size()))
        return std::nullopt;
    return end - letters.size();
}

} // namespace

void find_bsn(const Scan& scan, const DigitSequence& digits) {
    if (digits.count < 8 || (digits.word_before && !follows_letters(scan, digits)))
        return;
    if (digits.count >= 9 && digits.ends_at(9) && report_bsn(scan, digits, 9))
        return;
    if (digits.ends_at(8) && !scan.stands_alone && digits.shape(8) == 8)
        report_bsn(scan, digits, 8);
}

void find_vat(const Scan& scan, const DigitSequence& digits) {
    if (digits.count < 9)
        return;
    const std::string_view text = scan.text;
    const auto country = letters_before(text, digits.begin, "NL");
    const std::size_t begin = country.value_or(digits.begin);
    if (word_comes_before(text, begin))
        return;
    std::size_t at = digits.end(9);
    const Gap gap = gap_at(text, at);
    at += gap.size;
    if (to_upper(at_or_nul(text, at)) != 'B')
        return;
    at += 1 + (at_or_nul(text, at + 1) == '.' || at_or_nul(text, at + 1) == ' ' ? 1 : 0);
    if (!is_digit(at_or_nul(text, at)) || !is_digit(at_or_nul(text, at + 1)) || word_goes_on(text, at + 2))
        return;
    const std::size_t end = at + 2;
    std::array<char, 14> whole{'N', 'L'};
    std::copy_n(digits.digits.begin(), 9, whole.begin() + 2);
    whole[11] = 'B';
    whole[12] = text[at];
    whole[13] = text[at + 1];
    const bool is_right =
        passes_eleven_test(digits.first(9)) || remainder_97({whole.data(), whole.size()}) == 1;
    const bool has_word =
        !scan.stands_alone && context_of(scan, begin, end, context_words<vat_words>) == Context::fitting;
    if ((is_right && country) || has_word)
        scan.report(Entity::vat, begin, end, is_right ? 98 : 80);
}

} // namespace veil
