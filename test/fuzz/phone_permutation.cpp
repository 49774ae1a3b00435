// No text breaks it; what fits has an image of the same notation, country, type and length, from which it
// comes back.
#include "core/phone_permutation.hpp"
#include "unit/phone_library.hpp"

#include <array>
#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static veil::ModulePhoneLibrary library(veil::test::linked_module());
    static constexpr std::array regions{"", "NL", "US", "IT", "GB", "RU", "AR", "MX"};
    static const auto phones = [] {
        std::array<std::unique_ptr<const veil::PhonePermutation>, regions.size()> made;
        for (std::size_t i = 0; i < regions.size(); ++i) {
            made[i] = std::make_unique<const veil::PhonePermutation>(veil::Key256(), regions[i], library);
        }
        return made;
    }();
    if (size == 0) {
        return 0;
    }
    const auto& phone = *phones[data[0] % regions.size()];
    const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
    const auto image = phone.apply(text);
    const auto origin = phone.invert(text);
    require(image.has_value() == origin.has_value() || text[0] != '+' || text.find(' ') != std::string::npos);
    if (image) {
        require(phone.invert(*image) == text);
        require((text[0] == '+') == ((*image)[0] == '+'));
    }
    if (origin) {
        require(phone.apply(*origin) == text);
    }
    return 0;
}
