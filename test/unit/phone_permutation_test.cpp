// PhonePermutation over a library made up for the test: the algorithm alone.
#include "core/format_text.hpp"
#include "core/phone_permutation.hpp"
#include "ff1_reference.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace veil {
namespace {

constexpr std::uint32_t of(std::size_t length) {
    return std::uint32_t{1} << length;
}

// Calling code 7: region AA has mobile numbers 6xxxx (not 66xxx), fixed lines 1xxxxx and 250 pagers 90xxx;
// calling code 42: one region, numbers 0xxx. National notation is 0 and the number; international groups it
// after the first digit. Only numbers with an even last digit are read again from national notation.
class InventedLibrary final : public PhoneLibrary {
  public:
    InventedLibrary() {
        RegionPlan plan;
        plan.region = "AA";
        plan.general = {"\\d{5,6}", of(5) | of(6)};
        set(plan, PhoneType::mobile, "6[0-57-9]\\d{3}", of(5));
        set(plan, PhoneType::fixed_line, "1\\d{5}", of(6));
        set(plan, PhoneType::pager, "90[0-24]\\d\\d|903[0-4]\\d", of(5));
        plans_.emplace(7, std::vector{plan});
        RegionPlan other;
        other.region = "BB";
        other.general = {"0\\d{3}", of(4)};
        set(other, PhoneType::fixed_line, "0\\d{3}", of(4));
        plans_.emplace(42, std::vector{other});
    }

    NumberingPlan* plan(std::int32_t calling_code) override {
        const auto found = plans_.find(calling_code);
        return found == plans_.end() ? nullptr : &found->second;
    }
    bool has_region(std::string_view region) override { return region == "AA"; }
    std::optional<PhoneNumber> read_national(std::string_view text, std::string_view region) override {
        std::string digits;
        for (const char c : text) {
            if (c >= '0' && c <= '9') {
                digits += c;
            }
        }
        const bool is_read =
            region == "AA" && digits.size() > 1 && digits[0] == '0' && (digits.back() - '0') % 2 == 0;
        return is_read ? std::optional(PhoneNumber{7, digits.substr(1)}) : std::nullopt;
    }
    std::string write(const PhoneNumber& number, PhoneNotation notation) override {
        const std::string groups = number.national.substr(0, 1) + " " + number.national.substr(1);
        return notation == PhoneNotation::international
                   ? "+" + std::to_string(number.calling_code) + " " + groups
                   : "0" + groups;
    }

  private:
    static void set(RegionPlan& plan, PhoneType type, std::string expression, std::uint32_t lengths) {
        plan.types[static_cast<std::size_t>(type)] = {std::move(expression), lengths};
    }

    std::map<std::int32_t, NumberingPlan> plans_;
};

class PhonePermutationTest : public testing::Test {
  protected:
    InventedLibrary library_;
    PhonePermutation phones_{test::counting_key(), "AA", library_};

