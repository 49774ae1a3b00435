#include "international/phone_number.hpp"

#include <phonenumbers/logger.h>
#include <phonenumbers/phonemetadata.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

// libphonenumber's own metadata, which it does not hand out otherwise: a serialized PhoneMetadataCollection.
// Declared in its metadata.h, which is not installed.
namespace i18n::phonenumbers {
int metadata_size();
const void* metadata_get();
} // namespace i18n::phonenumbers

namespace veil::international {

namespace {

namespace phone = i18n::phonenumbers;
using phone::PhoneNumberUtil;

constexpr const char* no_region = PhoneNumberUtil::kRegionCodeForNonGeoEntity;

// What libphonenumber logs may hold a number.
class Silence final : public phone::Logger {
  public:
    Silence() { set_level(0); }
    void WriteMessage(const std::string& /*message*/) override {}
};

// A description without lengths has those of the region; -1 stands for no numbers of the type.
VeilDigitPattern pattern_of(const phone::PhoneNumberDesc& description) {
    std::uint32_t lengths = description.possible_length_size() == 0 ? ~std::uint32_t{0} : 0;
    for (const int length : description.possible_length()) {
        if (length >= 0 && length < 32) {
            lengths |= std::uint32_t{1} << static_cast<unsigned>(length);
        }
    }
    return {description.national_number_pattern().c_str(), lengths};
}

class Library {
  public:
    Library() : numbers_(*PhoneNumberUtil::GetInstance()) {
        numbers_.SetLogger(new Silence); // which owns it
        if (metadata_.ParseFromArray(phone::metadata_get(), phone::metadata_size())) {
            for (const phone::PhoneMetadata& region : metadata_.metadata()) {
                if (region.id() == no_region) {
                    by_calling_code_.emplace(region.country_code(), &region);
                } else {
                    by_region_.emplace(region.id(), &region);
                }
            }
        }
    }

    [[nodiscard]] const PhoneNumberUtil& numbers() const { return numbers_; }

    [[nodiscard]] bool has_region(std::string_view region) const { return by_region_.contains(region); }

    [[nodiscard]] std::span<const VeilRegionPlan> regions_of(std::int32_t calling_code) {
        const auto found = plans_.find(calling_code);
        if (found != plans_.end()) {
            return found->second;
        }
        std::list<std::string> regions;
        numbers_.GetRegionCodesForCountryCallingCode(calling_code, &regions);
        std::vector<VeilRegionPlan> plans;
        for (const std::string& region : regions) {
            const phone::PhoneMetadata* metadata = metadata_of(region, calling_code);
            // Without one of them, what belongs to it would be taken for a number of the next.
            if (metadata == nullptr) {
                return {};
            }
            plans.push_back(plan_of(*metadata));
        }
        // Not one of the many codes that nobody has, which a value chooses.
        return plans.empty() ? std::span<const VeilRegionPlan>()
                             : plans_.emplace(calling_code, std::move(plans)).first->second;
    }

  private:
    [[nodiscard]] const phone::PhoneMetadata* metadata_of(const std::string& region,
                                                          std::int32_t calling_code) const {
        if (region == no_region) {
            const auto found = by_calling_code_.find(calling_code);
            return found == by_calling_code_.end() ? nullptr : found->second;
        }
        const auto found = by_region_.find(region);
        return found == by_region_.end() ? nullptr : found->second;
    }

    static VeilRegionPlan plan_of(const phone::PhoneMetadata& metadata) {
        return {metadata.id().c_str(),
                metadata.leading_digits().c_str(),
                pattern_of(metadata.general_desc()),
                {pattern_of(metadata.premium_rate()), pattern_of(metadata.toll_free()),
                 pattern_of(metadata.shared_cost()), pattern_of(metadata.voip()),
                 pattern_of(metadata.personal_number()), pattern_of(metadata.pager()),
                 pattern_of(metadata.uan()), pattern_of(metadata.voicemail()),
                 pattern_of(metadata.fixed_line()), pattern_of(metadata.mobile())},
                metadata.same_mobile_and_fixed_line_pattern()};
    }

    PhoneNumberUtil& numbers_;
    phone::PhoneMetadataCollection metadata_;
    std::map<std::string, const phone::PhoneMetadata*, std::less<>> by_region_;
    std::map<std::int32_t, const phone::PhoneMetadata*> by_calling_code_;
    std::map<std::int32_t, std::vector<VeilRegionPlan>> plans_;
};

// Made at the first use, and never destroyed: at the end of a process its pages cost nothing.
Library& library() {
    static auto* const made = new Library;
    return *made;
}

// With the leading zeros, which belong to the number in Italy, and in few other places.
void set_national(std::string_view national, phone::PhoneNumber& number) {
    const std::size_t zeros = std::min(national.find_first_not_of('0'), national.size() - 1);
    std::uint64_t value = 0;
    for (const char digit : national) {
        value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    number.set_national_number(value);
    if (zeros > 0) {
        number.set_italian_leading_zero(true);
        number.set_number_of_leading_zeros(static_cast<std::int32_t>(zeros));
    }
}

bool read(std::string_view text, std::string_view region, VeilPhoneNumber& out) {
    const PhoneNumberUtil& numbers = library().numbers();
    phone::PhoneNumber number;
    if (numbers.Parse(std::string(text), std::string(region), &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
        number.has_extension()) {
        return false;
    }
    std::string national;
    numbers.GetNationalSignificantNumber(number, &national);
    if (national.empty() || national.size() >= sizeof out.national) {
        return false;
    }
    out.calling_code = number.country_code();
    out.national[national.copy(out.national, national.size())] = '\0';
    return true;
}

std::size_t write(const VeilPhoneNumber& number, VeilPhoneNotation notation, std::span<char> out) {
    const std::string_view national(number.national, strnlen(number.national, sizeof number.national));
    const bool is_national_number =
        !national.empty() && std::ranges::all_of(national, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_national_number) {
        return 0;
    }
    phone::PhoneNumber described;
    described.set_country_code(number.calling_code);
    set_national(national, described);
    std::string written;
    library().numbers().Format(described,
                               notation == VEIL_INTERNATIONAL ? PhoneNumberUtil::INTERNATIONAL
                                                              : PhoneNumberUtil::NATIONAL,
                               &written);
    return written.size() <= out.size() ? written.copy(out.data(), written.size()) : 0;
}

} // namespace

std::span<const VeilRegionPlan> regions_of(std::int32_t calling_code) noexcept {
    try {
        return library().regions_of(calling_code);
    } catch (...) {
        return {};
    }
}

bool has_region(std::string_view region) noexcept {
    try {
        return library().has_region(region);
    } catch (...) {
        return false;
    }
}

bool read_national(std::string_view text, std::string_view region, VeilPhoneNumber& number) noexcept {
    try {
        return read(text, region, number);
    } catch (...) {
        return false;
    }
}

std::size_t write_number(const VeilPhoneNumber& number, VeilPhoneNotation notation,
                         std::span<char> out) noexcept {
    try {
        return write(number, notation, out);
    } catch (...) {
        return 0;
    }
}

} // namespace veil::international
