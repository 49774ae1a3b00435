#include "core/canonical_identifier.hpp"

#include "core/detector_date.hpp"
#include "core/detector_phone.hpp"
#include "core/text_scan.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

// Digits and capitals; what is between them is left out.
std::string characters_of(std::string_view written) {
    std::string result;
    for (const char c : written) {
        if (is_alphanumeric(c))
            result += to_upper(c);
    }
    return result;
}

std::string digits_of(std::string_view written) {
    std::string result;
    std::ranges::copy_if(written, std::back_inserter(result), is_digit);
    return result;
}

std::string hardware_address(std::string_view written) {
    std::string result;
    for (const char c : written) {
        if (!is_hex(c))
            continue;
        if (result.size() % 3 == 2)
            result += ':';
        result += to_lower(c);
    }
    return result;
}

void append_padded(std::string& text, unsigned number, std::size_t width) {
    const std::string digits = std::to_string(number);
    text.append(width - std::min(width, digits.size()), '0').append(digits);
}

std::string date_of(std::string_view written) {
    const auto date = read_date(written);
    if (!date || !date->year)
        return std::string(written);
    std::string result;
    append_padded(result, *date->year, 4);
    append_padded(result += '-', date->month, 2);
    append_padded(result += '-', date->day, 2);
    return result;
}

// A house number may be on either side.
std::string postcode_of(std::string_view written) {
    for (std::size_t at = 0; at + 6 <= written.size(); ++at) {
        if (!std::ranges::all_of(written.substr(at, 4), is_digit) || word_comes_before(written, at))
            continue;
        const std::size_t letters = at + 4 + gap_at(written, at + 4).size;
        if (!is_ascii_letter(at_or_nul(written, letters)) ||
            !is_ascii_letter(at_or_nul(written, letters + 1)))
            continue;
        std::string result(written.substr(at, 4));
        result += {to_upper(written[letters]), to_upper(written[letters + 1])};
        const std::string number =
            characters_of(at > 0 ? written.substr(0, at) : written.substr(letters + 2));
        if (!number.empty()) {
            result.append(" ").append(number);
        }
        return result;
    }
    return std::string(written);
}

} // namespace

std::string canonical_identifier(Entity entity, std::string_view written, PhoneLibrary* phones,
                                 std::string_view region) {
    switch (entity) {
    case Entity::bsn: {
        const std::string digits = digits_of(written);
        return std::string(9 - std::min<std::size_t>(digits.size(), 9), '0') + digits;
    }
    case Entity::card:
        return digits_of(written);
    case Entity::iban:
    case Entity::vat:
    case Entity::national_id:
    case Entity::license_plate:
        return characters_of(written);
    case Entity::mac:
        return hardware_address(written);
    case Entity::date:
        return date_of(written);
    case Entity::postcode:
        return postcode_of(written);
    case Entity::phone: {
        const auto number = phones == nullptr ? std::nullopt : phone_e164(written, *phones, region);
        return number.value_or(std::string(written));
    }
    default:
        return std::string(written);
    }
}

} // namespace veil
