// The national identification numbers of some countries, by their check digits.
#pragma once

#include "core/nearby_words.hpp"

namespace veil {

// How much the form says.
enum class IdStrength : std::uint8_t {
    // By chance one text of the form in a hundred passes at most: believed without more.
    strong,
    // Believed with its usual separators, without any where somebody who has it stands directly before it, or
    // where a word says so: ordinary numbers are as long.
    held,
    // Believed with its usual separators, or where a word says so.
    separated,
    // Believed where a word says so.
    weak,
};

struct NationalId {
    std::string_view country; // ISO 3166
    std::string_view name;    // as the country calls it
    // Digits and letters without separators: 9 a digit, A a capital, X either.
    std::string_view form;
    // Sizes of the usual groups, as DigitSequence::shape() has them; 0 for none.
    std::uint32_t shape;
    IdStrength strength;
    // Of digits and capitals that fit the form.
    bool (*is_right)(std::string_view characters) noexcept;
    // Words that say so.
    ContextWords words;
    bool has_check_digit = true;
};

// By the length of the form.
[[nodiscard]] std::span<const NationalId> all_national_ids() noexcept;

// Those of them that begin with letters.
[[nodiscard]] std::span<const NationalId> lettered_national_ids() noexcept;

// What a form is at first sight: nearly no number is longer looked at.
struct NationalIdForm {
    std::uint8_t size;
    std::uint8_t leading_digits; // before anything else; 0 where it begins with letters
    std::uint8_t next_size;      // the first form that is longer
};
// Of all_national_ids(), in their order.
[[nodiscard]] std::span<const NationalIdForm> national_id_forms() noexcept;

// Whether the characters fit the form, and the check digits are right.
[[nodiscard]] bool is_national_id(const NationalId& id, std::string_view characters) noexcept;

} // namespace veil
