#include "core/number_label.hpp"

#include "core/nearby_words.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

// Names of numbers that are no person's; see ContextWords.
constexpr auto other_numbers =
    std::to_array<std::string_view>({"order",         "bestel",       "factuur",
                                     "invoice",       "ticket",       "zaak",
                                     "dossiern",      "case",         "reference",
                                     "referentie",    "ref",          "kenmerk",
                                     "klantn",        "klant n",      "customer n",
                                     "customer id",   "artikel",      "article",
                                     "product",       "serie",        "serial",
                                     "isbn",          "issn",         "ean",
                                     "tracking",      "barcode",      "track trace",
                                     "streepjescode", "polis",        "policy n",
                                     "contract",      "offerte",      "quote",
                                     "pakket",        "parcel",       "batch",
                                     "lot",           "transacti",    "versie",
                                     "version",       "release",      "build",
                                     "firmware",      "driver v",     "kvk",
                                     "rsin",          "bedrag",       "amount",
                                     "totaal",        "total",        "saldo",
                                     "balance",       "meter",        "paragraaf",
                                     "sku",           "onderdeel",    "part number",
                                     "aanvraagn",     "volgnummer",   "registration no",
                                     "sort code",     "imei",         "foutcode",
                                     "error code",    "rma",          "vrachtbrief",
                                     "waybill",       "zending",      "consignment",
                                     "container",     "pallet",       "certifica",
                                     "mandaat",       "mandate",      "machtiging",
                                     "voucher",       "coupon",       "reservering",
                                     "reservation",   "booking",      "boeking",
                                     "creditnota",    "credit note",  "receipt",
                                     "charge n",      "checksum",     "asset tag",
                                     "chassis",       "payroll run",  "grn",
                                     "aanslag",       "vestiging",    "declaratie",
                                     "loonheffing",   "dossier ",     "passport",
                                     "paspoort",      "rijbewijs",    "specimen",
                                     "monster",       "sample",       "big n",
                                     "agb",           "s/n",          "p/n",
                                     "gift card",     "giftcard",     "cadeaukaart",
                                     "cadeaubon",     "library card", "bibliotheekpas",
                                     "loyalty",       "klantenkaart", "spaarkaart",
                                     "membership",    "chipkaart",    "iccid",
                                     "sim card",      "simkaart",     "upgrade",
                                     "gtin",          "upc",          "asin"});

// The ends of Dutch names of numbers: "beschikkingsnummer", "claimnr", "tariefcode".
constexpr auto endings = std::to_array<std::string_view>({"nummer", "nr", "kenmerk", "code"});

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
                                                                  "zekerheid",
                                                                  "versicher",
                                                                  "fodsel",
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
                                                                  "tax",
                                                                  "f\xC3\xB8"
                                                                  "dsels",
                                                                  "registratie",
                                                                  "post",
                                                                  "zip",
                                                                  "land",
                                                                  "area",
                                                                  "country",
                                                                  "netn",
                                                                  "terugbel",
                                                                  "receptie",
                                                                  "helpdesk",
                                                                  "balie",
                                                                  "callback"});

