// Whether the digits and letters of a national identification number fit together: check digits, dates, and
// what a country never gives out. The characters have the form that national_id.cpp gives, in capitals and
// without separators.
#pragma once

#include <string_view>

namespace veil::national_id_check {

[[nodiscard]] bool is_belgian(std::string_view c) noexcept;
[[nodiscard]] bool is_german(std::string_view c) noexcept;
[[nodiscard]] bool is_polish(std::string_view c) noexcept;
[[nodiscard]] bool is_norwegian(std::string_view c) noexcept;
[[nodiscard]] bool is_turkish(std::string_view c) noexcept;
[[nodiscard]] bool is_brazilian(std::string_view c) noexcept;
[[nodiscard]] bool is_croatian(std::string_view c) noexcept;
[[nodiscard]] bool is_baltic(std::string_view c) noexcept;
[[nodiscard]] bool is_french(std::string_view c) noexcept;
[[nodiscard]] bool is_spanish(std::string_view c) noexcept;
[[nodiscard]] bool is_spanish_foreigner(std::string_view c) noexcept;
[[nodiscard]] bool is_italian(std::string_view c) noexcept;
[[nodiscard]] bool is_portuguese(std::string_view c) noexcept;
[[nodiscard]] bool is_swedish(std::string_view c) noexcept;
[[nodiscard]] bool is_swedish_long(std::string_view c) noexcept;
[[nodiscard]] bool is_danish(std::string_view c) noexcept;
[[nodiscard]] bool is_finnish(std::string_view c) noexcept;
[[nodiscard]] bool is_finnish_lettered(std::string_view c) noexcept;
[[nodiscard]] bool is_nhs_number(std::string_view c) noexcept;
[[nodiscard]] bool is_national_insurance(std::string_view c) noexcept;
[[nodiscard]] bool is_social_security(std::string_view c) noexcept;
[[nodiscard]] bool is_swiss(std::string_view c) noexcept;
[[nodiscard]] bool is_austrian(std::string_view c) noexcept;
[[nodiscard]] bool is_irish(std::string_view c) noexcept;
[[nodiscard]] bool is_czech(std::string_view c) noexcept;
[[nodiscard]] bool is_romanian(std::string_view c) noexcept;
[[nodiscard]] bool is_bulgarian(std::string_view c) noexcept;
[[nodiscard]] bool is_icelandic(std::string_view c) noexcept;
[[nodiscard]] bool is_canadian(std::string_view c) noexcept;
[[nodiscard]] bool is_chinese(std::string_view c) noexcept;
[[nodiscard]] bool is_greek(std::string_view c) noexcept;
[[nodiscard]] bool is_ukrainian(std::string_view c) noexcept;
[[nodiscard]] bool is_indian(std::string_view c) noexcept;

} // namespace veil::national_id_check
