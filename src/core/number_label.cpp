#include "core/number_label.hpp"

#include "core/nearby_words.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

// Names of numbers that are no person's; see ContextWords.
constexpr auto other_numbers = std::to_array<std::string_view>(
    {"order",       "bestel",    "factuur",     "invoice",       "ticket",      "zaak",
     "dossiern",    "case",      "reference",   "referentie",    "ref",         "kenmerk",
     "klantn",      "klant n",   "customer n",  "customer id",   "artikel",     "article",
     "product",     "serie",     "serial",      "isbn",          "issn",        "ean",
     "tracking",    "barcode",   "track trace", "streepjescode", "polis",       "policy n",
     "contract",    "offerte",   "quote",       "pakket",        "parcel",      "batch",
     "lot",         "transacti", "versie",      "version",       "release",     "build",
     "firmware",    "driver v",  "kvk",         "rsin",          "bedrag",      "amount",
     "totaal",      "total",     "saldo",       "balance",       "meter",       "paragraaf",
     "sku",         "onderdeel", "part number", "aanvraagn",     "volgnummer",  "registration no",
     "sort code",   "imei",      "foutcode",    "error code",    "rma",         "vrachtbrief",
     "waybill",     "zending",   "consignment", "container",     "pallet",      "certifica",
     "mandaat",     "mandate",   "machtiging",  "voucher",       "coupon",      "reservering",
     "reservation", "booking",   "boeking",     "creditnota",    "credit note", "receipt",
     "charge",      "checksum",  "asset tag",   "chassis",       "payroll run", "grn",
     "aanslag",     "vestiging", "declaratie",  "loonheffing"});

// The ends of Dutch names of numbers: "beschikkingsnummer", "claimnr".
constexpr auto endings = std::to_array<std::string_view>({"nummer", "nr", "kenmerk"});

// How such a name begins where it is that of a person, or of what somebody else looks for: telephones, cards.
constexpr auto persons_numbers = std::to_array<std::string_view>({"persoon",
                                                                  "person",
                                                                  "identi",
                                                                  "national",
                                                                  "nationaal",
                                                                  "rijksregister",
                                                                  "geboorte",
                                                                  "belasting",
                                                                  "sociale",
                                                                  "sozial",
                                                                  "steuer",
                                                                  "burger",
                                                                  "sofi",
                                                                  "bsn",
                                                                  "fiscaal",
                                                                  "verzekering",
                                                                  "tel",
                                                                  "mobiel",
                                                                  "fax",
                                                                  "gsm",
                                                                  "nood",
                                                                  "doorkies",
                                                                  "spoed",
                                                                  "thuis",
                                                                  "contact",
                                                                  "werk",
                                                                  "prive",
                                                                  "bel",
                                                                  "service",
                                                                  "alarm",
                                                                  "info",
                                                                  "huis",
                                                                  "rekening",
                                                                  "bank",
                                                                  "kaart",
                                                                  "card",
                                                                  "credit",
                                                                  "creditcard",
                                                                  "pas",
                                                                  "betaal",
                                                                  "kenteken",
                                                                  "btw",
                                                                  "ob",
                                                                  "vat",
                                                                  "whatsapp",
                                                                  "storing",
                                                                  "centrale",
                                                                  "hoofd",
                                                                  "f\xC3\xB8"
                                                                  "dsels",
                                                                  "registratie"});

