// The real libphonenumber as the tests use it: the functions of the module pg_veil_international, without the
// module.
#pragma once

#include "core/module_phone_library.hpp"
#include "international/phone_number.hpp"

namespace veil::test {

inline const international::VeilInternational& linked_module() {
    static constexpr international::VeilInternational functions{
        international::interface_version,
        nullptr,
        [](std::int32_t calling_code, const international::VeilRegionPlan** regions) {
            const auto found = international::regions_of(calling_code);
            *regions = found.data();
            return found.size();
        },
        [](const char* region, std::size_t size) {
            return international::has_region({region, size});
        },
        [](const char* text, std::size_t size, const char* region, std::size_t region_size,
           international::VeilPhoneNumber* number) {
            return international::read_national({text, size}, {region, region_size}, *number);
        },
        [](const international::VeilPhoneNumber* number, international::VeilPhoneNotation notation, char* out,
           std::size_t capacity) {
            return international::write_number(*number, notation, {out, capacity});
        },
    };
    return functions;
}

} // namespace veil::test
