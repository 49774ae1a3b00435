#include "core/numbering_plan.hpp"

#include <gtest/gtest.h>

#include <string>

namespace veil {
namespace {

constexpr std::uint32_t of(std::size_t length) {
    return std::uint32_t{1} << length;
}

DigitPattern& pattern_for(RegionPlan& plan, PhoneType type) {
    return plan.types[static_cast<std::size_t>(type)];
}

RegionPlan region(std::string name, std::string general, std::uint32_t lengths) {
    RegionPlan plan;
    plan.region = std::move(name);
    plan.general = {std::move(general), lengths};
    return plan;
}

// Where a number belongs to, as "region type".
std::string place(NumberingPlan& plan, std::string_view number) {
    const NumberingPlan::Class* found = plan.class_of(number);
    return found == nullptr ? "none" : found->region + " " + std::to_string(static_cast<int>(found->type));
}

TEST(NumberingPlan, AsksForSpecialTypesFirst) {
    RegionPlan plan = region("AA", "\\d{4}", of(4));
    for (unsigned type = 0; type < plan.types.size(); ++type) {
        // Each type's numbers are also those of all later ones.
        plan.types[type] = {"[0-" + std::to_string(type) + "]\\d{3}", of(4)};
    }
    NumberingPlan numbers({plan});
    for (unsigned type = 0; type < 8; ++type) {
        EXPECT_EQ(place(numbers, std::to_string(type) + "123"), "AA " + std::to_string(type));
    }
    EXPECT_EQ(place(numbers, "8123"), "AA 10") << "fixed line and mobile";
    EXPECT_EQ(place(numbers, "9123"), "AA 9") << "mobile only";
}

TEST(NumberingPlan, TellsFixedFromMobileWhereTheyDiffer) {
    RegionPlan plan = region("AA", "\\d{4}", of(4));
    pattern_for(plan, PhoneType::fixed_line) = {"1\\d{3}", of(4)};
    pattern_for(plan, PhoneType::mobile) = {"2\\d{3}", of(4)};
    NumberingPlan numbers({plan});
    EXPECT_EQ(place(numbers, "1000"), "AA 8");
    EXPECT_EQ(place(numbers, "2000"), "AA 9");
    plan.fixed_line_is_mobile = true;
    NumberingPlan same({plan});
    EXPECT_EQ(place(same, "1000"), "AA 10");
    EXPECT_EQ(place(same, "2000"), "none");
}

TEST(NumberingPlan, WantsTheGeneralPatternAndTheLengths) {
    RegionPlan plan = region("AA", "[1-5]\\d{2,6}", of(3) | of(4) | of(6));
    pattern_for(plan, PhoneType::mobile) = {"\\d{3,7}", of(3) | of(4) | of(5) | of(7)};
    NumberingPlan numbers({plan});
    EXPECT_EQ(place(numbers, "123"), "AA 9");
    EXPECT_EQ(place(numbers, "1234"), "AA 9");
    EXPECT_EQ(place(numbers, "623"), "none") << "not of the general pattern";
    EXPECT_EQ(place(numbers, "12345"), "none") << "a length of the type only";
    EXPECT_EQ(place(numbers, "123456"), "none") << "a general length only";
    EXPECT_EQ(place(numbers, "1234567"), "none");
    EXPECT_EQ(numbers.class_of("123")->numbers.size(), 500U);
    EXPECT_EQ(numbers.class_of("1234")->numbers.size(), 5000U);
    EXPECT_EQ(numbers.class_of("123"), numbers.class_of("599"));
    EXPECT_EQ(numbers.class_of("123")->length, 3U);
}

TEST(NumberingPlan, DividesACallingCodeAmongRegions) {
    RegionPlan main_region = region("AA", "\\d{4}", of(4));
    pattern_for(main_region, PhoneType::mobile) = {"[1-3]\\d{3}", of(4)};
    RegionPlan told = region("BB", "\\d{4}", of(4));
    told.leading_digits = "6[45]|7";
    pattern_for(told, PhoneType::toll_free) = {"64\\d\\d", of(4)};
    RegionPlan last = region("CC", "\\d{4}", of(4));
    pattern_for(last, PhoneType::mobile) = {"\\d{4}", of(4)};
    NumberingPlan numbers({main_region, told, last});
    EXPECT_EQ(place(numbers, "1234"), "AA 9");
    EXPECT_EQ(place(numbers, "6412"), "BB 1");
    EXPECT_EQ(place(numbers, "6512"), "none")
        << "its leading digits say where it belongs, and there it is no number";
    EXPECT_EQ(place(numbers, "7412"), "none");
    EXPECT_EQ(place(numbers, "6612"), "CC 9");
    EXPECT_EQ(numbers.class_of("6612")->numbers.size(), 10'000U - 3000 - 1200);
    // Alone, the leading digits do not matter.
    NumberingPlan alone({told});
    EXPECT_EQ(place(alone, "6412"), "BB 1");
    EXPECT_EQ(place(alone, "6512"), "none");
}

TEST(NumberingPlan, IsTotal) {
    RegionPlan plan = region("AA", "\\d{4}", ~std::uint32_t{0});
    pattern_for(plan, PhoneType::mobile) = {"\\d{4}", ~std::uint32_t{0}};
    NumberingPlan numbers({plan});
    EXPECT_EQ(place(numbers, "1234"), "AA 9");
    for (const std::string& text :
         {std::string(), std::string("123"), std::string("12345"), std::string("12a4"), std::string("+123"),
          std::string("١٢٣٤"), std::string("12\0004", 4), std::string(1 << 20, '1')}) {
        EXPECT_EQ(numbers.class_of(text), nullptr);
    }
    NumberingPlan nothing({});
    EXPECT_EQ(nothing.class_of("1"), nullptr);
}

} // namespace
} // namespace veil