// What stands before "number", "no." and "id" of a person, a telephone or an account, and words that say
// nothing.
constexpr auto said_before = std::to_array<std::string_view>({"number",
                                                              "nummer",
                                                              "no",
                                                              "nr",
                                                              "a",
                                                              "an",
                                                              "the",
                                                              "his",
                                                              "her",
                                                              "my",
                                                              "your",
                                                              "their",
                                                              "our",
                                                              "its",
                                                              "this",
                                                              "that",
                                                              "these",
                                                              "new",
                                                              "old",
                                                              "same",
                                                              "valid",
                                                              "full",
                                                              "own",
                                                              "other",
                                                              "right",
                                                              "wrong",
                                                              "correct",
                                                              "following",
                                                              "and",
                                                              "or",
                                                              "of",
                                                              "with",
                                                              "by",
                                                              "for",
                                                              "from",
                                                              "not",
                                                              "as",
                                                              "at",
                                                              "in",
                                                              "to",
                                                              "is",
                                                              "was",
                                                              "has",
                                                              "under",
                                                              "on",
                                                              "whose",
                                                              "de",
                                                              "het",
                                                              "een",
                                                              "zijn",
                                                              "haar",
                                                              "mijn",
                                                              "uw",
                                                              "jouw",
                                                              "hun",
                                                              "ons",
                                                              "onze",
                                                              "dit",
                                                              "dat",
                                                              "en",
                                                              "met",
                                                              "op",
                                                              "onder",
                                                              "van",
                                                              "voor",
                                                              "geen",
                                                              "als",
                                                              "heeft",
                                                              "geldig",
                                                              "eigen",
                                                              "national",
                                                              "nationaal",
                                                              "nationale",
                                                              "personal",
                                                              "persoonlijk",
                                                              "tax",
                                                              "fiscal",
                                                              "fiscaal",
                                                              "citizen",
                                                              "foreign",
                                                              "buitenlands",
                                                              "identity",
                                                              "identification",
                                                              "identiteits",
                                                              "government",
                                                              "photo",
                                                              "vat",
                                                              "btw",
                                                              "ob",
                                                              "social",
                                                              "security",
                                                              "insurance",
                                                              "service",
                                                              "register",
                                                              "registration",
                                                              "health",
                                                              "birth",
                                                              "numeric",
                                                              "legal",
                                                              "resident",
                                                              "residence",
                                                              "turkish",
                                                              "polish",
                                                              "spanish",
                                                              "german",
                                                              "belgian",
                                                              "italian",
                                                              "french",
                                                              "portuguese",
                                                              "romanian",
                                                              "bulgarian",
                                                              "croatian",
                                                              "swedish",
                                                              "danish",
                                                              "norwegian",
                                                              "finnish",
                                                              "estonian",
                                                              "lithuanian",
                                                              "irish",
                                                              "british",
                                                              "american",
                                                              "canadian",
                                                              "swiss",
                                                              "austrian",
                                                              "czech",
                                                              "slovak",
                                                              "icelandic",
                                                              "brazilian",
                                                              "indian",
                                                              "greek",
                                                              "dutch",
                                                              "european",
                                                              "eu",
                                                              "uk",
                                                              "us",
                                                              "turks",
                                                              "pools",
                                                              "spaans",
                                                              "duits",
                                                              "belgisch",
                                                              "italiaans",
                                                              "frans",
                                                              "portugees",
                                                              "roemeens",
                                                              "bulgaars",
                                                              "kroatisch",
                                                              "zweeds",
                                                              "deens",
                                                              "noors",
                                                              "fins",
                                                              "ests",
                                                              "iers",
                                                              "brits",
                                                              "amerikaans",
                                                              "canadees",
                                                              "zwitsers",
                                                              "oostenrijks",
                                                              "tsjechisch",
                                                              "slowaaks",
                                                              "ijslands",
                                                              "braziliaans",
                                                              "nederlands",
                                                              "id",
                                                              "steuer",
                                                              "steueridentifikations",
                                                              "tc",
                                                              "t",
                                                              "c",
                                                              "s",
                                                              "dni",
                                                              "nif",
                                                              "nie",
                                                              "bsn",
                                                              "ssn",
                                                              "sin",
                                                              "nhs",
                                                              "kimlik",
                                                              "pan",
                                                              "aadhaar",
                                                              "amka",
                                                              "rnokpp",
                                                              "resident i",
                                                              "phone",
                                                              "telephone",
                                                              "mobile",
                                                              "cell",
                                                              "contact",
                                                              "emergency",
                                                              "direct",
                                                              "home",
                                                              "house",
                                                              "work",
                                                              "office",
                                                              "fax",
                                                              "account",
                                                              "bank",
                                                              "card",
                                                              "credit",
                                                              "debit",
                                                              "plate",
                                                              "license",
                                                              "licence",
                                                              "main",
                                                              "general",
                                                              "local",
                                                              "landline",
                                                              "whatsapp",
                                                              "day",
                                                              "night",
                                                              "tel",
                                                              "telefoon",
                                                              "mobiel",
                                                              "kenteken",
                                                              "huis",
                                                              "area",
                                                              "country",
                                                              "callback",
                                                              "back",
                                                              "reception",
                                                              "helpdesk",
                                                              "daytime",
                                                              "evening",
                                                              "dialling",
                                                              "dial",
                                                              "zip",
                                                              "post",
                                                              "postal",
                                                              "have",
                                                              "had",
                                                              "having",
                                                              "found",
                                                              "find",
                                                              "gave",
                                                              "give",
                                                              "gives",
                                                              "given",
                                                              "show",
                                                              "shows",
                                                              "showed",
                                                              "see",
                                                              "seen",
                                                              "enter",
                                                              "enters",
                                                              "entered",
                                                              "check",
                                                              "checked",
                                                              "use",
                                                              "uses",
                                                              "used",
                                                              "using",
                                                              "need",
                                                              "needs",
                                                              "lost",
                                                              "missing",
                                                              "invalid",
                                                              "expired",
                                                              "verify",
                                                              "verified",
                                                              "include",
                                                              "includes",
                                                              "included",
                                                              "provide",
                                                              "provides",
                                                              "provided",
                                                              "confirm",
                                                              "confirmed",
                                                              "quote",
                                                              "quoted",
                                                              "mention",
                                                              "mentions",
                                                              "mentioned",
                                                              "copy",
                                                              "heb",
                                                              "hebben",
                                                              "geef",
                                                              "gaf",
                                                              "gevonden",
                                                              "vond",
                                                              "toont",
                                                              "zie",
                                                              "gebruik",
                                                              "gebruikt",
                                                              "verkeerd",
                                                              "juiste",
                                                              "juist",
                                                              "volledig",
                                                              "ukrainian",
                                                              "indiaas"});

