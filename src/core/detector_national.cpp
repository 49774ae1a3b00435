#include "core/detector_national.hpp"

#include "core/national_id.hpp"
#include "core/nearby_words.hpp"
#include "core/number_holder.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

// What such a number is called whatever the country.
constexpr auto any_country = std::to_array<std::string_view>({"national id",
                                                              "nationaal",
                                                              "identity n",
                                                              "identification",
                                                              "identiteit",
                                                              "identificatie",
                                                              "persoonsnummer",
                                                              "persoonscode",
                                                              "personal n",
                                                              "personal id",
                                                              "id number",
                                                              "id nummer",
                                                              "id",
                                                              "tax id",
                                                              "tax number",
                                                              "fiscaal nummer",
                                                              "social security",
                                                              "socialezekerheid",
                                                              "citizen id",
                                                              "citizen number",
                                                              "national number",
                                                              "identity c",
                                                              "personal identity",
                                                              "personal code",
                                                              "personal numeric",
                                                              "persoonsnr",
                                                              "persoonlijk nummer",
                                                              "id code",
                                                              "idcode",
                                                              "id nr",
                                                              "id no",
                                                              "tax code",
                                                              "taxpayer",
                                                              "belastingnummer",
                                                              "belastingnr",
                                                              "belastingcode",
                                                              "fiscal number",
                                                              "fiscal code",
                                                              "sociale zekerheid"});

constexpr auto birth_words =
    std::to_array<std::string_view>({"geboren", "geb", "geboortedatum", "born", "birth", "dob"});

// Digits and letters with gaps, in capitals.
struct Compact {
    static constexpr std::size_t longest = 18;
    static constexpr std::size_t most_gaps = 8;

    std::array<char, longest> characters;
    std::array<std::uint8_t, longest> offsets;   // of the places, from `begin` on
    std::array<Separator, longest> separators{}; // behind the character
    std::size_t count = 0;
    std::size_t begin = 0;
    bool goes_on = false;

    // Where the first `length` characters end in the text.
    [[nodiscard]] std::size_t end(std::size_t length) const noexcept {
        return begin + offsets[length - 1] + 1;
    }
    [[nodiscard]] std::string_view first(std::size_t length) const noexcept {
        return {characters.data(), length};
    }
    [[nodiscard]] bool ends_at(std::size_t length) const noexcept {
        return length < count ? separators[length - 1] != Separator::none : length == count && !goes_on;
    }
    // Whether there are separators between the characters from `from` on, but before a last letter.
    [[nodiscard]] bool has_groups(std::size_t from, std::size_t length) const noexcept {
        const std::size_t last = is_digit(characters[length - 1]) ? length - 1 : length - 2;
        return std::any_of(separators.begin() + static_cast<std::ptrdiff_t>(from),
                           separators.begin() + static_cast<std::ptrdiff_t>(std::max(from, last)),
                           [](Separator separator) { return separator != Separator::none; });
    }
    // Of the groups that begin at `from`; see DigitSequence::shape(). A last letter is no part of it.
    [[nodiscard]] std::uint32_t shape(std::size_t from, std::size_t length) const noexcept {
        std::uint32_t result = 0;
        std::uint32_t group = 0;
        for (std::size_t i = from; i < length; ++i) {
            ++group;
            if (i + 1 == length || separators[i] != Separator::none) {
                if (group > 9 || result > 9'999'999)
                    return 0;
                result = result * 10 + group;
                group = 0;
            }
        }
        return result;
    }
};

Compact read_compact(std::string_view text, std::size_t begin) noexcept {
    Compact compact;
    compact.begin = begin;
    std::size_t at = begin;
    std::size_t gaps = 0;
    while (compact.count < Compact::longest && at < text.size()) {
        if (is_alphanumeric(text[at])) {
            compact.characters[compact.count] = to_upper(text[at]);
            compact.offsets[compact.count++] = static_cast<std::uint8_t>(at++ - begin);
            continue;
        }
        const Gap gap = gap_at(text, at);
        if (gap.size == 0 || ++gaps > Compact::most_gaps || !is_alphanumeric(at_or_nul(text, at + gap.size)))
            break;
        compact.separators[compact.count - 1] = gap.separator;
        at += gap.size;
    }
    compact.goes_on = word_goes_on(text, at);
    return compact;
}