// What stands before "number", "no." and "id" of a person, a telephone or an account, and words that say
// nothing.
constexpr auto said_before = std::to_array<std::string_view>({"number",      "nummer",
                                                              "no",          "nr",
                                                              "a",           "an",
                                                              "the",         "his",
                                                              "her",         "my",
                                                              "your",        "their",
                                                              "our",         "its",
                                                              "this",        "that",
                                                              "these",       "new",
                                                              "old",         "same",
                                                              "valid",       "full",
                                                              "own",         "other",
                                                              "right",       "wrong",
                                                              "correct",     "following",
                                                              "and",         "or",
                                                              "of",          "with",
                                                              "by",          "for",
                                                              "from",        "no",
                                                              "not",         "as",
                                                              "at",          "in",
                                                              "to",          "is",
                                                              "was",         "has",
                                                              "under",       "on",
                                                              "whose",       "de",
                                                              "het",         "een",
                                                              "zijn",        "haar",
                                                              "mijn",        "uw",
                                                              "jouw",        "hun",
                                                              "ons",         "onze",
                                                              "dit",         "dat",
                                                              "en",          "met",
                                                              "op",          "onder",
                                                              "van",         "voor",
                                                              "geen",        "als",
                                                              "heeft",       "geldig",
                                                              "eigen",       "national",
                                                              "nationaal",   "nationale",
                                                              "personal",    "persoonlijk",
                                                              "tax",         "fiscal",
                                                              "fiscaal",     "citizen",
                                                              "foreign",     "buitenlands",
                                                              "identity",    "identification",
                                                              "identiteits", "government",
                                                              "photo",       "vat",
                                                              "btw",         "ob",
                                                              "social",      "security",
                                                              "insurance",   "service",
                                                              "register",    "registration",
                                                              "health",      "birth",
                                                              "numeric",     "legal",
                                                              "resident",    "residence",
                                                              "turkish",     "polish",
                                                              "spanish",     "german",
                                                              "belgian",     "italian",
                                                              "french",      "portuguese",
                                                              "romanian",    "bulgarian",
                                                              "croatian",    "swedish",
                                                              "danish",      "norwegian",
                                                              "finnish",     "estonian",
                                                              "lithuanian",  "irish",
                                                              "british",     "american",
                                                              "canadian",    "swiss",
                                                              "austrian",    "czech",
                                                              "slovak",      "icelandic",
                                                              "brazilian",   "indian",
                                                              "greek",       "dutch",
                                                              "european",    "eu",
                                                              "uk",          "us",
                                                              "turks",       "pools",
                                                              "spaans",      "duits",
                                                              "belgisch",    "italiaans",
                                                              "frans",       "portugees",
                                                              "roemeens",    "bulgaars",
                                                              "kroatisch",   "zweeds",
                                                              "deens",       "noors",
                                                              "fins",        "ests",
                                                              "iers",        "brits",
                                                              "amerikaans",  "canadees",
                                                              "zwitsers",    "oostenrijks",
                                                              "tsjechisch",  "slowaaks",
                                                              "ijslands",    "braziliaans",
                                                              "nederlands",  "id",
                                                              "steuer",      "steueridentifikations",
                                                              "tc",          "t",
                                                              "c",           "s",
                                                              "dni",         "nif",
                                                              "nie",         "bsn",
                                                              "ssn",         "sin",
                                                              "nhs",         "kimlik",
                                                              "pan",         "aadhaar",
                                                              "phone",       "telephone",
                                                              "mobile",      "cell",
                                                              "contact",     "emergency",
                                                              "direct",      "home",
                                                              "house",       "work",
                                                              "office",      "fax",
                                                              "account",     "bank",
                                                              "card",        "credit",
                                                              "debit",       "plate",
                                                              "license",     "licence",
                                                              "main",        "general",
                                                              "local",       "landline",
                                                              "whatsapp",    "day",
                                                              "night",       "tel",
                                                              "telefoon",    "mobiel",
                                                              "kenteken",    "huis"});

constexpr auto sorted_before = [] {
    auto words = said_before;
    std::ranges::sort(words);
    return words;
}();

bool is_said_before(std::string_view word) noexcept {
    return std::ranges::binary_search(sorted_before, word);
}

bool is_letter(char c) noexcept {
    return is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t word_end(std::string_view window, std::size_t word) noexcept {
    while (is_letter(at_or_nul(window, word)))
        ++word;
    return word;
}

// The word that ends before `end`, with one blank, hyphen or underscore between; empty where there is none.
std::string_view word_before(std::string_view window, std::size_t end) noexcept {
    if (end < 2 || (window[end - 1] != ' ' && window[end - 1] != '-' && window[end - 1] != '_'))
        return {};
    std::size_t begin = --end;
    while (begin > 0 && is_letter(window[begin - 1]))
        --begin;
    return window.substr(begin, end - begin);
}

// Whether there is nothing between `at` and the number but marks, and "is" or "was".
bool is_directly_before(std::string_view window, std::size_t at) noexcept {
    constexpr std::string_view marks = " .:#=-\"'(";
    const auto skip_marks = [&] {
        while (at < window.size() && marks.find(window[at]) != std::string_view::npos)
            ++at;
    };
    skip_marks();
    if (window.substr(at).starts_with("is ") || window.substr(at).starts_with("was "))
        at = word_end(window, at);
    skip_marks();
    return at == window.size();
}

bool is_number_word(std::string_view word) noexcept {
    return word == "number" || word == "no" || word == "num" || word == "nr" || word == "ref" || word == "id";
}

// "claimnummer"
bool is_named_as_number(std::string_view word) noexcept {
    return std::ranges::any_of(endings,
                               [&](std::string_view ending) {
                                   return word.size() > ending.size() + 1 && word.ends_with(ending);
                               }) &&
           std::ranges::none_of(persons_numbers,
                                [&](std::string_view beginning) { return word.starts_with(beginning); });
}

} // namespace