constexpr auto sorted_before = [] {
    auto words = said_before;
    std::ranges::sort(words);
    return words;
}();

bool is_wide(char c) noexcept {
    return static_cast<unsigned char>(c) >= 0x80;
}

bool is_letter(char c) noexcept {
    return is_ascii_letter(c) || is_wide(c);
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
    return word == "number" || word == "no" || word == "num" || word == "nr" || word == "ref" ||
           word == "id" || word == "code";
}

bool is_persons_number(std::string_view word) noexcept {
    return std::ranges::any_of(persons_numbers,
                               [word](std::string_view beginning) { return word.starts_with(beginning); });
}

// "claimnummer"
bool is_named_as_number(std::string_view word) noexcept {
    return std::ranges::any_of(endings,
                               [word](std::string_view ending) {
                                   return word.size() > ending.size() + 1 && word.ends_with(ending);
                               }) &&
           !is_persons_number(word);
}

// "userid"
bool is_named_as_id(std::string_view word) noexcept {
    return word.size() > 4 && word.ends_with("id") && word != "valid" && word != "covid" &&
           !word.starts_with("tax") && !is_persons_number(word);
}

// With the letters before `word`, where it is the end of one.
std::string_view whole_word(std::string_view window, std::size_t word, std::size_t end) noexcept {
    while (word > 0 && is_letter(window[word - 1]))
        --word;
    return window.substr(word, end - word);
}

} // namespace

bool is_said_before_number(std::string_view word) noexcept {
    return std::ranges::binary_search(sorted_before, word);
}

std::uint8_t other_number_at(std::string_view window, std::size_t word) noexcept {
    if (const std::size_t listed = context_words<other_numbers>.word_at(window, word); listed > 0)
        return static_cast<std::uint8_t>(listed);
    const std::size_t end = word_end(window, word);
    // "transaction id", "userId", but not "her id"
    if (end - word == 2 && window.substr(word, 2) == "id") {
        if (word > 0 && is_letter(window[word - 1]))
            return is_persons_number(whole_word(window, word, end)) ? 0 : sure_number_label;
        const std::string_view before = word_before(window, word);
        return before.empty() || is_said_before_number(before) ? 0 : sure_number_label;
    }
    // Nearly no word goes on from here.
    const char last = window[end - 1];
    const char separator = at_or_nul(window, end);
    const char next = at_or_nul(window, end + 1);
    const char before_last = end - word > 2 ? window[end - 2] : '\0';
    const bool may_be_ending = (last == 'r' && (before_last == 'n' || before_last == 'e')) ||
                               (last == 'k' && before_last == 'r') || (last == 'd' && before_last == 'i') ||
                               (last == 'e' && before_last == 'd');
    constexpr std::size_t longest_behind = 20;
    const bool may_be_pair = window.size() - end < longest_behind &&
                             (separator == ' ' || separator == '-' || separator == '_') &&
                             (next == 'n' || next == 'r' || next == 'i' || next == 'c');
    if (!may_be_ending && !may_be_pair)
        return 0;
    const std::string_view whole = word > 0 && is_wide(window[word - 1]) ? whole_word(window, word, end)
                                                                         : window.substr(word, end - word);
    if (may_be_ending &&
        (is_named_as_number(whole) || (is_named_as_id(whole) && is_directly_before(window, end))))
        return made_number_label;
    // "rodne cislo nr." with its accents: no word of the two languages.
    if (!may_be_pair || std::ranges::any_of(whole, is_wide))
        return 0;
    // "claim no."
    const std::size_t next_end = word_end(window, end + 1);
    const std::string_view number = window.substr(end + 1, next_end - end - 1);
    // "BIG-nummer", but not "algemene nummer"
    return (is_number_word(number) || (number == "nummer" && separator == '-')) &&
                   is_directly_before(window, next_end) && !is_said_before_number(whole)
               ? made_number_label
               : 0;
}

bool is_part_of_label(std::string_view window, std::size_t word) noexcept {
    const std::string_view part = window.substr(word, word_end(window, word) - word);
    return is_number_word(part) || part == "nummer" || part == "is" || part == "was" || part == "code";
}

} // namespace veil
