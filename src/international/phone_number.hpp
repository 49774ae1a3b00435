// Telephone numbers, by libphonenumber. See the core's international_interface.hpp for the types.
#pragma once

#include "core/international_interface.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace veil::international {

// The plans of the regions that share a calling code, the main one first. None for a code that nobody has.
[[nodiscard]] std::span<const VeilRegionPlan> regions_of(std::int32_t calling_code) noexcept;

// Whether numbers can be dialled there: a two-letter code in capitals.
[[nodiscard]] bool has_region(std::string_view region) noexcept;

// The number that is dialled by this text in the region; without an extension, valid or not.
[[nodiscard]] bool read_national(std::string_view text, std::string_view region,
                                 VeilPhoneNumber& number) noexcept;

// The size of what was written to `out`; 0 for no number, or if it does not fit.
[[nodiscard]] std::size_t write_number(const VeilPhoneNumber& number, VeilPhoneNotation notation,
                                       std::span<char> out) noexcept;

} // namespace veil::international