// Where the letters begin that a form has before its first digit; nothing where there are fewer.
std::size_t letters_begin(std::string_view text, std::size_t digit, std::size_t letters) noexcept {
    std::size_t at = digit;
    for (std::size_t found = 0; found < letters; ++found) {
        if (at > 0 && !is_ascii_letter(text[at - 1]) && (found == 0 || found == 3))
            at -= std::min(gap_before(text, at).size, at);
        if (at == 0 || !is_ascii_letter(text[at - 1]))
            return digit;
        --at;
    }
    return at;
}

// How many letters are before a digit, with a gap between or without; no more than one more than forms have.
std::size_t letters_before(std::string_view text, std::size_t digit) noexcept {
    constexpr std::size_t most = 7;
    if (digit > 0 && !is_ascii_letter(text[digit - 1]))
        digit -= std::min(gap_before(text, digit).size, digit);
    std::size_t letters = 0;
    while (letters < std::min(most, digit) && is_ascii_letter(text[digit - letters - 1]))
        ++letters;
    return letters;
}

bool has_usual_groups(const NationalId& id, const Compact& compact, std::size_t leading) noexcept {
    if (id.shape == 0)
        return false;
    const std::size_t size = id.form.size();
    const bool has_last_letter = id.form.back() == 'A';
    return compact.shape(leading, has_last_letter ? size - 1 : size) == id.shape;
}

bool has_usual_separators(const NationalId& id, const Compact& compact, std::size_t leading) noexcept {
    if (!has_usual_groups(id, compact, leading))
        return false;
    const Separator first = *std::find_if(compact.separators.begin() + static_cast<std::ptrdiff_t>(leading),
                                          compact.separators.end(),
                                          [](Separator separator) { return separator != Separator::none; });
    // Three, two and four digits with blanks are anything, and so are six and four.
    return (id.country != "US" && id.country != "DK") || first == Separator::dash;
}

// "ЕГН: 6101057509", "единен граждански номер"; the lists of words have Latin letters only.
bool follows_bulgarian_name(std::string_view text, std::size_t begin) noexcept {
    constexpr auto names = std::to_array<std::string_view>(
        {"\xD0\x95\xD0\x93\xD0\x9D", "\xD0\xB5\xD0\xB3\xD0\xBD",
         "\xD0\xB3\xD1\x80\xD0\xB0\xD0\xB6\xD0\xB4\xD0\xB0\xD0\xBD\xD1\x81\xD0\xBA\xD0\xB8 "
         "\xD0\xBD\xD0\xBE\xD0\xBC\xD0\xB5\xD1\x80"});
    constexpr std::size_t farthest = 6;
    return std::ranges::any_of(names, [text, begin](std::string_view name) {
        const std::size_t from = begin - std::min(begin, name.size() + farthest);
        return text.substr(from, begin - from).find(name) != std::string_view::npos;
    });
}

// "+353 87 240 2487": the inside of a telephone number.
bool is_inside_international(std::string_view text, std::size_t begin) noexcept {
    constexpr std::string_view marks = " ()-.";
    constexpr std::size_t farthest = 9;
    const std::size_t stop = begin - std::min(begin, farthest);
    while (begin > stop &&
           (is_digit(text[begin - 1]) || marks.find(text[begin - 1]) != std::string_view::npos))
        --begin;
    return begin > 0 && text[begin - 1] == '+';
}

// "43.12.27-801.55 on": without a blank behind another digit, the number is a part of a longer one.
bool is_cut_off(std::string_view text, const DigitSequence& digits) noexcept {
    const char before = digits.begin > 0 ? text[digits.begin - 1] : '\0';
    return (digits.digit_before == Separator::dot && before == '.') ||
           (digits.digit_before == Separator::dash && before == '-');
}

// "id=557019788" of a log says nothing of what it is.
bool is_logged_id(std::string_view text, std::size_t begin) noexcept {
    return begin >= 3 && text[begin - 1] == '=' && to_lower(text[begin - 2]) == 'd' &&
           to_lower(text[begin - 3]) == 'i' && !word_comes_before(text, begin - 3);
}

// Whether a word suffices. Where nothing stands by, or in other groups than people write, a form without a
// check digit says too little: "CPR 010180-1234, 010 454 8588".
bool says_enough(const NationalId& id, bool stands_alone, bool is_usual, bool is_in_groups) noexcept {
    return id.has_check_digit || is_usual || (!stands_alone && !is_in_groups);
}

