// What single values look like, taken by themselves: many of a column's together tell what it holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_set>

namespace veil {

enum class ValueForm : std::uint8_t {
    email,
    url,
    ip,
    mac,
    iban,
    card,
    bsn,
    national_id,
    phone,
    license_plate,
    date,
    uuid,
    dutch_postcode,
    other_postcode,
    street_address,
    given_name,
    surname,
    city,
    country_code, // two capital letters
};
inline constexpr std::size_t value_form_count = 19;

// "email", "given name", ...
[[nodiscard]] std::string_view value_form_name(ValueForm form) noexcept;

// Bit n for the form of number n.
using ValueFormSet = std::uint32_t;
[[nodiscard]] constexpr ValueFormSet bit_of(ValueForm form) noexcept {
    return ValueFormSet{1} << static_cast<unsigned>(form);
}

class ValueForms {
  public:
    // Longer values have no form.
    static constexpr std::size_t longest_value = 200;

    // Throws std::bad_alloc.
    ValueForms();

    // All forms that a value has, blanks around it aside: nine digits may be a BSN and an account. Any bytes.
    // Throws std::bad_alloc.
    [[nodiscard]] ValueFormSet forms_of(std::string_view value) const;

  private:
    [[nodiscard]] ValueFormSet word_forms(std::string_view value) const;

    // As they are written, and of a to z only.
    std::unordered_set<std::string_view> given_names_;
    std::unordered_set<std::string_view> surnames_;
    std::unordered_set<std::string_view> small_given_names_;
    std::unordered_set<std::string_view> small_surnames_;
    std::unordered_set<std::string_view> cities_;
};

} // namespace veil
