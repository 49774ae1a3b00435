// What a surrogate is to look like, and how that is written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veil {

enum class SurrogateKind {
    first_name,
    last_name,
    full_name,
    email,
    company,
    city,
    street,
    address,
    phone,
};

enum class SurrogateLanguage { dutch, english, both };

struct SurrogateForm {
    SurrogateKind kind;
    SurrogateLanguage language;
    bool unique; // different values have different surrogates
};

// "<kind> <nl|en|both> v1" and, when unique, " unique". v1 is the version of the word lists and of the way
// from a value to its words. Nothing for any other text, and where `unique` is not for this kind.
[[nodiscard]] std::optional<SurrogateForm> parse_surrogate_form(std::string_view text);
[[nodiscard]] std::string to_text(const SurrogateForm& form);

// Whether there are enough different surrogates of a kind, with a tail of letters and digits.
[[nodiscard]] bool can_be_unique(SurrogateKind kind) noexcept;

// The purpose of the key that chooses: "surrogate/<family> <language> v1". Kinds of one family choose alike,
// so that a value's first name, last name, full name and e-mail address are one person's, unique or not, and
// its street is that of its address.
[[nodiscard]] std::string surrogate_purpose(const SurrogateForm& form);

} // namespace veil