    // All of these texts are permuted among each other, and back.
    void expect_permutation(const std::set<std::string>& texts) {
        std::set<std::string> images;
        std::size_t fixed = 0;
        for (const std::string& text : texts) {
            const auto image = phones_.apply(text);
            ASSERT_TRUE(image) << text;
            ASSERT_TRUE(texts.contains(*image)) << text << " became " << *image;
            ASSERT_EQ(phones_.invert(*image), text);
            images.insert(*image);
            fixed += *image == text ? 1 : 0;
        }
        EXPECT_EQ(images.size(), texts.size());
        // One in expectation.
        EXPECT_LT(fixed, 12U);
    }
};

std::string padded(unsigned number, std::size_t digits) {
    std::string text = std::to_string(number);
    return std::string(digits - text.size(), '0') + text;
}

TEST_F(PhonePermutationTest, PermutesEachTypeAndLength) {
    std::set<std::string> mobile;
    std::set<std::string> fixed;
    std::set<std::string> other;
    for (unsigned i = 0; i < 10'000; ++i) {
        if (i / 1000 != 6) {
            mobile.insert("+76" + padded(i, 4));
        }
        other.insert("+420" + padded(i % 1000, 3));
    }
    for (unsigned i = 0; i < 100'000; ++i) {
        fixed.insert("+71" + padded(i, 5));
    }
    expect_permutation(mobile);
    expect_permutation(fixed);
    expect_permutation(other);
}

TEST_F(PhonePermutationTest, PermutesTheTextsOfANotation) {
    std::set<std::string> international;
    std::set<std::string> national;
    std::set<std::string> digits;
    for (unsigned i = 0; i < 10'000; ++i) {
        if (i / 1000 != 6) {
            international.insert("+7 6 " + padded(i, 4));
            if (i % 2 == 0) {
                national.insert("06 " + padded(i, 4));
                digits.insert("06" + padded(i, 4));
            }
        }
    }
    expect_permutation(international);
    expect_permutation(national);
    expect_permutation(digits);
}

TEST_F(PhonePermutationTest, ExchangesANumberForTheSameInMostNotations) {
    const auto e164 = phones_.apply("+761234");
    const auto international = phones_.apply("+7 6 1234");
    ASSERT_TRUE(e164 && international);
    EXPECT_EQ("+7 6 " + e164->substr(3), *international);
}

TEST_F(PhonePermutationTest, SuppressesWhatDoesNotFit) {
    for (const std::string& text : {std::string(),
                                    std::string("+"),
                                    std::string("0"),
                                    std::string("+7"),
                                    std::string("+761"),
                                    std::string("+766123"),
                                    std::string("+7612345"),
                                    std::string("+7 61234"),
                                    std::string("+7  6 1234"),
                                    std::string("+7 6 1234 "),
                                    std::string(" +761234"),
                                    std::string("+761234x1"),
                                    std::string("++761234"),
                                    std::string("+861234"),
                                    std::string("+0761234"),
                                    std::string("761234"),
                                    std::string("0061234"),
                                    std::string("061233"),
                                    std::string("0-6-1234"),
                                    std::string("tel:+761234"),
                                    std::string("+76١234"),
                                    std::string("+7612\00034", 8),
                                    std::string("\0", 1),
                                    std::string("+") + std::string(1 << 20, '7')}) {
        EXPECT_EQ(phones_.apply(text), std::nullopt) << text.substr(0, 20);
        EXPECT_EQ(phones_.invert(text), std::nullopt) << text.substr(0, 20);
    }
}

TEST_F(PhonePermutationTest, SuppressesWhatHasTooFewOfItsKind) {
    EXPECT_EQ(library_.plan(7)->class_of("90123")->numbers.size(), 450U);
    EXPECT_EQ(phones_.apply("+790123"), std::nullopt);
    EXPECT_EQ(phones_.invert("+790123"), std::nullopt);
    EXPECT_EQ(library_.plan(42)->class_of("0123")->numbers.size(), PhonePermutation::fewest_numbers);
    EXPECT_TRUE(phones_.apply("+420123"));
}

TEST_F(PhonePermutationTest, ReadsNoNationalNumberWithoutARegion) {
    const PhonePermutation abroad(test::counting_key(), "", library_);
    EXPECT_TRUE(abroad.apply("+761234"));
    EXPECT_TRUE(abroad.apply("+7 6 1234"));
    EXPECT_EQ(abroad.apply("06 1234"), std::nullopt);
    EXPECT_EQ(abroad.apply("061234"), std::nullopt);
}

TEST_F(PhonePermutationTest, DependsOnTheKey) {
    const PhonePermutation other(test::counting_key(1), "AA", library_);
    const PhonePermutation same(test::counting_key(), "", library_);
    unsigned equal = 0;
    for (unsigned i = 0; i < 1000; ++i) {
        const std::string text = "+71" + padded(i, 5);
        EXPECT_EQ(phones_.apply(text), same.apply(text));
        equal += phones_.apply(text) == other.apply(text) ? 1 : 0;
    }
    EXPECT_LT(equal, 5U);
}

TEST_F(PhonePermutationTest, IsAFormat) {
    const auto with_region =
        make_phone_mapping(test::counting_key(), parse_format_text("phone region=AA"), library_);
    const auto without = make_phone_mapping(test::counting_key(), parse_format_text("phone"), library_);
    std::string out(with_region->largest_result(7), '?');
    EXPECT_EQ(with_region->map(Direction::apply, "06 1234", out.data()), 7U);
    EXPECT_EQ(out.substr(0, 8), *phones_.apply("06 1234") + "?");
    const std::string image = out.substr(0, 7);
    EXPECT_EQ(with_region->map(Direction::invert, image, out.data()), 7U);
    EXPECT_EQ(out.substr(0, 7), "06 1234");
    EXPECT_EQ(without->map(Direction::apply, "06 1234", out.data()), std::nullopt);
    for (const char* format : {"phone region=", "phone region=aa", "phone region=BB", "phone country=AA",
                               "phone region=AA valid=true", "phone with x"}) {
        EXPECT_THROW((void)make_phone_mapping(test::counting_key(), parse_format_text(format), library_),
                     InvalidFormat)
            << format;
    }
}

// By FF1 as the standard writes it down, and by counting.
TEST_F(PhonePermutationTest, IsFf1OfThePlaceInTheOrder) {
    std::vector<std::string> mobile;
    for (unsigned i = 0; i < 10'000; ++i) {
        if (i / 1000 != 6) {
            mobile.push_back("+76" + padded(i, 4));
        }
    }
    const test::Ff1Reference ff1(test::copy_of(test::counting_key()), 2);
    // Calling code 7, region AA, type 9 (mobile), 5 digits.
    const test::Ff1Reference::Bytes tweak{0, 7, 'A', 'A', 0, 9, 5, 0};
    for (std::size_t first = 0; first < mobile.size(); first += 777) {
        std::size_t place = first;
        do {
            test::Ff1Reference::Digits bits(20);
            for (unsigned i = 0; i < 20; ++i) {
                bits[i] = place >> (19 - i) & 1;
            }
            place = 0;
            for (const std::uint32_t bit : ff1.encrypt(bits, tweak)) {
                place = 2 * place + bit;
            }
        } while (place >= mobile.size());
        EXPECT_EQ(phones_.apply(mobile[first]), mobile[place]);
    }
}

// What is stored in users' data may never change.
TEST_F(PhonePermutationTest, StaysAsItIs) {
    EXPECT_EQ(phones_.apply("+761234"), "+762894");
    EXPECT_EQ(phones_.apply("+7123456"), "+7155061");
    EXPECT_EQ(phones_.apply("+420123"), "+420352");
    EXPECT_EQ(phones_.apply("06 1234"), "06 2894");
}

} // namespace
} // namespace veil
