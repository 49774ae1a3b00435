// Which telephone numbers there are under one country calling code, and what they are.
#pragma once

#include "core/digit_automaton.hpp"
#include "core/digit_string_set.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace veil {

// libphonenumber's types of numbers. The order of the first eight is that in which it asks for them. The
// values are part of the pseudonyms' definition.
enum class PhoneType : std::uint8_t {
    premium_rate,
    toll_free,
    shared_cost,
    voip,
    personal,
    pager,
    universal_access,
    voicemail,
    fixed_line,
    mobile,
    fixed_line_or_mobile,
};

// The numbers that match an expression and have one of some lengths.
struct DigitPattern {
    std::string expression;
    // Bit n for the length n.
    std::uint32_t lengths = 0;
};

// What libphonenumber knows of one region: a country or territory, or "001" for what belongs to none.
struct RegionPlan {
    std::string region;
    // Of regions that share a calling code: what the region's numbers begin with, where that tells it. An
    // expression.
    std::string leading_digits;
    DigitPattern general;
    // By PhoneType, fixed_line_or_mobile excepted.
    std::array<DigitPattern, 10> types;
    bool fixed_line_is_mobile = false;
};

// The national significant numbers under one calling code, read from the patterns of its regions as
// PhoneNumberUtil::GetRegionCodeForNumber and GetNumberType read them. Not for two threads at once: what is
// asked for is made at the first question.
class NumberingPlan {
  public:
    // The longest number that libphonenumber reads.
    static constexpr std::size_t longest_number = 17;

    // The numbers of one region, type and length, which are what a number is exchanged for.
    struct Class {
        std::string region;
        PhoneType type;
        std::size_t length;
        DigitStringSet numbers;
    };

    // The region that a calling code mainly belongs to comes first, as in libphonenumber. Throws
    // InvalidPattern, std::bad_alloc.
    explicit NumberingPlan(std::vector<RegionPlan> regions);

    // The class of a valid number, nothing for every other text. Good for as long as the plan. Throws
    // std::bad_alloc.
    [[nodiscard]] const Class* class_of(std::string_view national_number);

    // Whether it is a valid number. Makes no class. Throws std::bad_alloc.
    [[nodiscard]] bool has(std::string_view national_number);

  private:
    // Of the patterns, in the automaton.
    static constexpr unsigned patterns_per_region = 12;

    struct ClassId {
        std::size_t region;
        PhoneType type;
        std::size_t length;
        friend bool operator==(const ClassId&, const ClassId&) = default;
        friend bool operator<(const ClassId& left, const ClassId& right) noexcept {
            return std::tie(left.region, left.type, left.length) <
                   std::tie(right.region, right.type, right.length);
        }
    };

    [[nodiscard]] std::optional<ClassId> find_class(std::string_view national_number);
    [[nodiscard]] std::optional<ClassId> class_id(DigitAutomaton::State state, std::size_t length) const;
    [[nodiscard]] std::optional<PhoneType> type_in(std::size_t region, DigitAutomaton::State state,
                                                   std::size_t length) const;

    std::vector<RegionPlan> regions_;
    DigitAutomaton automaton_;
    std::map<ClassId, std::unique_ptr<const Class>> classes_;
};

} // namespace veil