std::uint8_t other_number_at(std::string_view window, std::size_t word) noexcept {
    constexpr std::uint8_t made = 1;
    constexpr std::uint8_t surely = 0xFF;
    if (const std::size_t listed = context_words<other_numbers>.word_at(window, word); listed > 0)
        return static_cast<std::uint8_t>(listed);
    const std::size_t end = word_end(window, word);
    // "transaction id", but not "her id"
    if (end - word == 2 && window.substr(word, 2) == "id") {
        const std::string_view before = word_before(window, word);
        return before.empty() || is_said_before(before) ? 0 : surely;
    }
    std::size_t begin = word;
    while (begin > 0 && static_cast<unsigned char>(window[begin - 1]) >= 0x80) {
        while (begin > 0 && is_letter(window[begin - 1]))
            --begin;
    }
    const std::string_view whole = window.substr(begin, end - begin);
    if (is_named_as_number(whole))
        return made;
    // "rodne cislo nr." with its accents: no word of the two languages.
    if (std::ranges::any_of(whole, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        return 0;
    // "claim no."
    const char separator = at_or_nul(window, end);
    if (separator != ' ' && separator != '-' && separator != '_')
        return 0;
    const std::size_t next = word_end(window, end + 1);
    return is_number_word(window.substr(end + 1, next - end - 1)) && is_directly_before(window, next) &&
                   !is_said_before(whole)
               ? made
               : 0;
}

bool other_number_looks_back(std::string_view window, std::size_t word) noexcept {
    return (word > 0 && static_cast<unsigned char>(window[word - 1]) >= 0x80) ||
           (window.substr(word, 2) == "id" && !is_letter(at_or_nul(window, word + 2)));
}

bool is_part_of_label(std::string_view window, std::size_t word) noexcept {
    const std::string_view part = window.substr(word, word_end(window, word) - word);
    return is_number_word(part) || part == "nummer" || part == "is" || part == "was" || part == "code";
}

bool follows_thing(std::string_view text, std::size_t begin) noexcept {
    constexpr auto no_things = std::to_array<std::string_view>(
        {"number",  "nummer",   "nr",        "no",         "staat",     "luidt",   "reads",    "zie",
         "see",     "wrote",    "gave",      "gaf",        "gives",     "says",    "zegt",     "schreef",
         "shows",   "toont",    "vermeldt",  "states",     "namelijk",  "namely",  "person",   "persoon",
         "man",     "woman",    "vrouw",     "klant",      "client",    "patient", "customer", "bewoner",
         "inwoner", "employee", "werknemer", "medewerker", "verdachte", "suspect"});
    std::size_t end = begin;
    while (end > 0 && begin - end < 2 && (text[end - 1] == ' ' || text[end - 1] == ':'))
        --end;
    std::array<char, longest_number_label> lower{};
    std::size_t size = 0;
    while (size < end && size < lower.size() && is_ascii_letter(text[end - size - 1])) {
        ++size;
        lower[lower.size() - size] = to_lower(text[end - size]);
    }
    const std::string_view word(lower.data() + lower.size() - size, size);
    const std::size_t first = end - size;
    if (end == begin || size < 3 || size == lower.size() || word_comes_before(text, first))
        return false;
    // "Kowalski 44051401359", but not at the start of a sentence.
    const bool begins_sentence = first < 2 || text[first - 1] == '\n' || text[first - 2] == '.';
    if (is_upper(text[first]) && !begins_sentence)
        return false;
    return !is_said_before(word) && std::ranges::find(no_things, word) == no_things.end() &&
           !word.ends_with("de") && !word.ends_with("te") && !word.ends_with("ed");
}

} // namespace veil
