// What a column's name says of its content, in Dutch and English.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

// What a column is about.
enum class Meaning : std::uint8_t {
    identifier, // of a row or of what it stands for: person_id, klantnummer, a token
    national_id,
    person_name,
    email,
    phone,
    account, // a user's name on some system
    address, // street, house number or both
    bank_account,
    card,
    ip_address,
    mac_address,
    license_plate,
    url,
    birth_date,
    birth_year,
    age,
    gender,
    nationality,
    postcode,
    city,
    region,
    country,
    latitude,
    longitude,
    household, // marital status, number of children
    education,
    occupation,
    organisation,
    event_date,
    event_time,
    income, // and what else tells how rich somebody is
    amount,
    // The special categories of GDPR, articles 9 and 10.
    health,
    religion,
    ethnicity,
    politics,
    union_membership,
    sexuality,
    crime,
    biometrics,
    secret, // passwords and the like
    free_text,
    label, // of things: a status, a product, a unit
};

// "birth date", "national id", ...
[[nodiscard]] std::string_view meaning_name(Meaning meaning) noexcept;
[[nodiscard]] bool is_special_category(Meaning meaning) noexcept;

// The words of a name: parts between characters that are neither letters nor digits, between a small and a
// capital letter, and between letters and digits. ASCII letters become small; bytes beyond ASCII count as
// letters and stay. Throws std::bad_alloc.
[[nodiscard]] std::vector<std::string> words_of_name(std::string_view name);

struct NamedMeaning {
    Meaning meaning;
    std::string_view word; // of the dictionary
    // 0 to 1: how much of the name the word is, and whether it ends where the name's words do.
    double strength;
};

// What the longest word of the dictionary in a name means, the last one of several: in Dutch and in English
// the head of a compound stands at its end. A word of the dictionary may be made of several words of the
// name, and be the end of a Dutch compound. Only the first 200 bytes of a name are read. Throws
// std::bad_alloc.
[[nodiscard]] std::optional<NamedMeaning> meaning_of_name(std::string_view name);

} // namespace veil
