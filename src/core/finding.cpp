#include "core/finding.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

// In the order of Entity.
constexpr std::array<std::string_view, entity_count> names{
    "known", "email",       "url",   "ip",   "mac",      "iban",          "card", "bsn",
    "vat",   "national_id", "phone", "date", "postcode", "license_plate", "name", "pattern"};

constexpr std::array<std::string_view, entity_count> tags{
    "KNOWN", "EMAIL",       "URL",   "IP",   "MAC",      "IBAN",          "CARD", "BSN",
    "VAT",   "NATIONAL_ID", "PHONE", "DATE", "POSTCODE", "LICENSE_PLATE", "NAME", "PATTERN"};

} // namespace

std::string_view entity_name(Entity entity) noexcept {
    return names[static_cast<std::size_t>(entity)];
}

std::string_view entity_tag(Entity entity) noexcept {
    return tags[static_cast<std::size_t>(entity)];
}

std::optional<Entity> parse_entity(std::string_view name) noexcept {
    const auto* const found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt
                                : std::optional(static_cast<Entity>(std::distance(names.begin(), found)));
}

} // namespace veil
