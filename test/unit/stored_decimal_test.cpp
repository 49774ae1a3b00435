#include "core/stored_decimal.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::Bytes;

Bytes words(const std::vector<int>& values) {
    Bytes bytes(2 * values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto word = static_cast<std::uint16_t>(values[i]);
        std::memcpy(bytes.data() + 2 * i, &word, sizeof(word));
    }
    return bytes;
}

Bytes written(std::int64_t units, int groups, int decimals) {
    std::array<std::uint8_t, longest_stored_decimal> out{};
    const std::size_t size = write_stored_decimal(units, groups, decimals, out);
    return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

std::string text(std::int64_t units, int groups, int decimals) {
    std::array<char, longest_decimal_text> out{};
    return {out.data(), write_decimal_text(units, groups, decimals, out)};
}

// 12345678.9 as the server stores it: 1234 5678 . 9000, one decimal, weight 1.
TEST(StoredDecimal, ReadsTheServersForm) {
    const Bytes short_form = words({0x8000 | 1 << 7 | 1, 1234, 5678, 9000});
    EXPECT_EQ(read_stored_decimal(short_form, 1), (FixedDecimal{123456789000, false, false}));
    EXPECT_EQ(read_stored_decimal(short_form, 2), (FixedDecimal{1234567890000000, false, false}));
    EXPECT_EQ(read_stored_decimal(short_form, 0), (FixedDecimal{12345678, true, false}));
    EXPECT_EQ(stored_decimals(short_form), 1);
    const Bytes long_form = words({0x4000 | 1, 1, 1234, 5678, 9000});
    EXPECT_EQ(read_stored_decimal(long_form, 1), (FixedDecimal{-123456789000, false, true}));
    const Bytes negative = words({0xA000 | 1 << 7 | 0x40 | 0x3F, 1000});
    EXPECT_EQ(read_stored_decimal(negative, 1), (FixedDecimal{-1000, false, true})); // -0.1
    EXPECT_EQ(read_stored_decimal(negative, 0), (FixedDecimal{0, true, true}));
    EXPECT_EQ(read_stored_decimal(negative, 0)->floor(), -1);
    EXPECT_EQ(read_stored_decimal(negative, 0)->ceiling(), 0);
    EXPECT_EQ(read_stored_decimal(words({0x8000}), 4), (FixedDecimal{0, false, false}));
    EXPECT_EQ(read_stored_decimal(words({0x0000, 0}), 4), (FixedDecimal{0, false, false}));
    EXPECT_EQ(read_stored_decimal(words({0x8000, 5}), 0)->ceiling(), 5);
}

TEST(StoredDecimal, LeavesWhatDoesNotFitToTheServer) {
    for (const int header : {0xC000, 0xD000, 0xF000}) {
        EXPECT_EQ(read_stored_decimal(words({header}), 1), std::nullopt);
        EXPECT_EQ(stored_decimals(words({header})), std::nullopt);
    }
    EXPECT_EQ(read_stored_decimal({}, 1), std::nullopt);
    EXPECT_EQ(read_stored_decimal(words({0x0000}), 1), std::nullopt);
    // 10^18 and what is just below it.
    EXPECT_EQ(read_stored_decimal(words({0x8000 | 4, 100}), 0), std::nullopt);
    EXPECT_EQ(read_stored_decimal(words({0x8000 | 4, 99, 9999, 9999, 9999, 9999}), 0)->units,
              999'999'999'999'999'999);
    EXPECT_EQ(read_stored_decimal(words({0x8000 | 4, 99}), 1), std::nullopt);
    EXPECT_EQ(read_stored_decimal(words({0x0000, 32767, 1}), 4), std::nullopt);
    EXPECT_EQ(read_stored_decimal(words({0x0000, -32768, 1}), 4), (FixedDecimal{0, true, false}));
}

TEST(StoredDecimal, WritesTheServersForm) {
    EXPECT_EQ(written(0, 3, 2), words({0x8000 | 2 << 7}));
    EXPECT_EQ(written(123456789000, 1, 1), words({0x8000 | 1 << 7 | 1, 1234, 5678, 9000}));
    EXPECT_EQ(written(-1000, 1, 1), words({0xA000 | 1 << 7 | 0x40 | 0x3F, 1000}));
    EXPECT_EQ(written(50'000'000, 1, 0), words({0x8000, 5000}));
    EXPECT_EQ(written(1, 4, 16), words({0x8000 | 16 << 7 | 0x40 | 0x3C, 1}));
    EXPECT_EQ(written(1'999'999'999'999'999'998, 0, 0), words({0x8000 | 4, 199, 9999, 9999, 9999, 9998}));
}

TEST(StoredDecimal, WritesTexts) {
    EXPECT_EQ(text(0, 0, 0), "0");
    EXPECT_EQ(text(0, 1, 2), "0.00");
    EXPECT_EQ(text(-1000, 1, 1), "-0.1");
    EXPECT_EQ(text(123456789000, 1, 1), "12345678.9");
    EXPECT_EQ(text(1, 4, 16), "0.0000000000000001");
    EXPECT_EQ(text(-1'999'999'999'999'999'998, 0, 0), "-1999999999999999998");
    EXPECT_EQ(text(-1'999'999'999'999'999'998, 4, 16), "-199.9999999999999998");
}

TEST(StoredDecimal, ReadsWhatItWrote) {
    auto random = test::repeatable_random();
    for (int i = 0; i < 300'000; ++i) {
        const int groups = static_cast<int>(random() % 5);
        const auto magnitude =
            static_cast<std::int64_t>((random() % 999'999'999'999'999'999) >> (random() % 60));
        const std::int64_t units = random() % 2 == 0 ? magnitude : -magnitude;
        const auto back = read_stored_decimal(written(units, groups, 4 * groups), groups);
        ASSERT_TRUE(back);
        ASSERT_EQ(back->units, units);
        ASSERT_FALSE(back->inexact);
        ASSERT_EQ(back->is_negative, units < 0);
    }
}

} // namespace
} // namespace veil
