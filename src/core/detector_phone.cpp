#include "core/detector_phone.hpp"

#include "core/nearby_words.hpp"
#include "core/phone_permutation.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

constexpr auto phone_words = std::to_array<std::string_view>(
    {"tel", "telefoon", "telefoonnummer", "phone", "telephone", "mobiel", "mobile", "gsm", "fax", "call",
     "called", "cell", "bel", "bellen", "gebeld", "bereikbaar", "whatsapp", "sms", "ring"});

// Where national numbers begin with a 0 that is no part of the number abroad.
struct TrunkZero {
    std::string_view region;
    std::int32_t calling_code;
};
constexpr std::array<TrunkZero, 7> trunk_zeros{
    {{"NL", 31}, {"BE", 32}, {"DE", 49}, {"GB", 44}, {"FR", 33}, {"AT", 43}, {"CH", 41}}};

// Digits with what people put between them.
struct Candidate {
    static constexpr std::size_t longest = 20;

    std::array<char, longest> digits{};
    std::array<std::size_t, longest> places{};
    std::array<bool, longest> ends_group{};
    std::size_t count = 0;
    std::size_t begin = 0;
    bool is_international = false; // "+" before it, or 00
    bool has_separators = false;

    [[nodiscard]] std::string_view from(std::size_t first, std::size_t end) const noexcept {
        return {digits.data() + first, end - first};
    }
};

// Up to three characters between two digits.
std::size_t phone_gap(std::string_view text, std::size_t at) noexcept {
    std::size_t size = 0;
    for (unsigned marks = 0; marks < 3; ++marks) {
        const char c = at_or_nul(text, at + size);
        if (c == '(' || c == ')') {
            ++size;
            continue;
        }
        const Gap gap = gap_at(text, at + size);
        if (gap.size == 0)
            break;
        size += gap.size;
    }
    return size;
}

Candidate read_candidate(std::string_view text, std::size_t begin) noexcept {
    Candidate candidate;
    candidate.begin = begin;
    if (begin > 0 && text[begin - 1] == '+')
        --candidate.begin;
    else if (begin > 1 && text[begin - 1] == ' ' && text[begin - 2] == '+')
        candidate.begin -= 2;
    candidate.is_international = candidate.begin < begin;
    std::size_t at = begin;
    bool has_omitted = false;
    while (candidate.count < Candidate::longest && at < text.size()) {
        if (is_digit(text[at])) {
            // "+31 (0)6": not dialled from abroad. Once: a text of nothing else would be read to its end from
            // each of its digits.
            const bool is_omitted = text[at] == '0' && at > 0 && text[at - 1] == '(' &&
                                    at_or_nul(text, at + 1) == ')' && candidate.count > 0 && !has_omitted;
            has_omitted = has_omitted || is_omitted;
            if (!is_omitted) {
                candidate.digits[candidate.count] = text[at];
                candidate.places[candidate.count++] = at;
            }
            ++at;
            continue;
        }
        const std::size_t gap = phone_gap(text, at);
        if (gap == 0 || !is_digit(at_or_nul(text, at + gap)))
            break;
        candidate.ends_group[candidate.count - 1] = true;
        candidate.has_separators = true;
        at += gap;
    }
    if (candidate.count > 0 && (at >= text.size() || !is_digit(text[at])) && !word_goes_on(text, at))
        candidate.ends_group[candidate.count - 1] = true;
    if (candidate.begin > 0 && text[candidate.begin - 1] == '(')
        --candidate.begin;
    return candidate;
}

// Of digits that begin with a calling code.
std::optional<PhoneNumber> international(PhoneLibrary& phones, std::string_view digits) {
    std::int32_t code = 0;
    for (std::size_t size = 1; size <= 3 && size + 4 <= digits.size(); ++size) {
        code = code * 10 + (digits[size - 1] - '0');
        if (code == 0)
            return std::nullopt;
        NumberingPlan* plan = phones.plan(code);
        // No code begins with another.
        if (plan != nullptr)
            return plan->has(digits.substr(size))
                       ? std::optional(PhoneNumber{code, std::string(digits.substr(size))})
                       : std::nullopt;
    }
    return std::nullopt;
}

std::optional<PhoneNumber> national(PhoneLibrary& phones, std::string_view region, std::string_view digits) {
    const auto* const trunk = std::ranges::find(trunk_zeros, region, &TrunkZero::region);
    if (trunk != trunk_zeros.end()) {
        NumberingPlan* plan = phones.plan(trunk->calling_code);
        return digits[0] == '0' && plan != nullptr && plan->has(digits.substr(1))
                   ? std::optional(PhoneNumber{trunk->calling_code, std::string(digits.substr(1))})
                   : std::nullopt;
    }
    auto number = phones.read_national(digits, region);
    NumberingPlan* plan = number ? phones.plan(number->calling_code) : nullptr;
    return plan != nullptr && plan->has(number->national) ? number : std::nullopt;
}

// "01-02-2020 15": a date and something behind it.
bool begins_as_date(const Candidate& candidate) noexcept {
    return candidate.ends_group[1] && candidate.ends_group[3] && candidate.ends_group[7] &&
           !candidate.ends_group[0] && !candidate.ends_group[2] && !candidate.ends_group[4] &&
           !candidate.ends_group[5] && !candidate.ends_group[6];
}

