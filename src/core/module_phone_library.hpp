// libphonenumber, as the module pg_veil_international offers it.
#pragma once

#include "core/international_interface.hpp"
#include "core/phone_permutation.hpp"

#include <array>
#include <memory>

namespace veil {

class ModulePhoneLibrary final : public PhoneLibrary {
  public:
    explicit ModulePhoneLibrary(const international::VeilInternational& module) noexcept : module_(module) {}

    [[nodiscard]] NumberingPlan* plan(std::int32_t calling_code) override;
    [[nodiscard]] bool has_region(std::string_view region) override;
    [[nodiscard]] std::optional<PhoneNumber> read_national(std::string_view text,
                                                           std::string_view region) override;
    [[nodiscard]] std::string write(const PhoneNumber& number, PhoneNotation notation) override;

  private:
    static constexpr std::size_t calling_codes = 1000;

    const international::VeilInternational& module_;
    std::array<std::unique_ptr<NumberingPlan>, calling_codes> plans_;
    // Asked for, with or without a plan in the end.
    std::array<bool, calling_codes> is_known_{};
};

} // namespace veil