// Without a word and without the usual separators.
bool is_believed_by_itself(const Scan& scan, const NationalId& id, const Compact& compact, bool has_groups) {
    const std::size_t size = id.form.size();
    const std::size_t begin = compact.begin;
    const std::size_t end = compact.end(size);
    // A single letter behind a number may be the next word.
    const Separator before_last = compact.separators[size - 2];
    const bool has_loose_letter =
        id.form.back() == 'A' && before_last >= Separator::blank && before_last <= Separator::line;
    if (has_loose_letter || looks_like_amount(scan.text, begin, end) || follows_thing(scan.text, begin))
        return false;
    if (id.strength != IdStrength::held)
        return true;
    const bool is_born = is_said_before(scan, begin, context_words<birth_words>);
    return !has_groups && (is_born || follows_person(scan.text, begin, end));
}

void try_id(const Scan& scan, const NationalId& id, const Compact& compact, std::size_t leading,
            const DigitSequence& digits) {
    const std::size_t size = id.form.size();
    if (compact.count < size || !compact.ends_at(size) || !is_national_id(id, compact.first(size)))
        return;
    const std::size_t begin = compact.begin;
    const std::size_t end = compact.end(size);
    Context context = context_of(scan, begin, end, id.words);
    if (id.country == "BG" && follows_bulgarian_name(scan.text, begin))
        context = Context::fitting;
    const bool is_named = context == Context::fitting;
    if (context != Context::fitting && !is_logged_id(scan.text, begin) &&
        context_of(scan, begin, end, context_words<any_country>) == Context::fitting)
        context = Context::fitting;
    const bool is_usual = has_usual_separators(id, compact, leading);
    const bool has_groups = compact.has_groups(leading, size);
    // "his social security number is 123 45 6789"
    const bool is_in_other_groups = has_groups && !(is_named && has_usual_groups(id, compact, leading));
    bool believed =
        context == Context::fitting && says_enough(id, scan.stands_alone, is_usual, is_in_other_groups);
    if (!believed && id.strength != IdStrength::weak) {
        const bool is_inside = leading == 0 && digits.digit_before >= Separator::dot;
        const bool is_sure = id.strength == IdStrength::strong || id.strength == IdStrength::held;
        // What else the sentence numbers says little where the form is a strong one, or somebody's.
        if (context == Context::other && !is_labelled_as_other(scan, begin) &&
            (id.strength == IdStrength::strong ||
             (id.strength == IdStrength::held && follows_person(scan.text, begin, end))))
            context = Context::none;
        believed = !is_inside && (is_usual ? context == Context::none || is_sure
                                           : context == Context::none && is_sure &&
                                                 is_believed_by_itself(scan, id, compact, has_groups));
    }
    if (believed)
        scan.report(Entity::national_id, begin, end,
                    is_named                      ? 96
                    : is_usual                    ? 92
                    : context == Context::fitting ? 91
                                                  : 88);
}

} // namespace

void find_national_id(const Scan& scan, const DigitSequence& digits) {
    const std::string_view text = scan.text;
    // Nearly every number is too short; what has letters has them directly behind or before.
    const bool is_phone = digits.begin > 0 && text[digits.begin - 1] == '+';
    constexpr std::size_t fewest_leading_digits = 6;
    const bool is_part = digits.digit_before != Separator::none &&
                         (is_cut_off(text, digits) || is_inside_international(text, digits.begin));
    if (digits.count >= fewest_leading_digits && !digits.word_before && !is_phone && !is_part &&
        !digits.begins_with_dotted_quad()) {
        const Compact from_digit = read_compact(text, digits.begin);
        const std::span<const NationalIdForm> forms = national_id_forms();
        for (std::size_t i = 0; i < forms.size() && forms[i].size <= from_digit.count;) {
            if (!from_digit.ends_at(forms[i].size)) {
                i = forms[i].next_size;
                continue;
            }
            if (forms[i].leading_digits > 0 && forms[i].leading_digits <= digits.count)
                try_id(scan, all_national_ids()[i], from_digit, 0, digits);
            ++i;
        }
    }
    const std::size_t letters = letters_before(text, digits.begin);
    if (letters == 0)
        return;
    std::size_t known_leading = 0;
    Compact from_letters;
    for (const NationalId& id : lettered_national_ids()) {
        const std::size_t leading = std::min(id.form.find_first_not_of('A'), id.form.size());
        // Of two groups each has three letters.
        constexpr std::size_t grouped = 3;
        if (letters != leading && letters != grouped)
            continue;
        if (leading != known_leading) {
            const std::size_t begin = letters_begin(text, digits.begin, leading);
            known_leading = leading;
            from_letters = begin == digits.begin || word_comes_before(text, begin)
                               ? Compact{}
                               : read_compact(text, begin);
        }
        if (from_letters.count >= id.form.size())
            try_id(scan, id, from_letters, leading, digits);
    }
}

} // namespace veil