struct Found {
    PhoneNumber number;
    std::size_t count;
};

std::optional<Found> longest_number(const Scan& scan, const Candidate& candidate) {
    const std::string_view digits = candidate.from(0, candidate.count);
    const std::size_t prefix = !candidate.is_international && digits.starts_with("00") ? 2 : 0;
    const bool abroad = candidate.is_international || prefix > 0;
    const std::size_t least = prefix + (abroad ? 8 : 7);
    for (std::size_t count = candidate.count; count >= least; --count) {
        if (!candidate.ends_group[count - 1])
            continue;
        const std::string_view number = digits.substr(prefix, count - prefix);
        auto found =
            abroad ? international(*scan.phones, number) : national(*scan.phones, scan.region, number);
        if (found)
            return Found{*found, count};
    }
    return std::nullopt;
}

// "06-12345678", "020 123 45 67": a gap behind two to four digits.
bool has_phone_form(const Candidate& candidate, std::size_t count) noexcept {
    return count > 4 && (candidate.ends_group[1] || candidate.ends_group[2] || candidate.ends_group[3]);
}

// "NL32 BUNQ 0589 8839 49": the account of an IBAN whose check digits are wrong.
bool follows_bank(std::string_view text, std::size_t begin) noexcept {
    constexpr std::string_view form = "AA99AAAA";
    std::size_t at = begin;
    for (std::size_t i = form.size(); i-- > 0;) {
        if (at > 0 && text[at - 1] == ' ' && (i == form.size() - 1 || i == 3))
            --at;
        if (at == 0 || !(form[i] == '9' ? is_digit(text[at - 1]) : is_ascii_letter(text[at - 1])))
            return false;
        --at;
    }
    return !word_comes_before(text, at);
}

bool may_be_national(const Scan& scan, const Candidate& candidate) noexcept {
    const std::string_view text = scan.text;
    const std::size_t first = candidate.places[0];
    // "0.612...", the inside of another number, an amount
    if (candidate.digits[0] == '0' && candidate.ends_group[0] && at_or_nul(text, first + 1) == '.')
        return false;
    if (first > 1 && (text[first - 1] == '.' || text[first - 1] == '-' || text[first - 1] == '/') &&
        is_alphanumeric(text[first - 2]))
        return false;
    if (is_fraction(text, first) || follows_bank(text, first))
        return false;
    return !begins_as_date(candidate);
}

} // namespace

void find_phone(const Scan& scan, std::size_t digit) {
    if (scan.phones == nullptr || !scan.wanted.has(Entity::phone))
        return;
    const std::string_view text = scan.text;
    const bool has_trunk =
        std::ranges::find(trunk_zeros, scan.region, &TrunkZero::region) != trunk_zeros.end();
    const bool has_plus = digit > 0 && (text[digit - 1] == '+' ||
                                        (digit > 1 && text[digit - 1] == ' ' && text[digit - 2] == '+'));
    if (!has_plus && has_trunk && text[digit] != '0')
        return;
    const Candidate candidate = read_candidate(text, digit);
    if (candidate.count < 7 || (!has_plus && word_comes_before(text, digit)))
        return;
    const bool abroad = has_plus || candidate.from(0, 2) == "00";
    if (!abroad && !may_be_national(scan, candidate))
        return;
    // The library is asked about what can be a number only.
    if (!has_trunk && !abroad && !candidate.has_separators &&
        context_of(scan, digit, digit, context_words<phone_words>) != Context::fitting)
        return;
    const auto found = longest_number(scan, candidate);
    if (!found)
        return;
    // "3528 0909 8389 9018": the inside of groups of digits
    constexpr std::size_t fewest_behind_digits = 9;
    if (!abroad && found->count < fewest_behind_digits && digit > 1 && text[digit - 1] == ' ' &&
        is_digit(text[digit - 2]))
        return;
    std::size_t end = candidate.places[found->count - 1] + 1;
    if (text[candidate.begin] == '(' &&
        text.substr(candidate.begin, end - candidate.begin).find(')') == std::string_view::npos)
        end += at_or_nul(text, end) == ')' ? 1 : 0;
    const Context context = context_of(scan, candidate.begin, end, context_words<phone_words>);
    // Another number that the sentence names says little where the form is that of a telephone's.
    const bool is_other =
        context == Context::other &&
        (is_labelled_as_other(scan, candidate.begin) ||
         (!has_phone_form(candidate, found->count) && !follows_number_of_other(scan, candidate.begin)));
    if (!has_plus && (is_other || looks_like_amount(text, candidate.begin, end)))
        return;
    scan.report(Entity::phone, candidate.begin, end, context == Context::fitting ? 96 : abroad ? 94 : 89);
}

std::optional<std::string> phone_e164(std::string_view text, PhoneLibrary& phones, std::string_view region) {
    const auto digit = static_cast<std::size_t>(std::ranges::find_if(text, is_digit) - text.begin());
    if (digit == text.size())
        return std::nullopt;
    std::vector<Finding> none;
    const Scan scan{
        .text = text, .stands_alone = true, .phones = &phones, .region = region, .findings = none};
    const Candidate candidate = read_candidate(text, digit);
    const auto found = candidate.count < 7 ? std::nullopt : longest_number(scan, candidate);
    if (!found)
        return std::nullopt;
    return "+" + std::to_string(found->number.calling_code) + found->number.national;
}

} // namespace veil
