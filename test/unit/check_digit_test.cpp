#include "core/check_digit.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace veil {
namespace {

// The 11-test as it is written down: weights 9 to 2, and -1 for the last digit.
bool passes_11_test(std::uint32_t number) {
    int sum = 0;
    for (int weight = -1; weight <= 9; number /= 10) {
        sum += weight * static_cast<int>(number % 10);
        weight += weight == -1 ? 3 : 1;
    }
    return sum % 11 == 0;
}

TEST(CheckDigit, OfABsnIsTheOnlyDigitThatPassesThe11Test) {
    std::uint32_t valid = 0;
    for (std::uint32_t beginning = 0; beginning < 100'000'000; beginning += 97) {
        const unsigned check = bsn_check_digit(beginning);
        ASSERT_LE(check, 10U);
        for (std::uint32_t digit = 0; digit < 10; ++digit)
            ASSERT_EQ(passes_11_test(beginning * 10 + digit), digit == check) << beginning;
        valid += check < 10 ? 1 : 0;
    }
    EXPECT_NEAR(valid, 1'030'928 * 10.0 / 11, 100);
    for (const std::uint32_t bsn : {123456782U, 111222333U, 999990019U})
        EXPECT_EQ(bsn_check_digit(bsn / 10), bsn % 10);
    EXPECT_NE(bsn_check_digit(12345678), 9U);
}

TEST(CheckDigit, OfCards) {
    for (const std::string card : {"4111111111111111", "5555555555554444", "378282246310005",
                                   "6011111111111117", "30569309025904", "4222222222222", "79927398713", "0"})
        EXPECT_EQ(luhn_check_digit(card.substr(0, card.size() - 1)), card.back()) << card;
}

// Examples of the registry.
TEST(CheckDigit, OfIbans) {
    for (const std::string iban :
         {"NL91ABNA0417164300", "BE68539007547034", "DE89370400440532013000", "FR1420041010050500013M02606",
          "GB29NWBK60161331926819", "MT84MALT011000012345MTLCAST001S", "NO9386011117947",
          "LC55HEMM000100010012001200023015"}) {
        const std::string check = std::to_string(iban_check_digits(iban.substr(0, 2), iban.substr(4)));
        EXPECT_EQ(check, iban.substr(2, 2)) << iban;
    }
}

} // namespace
} // namespace veil
