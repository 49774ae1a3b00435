#include "core/module_phone_library.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace veil {

namespace {

DigitPattern pattern_of(const international::VeilDigitPattern& pattern) {
    return {pattern.expression, pattern.lengths};
}

RegionPlan plan_of(const international::VeilRegionPlan& region) {
    RegionPlan plan{
        region.region, region.leading_digits, pattern_of(region.general), {}, region.fixed_line_is_mobile};
    std::ranges::transform(region.types, plan.types.begin(), pattern_of);
    return plan;
}

} // namespace

NumberingPlan* ModulePhoneLibrary::plan(std::int32_t calling_code) {
    if (calling_code <= 0 || calling_code >= static_cast<std::int32_t>(calling_codes)) {
        return nullptr;
    }
    const auto code = static_cast<std::size_t>(calling_code);
    if (!is_known_[code]) {
        const international::VeilRegionPlan* first = nullptr;
        const std::size_t count = module_.regions_of(calling_code, &first);
        std::vector<RegionPlan> regions;
        std::ranges::transform(std::span(first, count), std::back_inserter(regions), plan_of);
        try {
            plans_[code] = regions.empty() ? nullptr : std::make_unique<NumberingPlan>(std::move(regions));
        } catch (const InvalidPattern&) {
            // A pattern of a kind that libphonenumber did not have when this was written: its numbers do not
            // fit.
            plans_[code] = nullptr;
        }
        is_known_[code] = true;
    }
    return plans_[code].get();
}

bool ModulePhoneLibrary::has_region(std::string_view region) {
    return module_.has_region(region.data(), region.size());
}

std::optional<PhoneNumber> ModulePhoneLibrary::read_national(std::string_view text, std::string_view region) {
    international::VeilPhoneNumber number{};
    if (!module_.read_national(text.data(), text.size(), region.data(), region.size(), &number)) {
        return std::nullopt;
    }
    return PhoneNumber{number.calling_code, number.national};
}

std::string ModulePhoneLibrary::write(const PhoneNumber& number, PhoneNotation notation) {
    international::VeilPhoneNumber written{number.calling_code, {}};
    if (number.national.size() >= sizeof written.national) {
        return {};
    }
    number.national.copy(written.national, number.national.size());
    std::array<char, 100> out{};
    const std::size_t size =
        module_.write_number(&written,
                             notation == PhoneNotation::international ? international::VEIL_INTERNATIONAL
                                                                      : international::VEIL_NATIONAL,
                             out.data(), out.size());
    return {out.data(), size};
}

} // namespace veil
