#include "core/detector_plate.hpp"

#include "core/detector_postcode.hpp"
#include "core/license_plate.hpp"
#include "core/nearby_words.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace veil {

namespace {

// What a plate is called.
constexpr auto plate_names =
    std::to_array<std::string_view>({"kenteken", "license plate", "licence plate", "number plate", "plate",
                                     "registration", "nummerplaat", "reg", "kent"});
// What has one, and where it is asked for.
constexpr auto vehicle_words = std::to_array<std::string_view>({"auto",
                                                                "voertuig",
                                                                "vehicle",
                                                                "car",
                                                                "bestelbus",
                                                                "scooter",
                                                                "motor",
                                                                "bus",
                                                                "busje",
                                                                "taxi",
                                                                "wagen",
                                                                "leaseauto",
                                                                "personenauto",
                                                                "deelauto",
                                                                "leenauto",
                                                                "huurauto",
                                                                "truck",
                                                                "trailer",
                                                                "trekker",
                                                                "apk",
                                                                "mot",
                                                                "parkeervergunning",
                                                                "parking",
                                                                "parkeerp",
                                                                "bezoekersparkeren",
                                                                "geparkeerd",
                                                                "parked",
                                                                "gereden",
                                                                "rondgereden",
                                                                "driving",
                                                                "bestuurder",
                                                                "driver"});
constexpr auto plate_words = [] {
    std::array<std::string_view, plate_names.size() + vehicle_words.size()> words{};
    std::ranges::copy(vehicle_words, std::ranges::copy(plate_names, words.begin()).out);
    return words;
}();

enum class PlateMark : char { none = '\0', hyphen = '-', blank = ' ' };

std::size_t plate_size(PlateMark mark) noexcept {
    return mark == PlateMark::none ? license_plate_characters : license_plate_size;
}

struct Plate {
    bool is_capital = true;
    bool is_like_postcode = false;
    bool is_like_words = false; // "12-en-13"
};

// What stands at `begin`, with that mark between its groups or with none, as a plate of the sidecode.
std::optional<Plate> plate_at(std::string_view text, std::size_t begin, PlateMark mark,
                              std::size_t sidecode) noexcept {
    const std::string_view code = license_plate_sidecodes[sidecode];
    constexpr std::string_view vowels = "AEIOUY";
    std::array<char, license_plate_size> plate{};
    Plate read;
    std::size_t at = begin;
    for (std::size_t i = 0; i < license_plate_size; ++i) {
        plate[i] = '-';
        if (code[i] == '-') {
            if (mark != PlateMark::none && text[at++] != static_cast<char>(mark))
                return std::nullopt;
            continue;
        }
        const char c = text[at++];
        plate[i] = to_upper(c);
        read.is_like_words |= vowels.find(plate[i]) != std::string_view::npos;
        read.is_capital = read.is_capital && plate[i] == c;
        if (license_plate_choices(sidecode, i).find(plate[i]) == std::string_view::npos)
            return std::nullopt;
    }
    if (is_withheld_plate({plate.data(), plate.size()}))
        return std::nullopt;
    read.is_like_postcode = mark == PlateMark::none && code == "99-99-XX";
    return read;
}

// Digits, letters and two marks: nearly all numbers are something else.
bool may_be_plate(std::string_view text, std::size_t begin, PlateMark mark) noexcept {
    std::size_t marks = 0;
    std::size_t letters = 0;
    for (const char c : text.substr(begin, plate_size(mark))) {
        if (is_ascii_letter(c))
            ++letters;
        else if (mark != PlateMark::none && c == static_cast<char>(mark))
            ++marks;
        else if (!is_digit(c))
            return false;
    }
    return letters > 0 && marks == (mark == PlateMark::none ? 0 : 2);
}

bool report_plate(const Scan& scan, std::size_t begin, PlateMark mark) {
    const std::string_view text = scan.text;
    const std::size_t end = begin + plate_size(mark);
    if (end > text.size() || word_comes_before(text, begin) || word_goes_on(text, end) ||
        (begin > 0 && (text[begin - 1] == '-' || text[begin - 1] == '/')) ||
        (at_or_nul(text, end) == '-' && is_alphanumeric(at_or_nul(text, end + 1))))
        return false;
    if (!may_be_plate(text, begin, mark))
        return false;
    for (std::size_t sidecode = 0; sidecode < license_plate_sidecodes.size(); ++sidecode) {
        const auto plate = plate_at(text, begin, mark, sidecode);
        if (!plate || (mark == PlateMark::blank && !plate->is_capital))
            continue;
        // "1234AB" is a postcode, but where it is called a plate.
        const Context context = plate->is_like_postcode
                                    ? context_of(scan, begin, end, context_words<plate_names>)
                                    : context_of(scan, begin, end, context_words<plate_words>);
        if (context == Context::fitting || (context == Context::none && mark == PlateMark::hyphen &&
                                            (plate->is_capital || !plate->is_like_words))) {
            const bool is_doubtful = plate->is_like_postcode && is_called_postcode(scan, begin, end);
            scan.report(Entity::license_plate, begin, end,
                        is_doubtful                   ? 70
                        : context == Context::fitting ? 92
                                                      : 80);
            return true;
        }
    }
    return false;
}

// Where the letters before `at` begin, with the mark between; `at` itself where there are none.
std::size_t plate_letters_before(std::string_view text, std::size_t at, PlateMark mark) noexcept {
    constexpr std::size_t most_letters = 3;
    std::size_t end = at;
    if (mark != PlateMark::none) {
        if (at == 0 || text[at - 1] != static_cast<char>(mark))
            return at;
        --end;
    }
    std::size_t begin = end;
    while (begin > 0 && end - begin < most_letters && is_ascii_letter(text[begin - 1]))
        --begin;
    return begin == end ? at : begin;
}

} // namespace

void find_license_plate(const Scan& scan, const DigitSequence& digits) {
    // Nearly all numbers are too long, or have nothing beside them that a plate has.
    const std::string_view text = scan.text;
    constexpr std::size_t most_digits = 4;
    std::size_t end = digits.begin;
    while (end - digits.begin <= most_digits && is_digit(at_or_nul(text, end)))
        ++end;
    if (end - digits.begin > most_digits)
        return;
    const char before = digits.begin > 0 ? text[digits.begin - 1] : '\0';
    const char behind = at_or_nul(text, end);
    const auto is_beside = [before, behind](PlateMark mark) {
        return mark == PlateMark::none
                   ? is_ascii_letter(before) || is_ascii_letter(behind)
                   : before == static_cast<char>(mark) || behind == static_cast<char>(mark);
    };
    for (const PlateMark mark : {PlateMark::hyphen, PlateMark::none, PlateMark::blank}) {
        if (!is_beside(mark))
            continue;
        // Up to two groups of letters are before the first digit: "AB-CD-12".
        const std::size_t one = plate_letters_before(text, digits.begin, mark);
        const std::size_t two = mark == PlateMark::none ? one : plate_letters_before(text, one, mark);
        if (report_plate(scan, two, mark) || (one != two && report_plate(scan, one, mark)) ||
            (digits.begin != one && report_plate(scan, digits.begin, mark)))
            return;
    }
}

} // namespace veil
