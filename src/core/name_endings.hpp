// How words end that are streets, surnames and roles.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace veil {

inline constexpr std::array<std::string_view, 35> listed_street_endings = {
    "straat", "straatje", "laan",      "weg",       "plein",     "gracht",     "kade",
    "singel", "dreef",    "steeg",     "park",      "plantsoen", "ziekenhuis", "college",
    "school", "fonds",    "museum",    "stadion",   "polder",    "markt",      "tunnel",
    "haven",  "centrum",  "gasthuis",  "stichting", "hospital",  "street",     "kerk",
    "brug",   "poort",    "boulevard", "tuin",      "toren",     "sluis",      "pad"};

inline constexpr std::array<std::string_view, 44> listed_surname_endings = {
    "stra", "sma",  "inga",    "enga",  "ema",    "ssen", "nsen", "rsen",  "sson", "nson", "mans",
    "veld", "kamp", "hof",     "huis",  "huizen", "ink",  "mann", "stein", "berg", "burg", "horst",
    "ski",  "ska",  "sky",     "wicz",  "czyk",   "vic",  "ov",   "ova",   "enko", "oglu", "yan",
    "ez",   "escu", "opoulos", "worth", "field",  "wood", "ley",  "ers",   "sz",   "aoui", "ouni"};

// Of those whom a Dutch compound names: "dossierhouder", "jeugdbeschermer".
inline constexpr std::array<std::string_view, 30> listed_role_endings = {
    "coordinator",  "monteur",         "plichtige",    "specialist", "verantwoordelijke", "begeleider",
    "begeleidster", "medewerker",      "medewerkster", "voogd",      "adviseur",          "consulent",
    "consulente",   "therapeut",       "therapeute",   "ambtenaar",  "rechercheur",       "houder",
    "beheerder",    "verpleegkundige", "leidster",     "regisseur",  "beschermer",        "werkster",
    "hulpverlener", "kundige",         "docente",      "docent",     "psycholoog",        "manager"};

// Of companies and institutions: "loodgietersbedrijf", "notariskantoor", "huisartsenpraktijk".
inline constexpr std::array<std::string_view, 28> listed_institution_endings = {
    "bedrijf",     "bedrijven",   "kantoor",  "praktijk",  "bureau",   "corporatie", "vereniging",
    "fabriek",     "handel",      "kliniek",  "winkel",    "zaal",     "zalen",      "instelling",
    "genootschap", "cooperatie",  "groep",    "makelaars", "bakkerij", "slagerij",   "garage",
    "verhuur",     "verzekeraar", "kwekerij", "brouwerij", "lokaal",   "complex",    "residentie"};

// Endings of two letters or more by their last letter.
template <std::size_t count>
struct Endings {
    std::array<std::string_view, count> endings{};
    std::array<std::uint8_t, 27> begins{};        // of each letter's, and the end of the last's
    std::array<std::uint32_t, 26> lasts_before{}; // by last letter, a bit for each letter before it

    constexpr explicit Endings(const std::array<std::string_view, count>& listed) {
        std::size_t size = 0;
        for (char last = 'a'; last <= 'z'; ++last) {
            begins[static_cast<std::size_t>(last - 'a')] = static_cast<std::uint8_t>(size);
            for (const std::string_view ending : listed) {
                if (ending.back() == last) {
                    endings[size++] = ending;
                    lasts_before[static_cast<std::size_t>(last - 'a')] |=
                        letter_bit(ending[ending.size() - 2]);
                }
            }
        }
        begins.back() = static_cast<std::uint8_t>(size);
    }

    // Of a letter of a to z.
    static constexpr std::uint32_t letter_bit(char letter) noexcept {
        return std::uint32_t{1} << static_cast<unsigned>(letter - 'a');
    }

    // Of a folded word.
    [[nodiscard]] bool has_one_of(std::string_view word) const noexcept {
        const char last = word.back();
        if (last < 'a' || last > 'z' || word.size() < 2) {
            return false;
        }
        const auto letter = static_cast<std::size_t>(last - 'a');
        const char before = word[word.size() - 2];
        if (before < 'a' || before > 'z' || (lasts_before[letter] & letter_bit(before)) == 0) {
            return false;
        }
        return std::any_of(endings.begin() + begins[letter], endings.begin() + begins[letter + 1],
                           [&](std::string_view ending) {
                               return word.size() > ending.size() + 1 && word.ends_with(ending);
                           });
    }
};

inline constexpr Endings street_endings(listed_street_endings);
inline constexpr Endings surname_endings(listed_surname_endings);
inline constexpr Endings institution_endings(listed_institution_endings);
inline constexpr Endings role_endings(listed_role_endings);

} // namespace veil
