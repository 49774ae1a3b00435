// Formats of numbers, dates, floats, uuids, addresses, byte strings and labels.
#include "core/binary_format.hpp"
#include "core/format_text.hpp"
#include "core/number_format.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::counting_key;

std::optional<Int128> applied(const WholeNumberFormat& format, Int128 value) {
    return format.map(Direction::apply, value);
}

TEST(WholeNumberFormat, PermutesARange) {
    for (const auto& [text, least, greatest, step] :
         {std::tuple{"integer max=10 min=-10", -10, 10, 1},
          {"integer max=7 min=7", 7, 7, 1},
          {"date max=7670 min=-3000", -3000, 7670, 1},
          {"integer max=20000 min=-19999", -19999, 20000, 1},
          {"timestamp max=10000007 min=1007 step=1000", 1007, 10'000'007, 1000},
          {"timestamp max=100 min=1 step=30", 1, 100, 30},
          {"decimal max=9999 min=-9999 scale=2", -9999, 9999, 1}}) {
        const WholeNumberFormat format(counting_key(), text);
        std::set<std::int64_t> images;
        std::size_t values = 0;
        for (std::int64_t value = least; value <= greatest; value += step, ++values) {
            const auto image = applied(format, value);
            ASSERT_TRUE(image) << text;
            ASSERT_TRUE(*image >= least && *image <= greatest) << text;
            ASSERT_EQ((*image - least) % step, 0);
            ASSERT_EQ(format.map(Direction::invert, *image), value);
            images.insert(static_cast<std::int64_t>(*image));
        }
        EXPECT_EQ(images.size(), values) << text;
        EXPECT_EQ(applied(format, least - 1), std::nullopt);
        EXPECT_EQ(applied(format, greatest + 1), std::nullopt);
        if (step > 1) {
            EXPECT_EQ(applied(format, least + 1), std::nullopt);
            EXPECT_EQ(format.map(Direction::invert, least + 1), std::nullopt);
        }
    }
}

TEST(WholeNumberFormat, InvertsLargeRanges) {
    auto random = test::repeatable_random();
    const std::string nines(38, '9');
    const WholeNumberFormat bigint(counting_key(),
                                   "integer max=9223372036854775807 min=-9223372036854775808");
    const WholeNumberFormat decimal(counting_key(), "decimal max=" + nines + " min=-" + nines + " scale=10");
    EXPECT_EQ(decimal.scale(), 10);
    const Int128 most = *parse_int128(nines);
    for (int i = 0; i < 2000; ++i) {
        const auto small = static_cast<std::int64_t>(random());
        ASSERT_EQ(bigint.map(Direction::invert, *applied(bigint, small)), small);
        const Int128 large = static_cast<Int128>(Uint128{random()} << 64 | random()) % most;
        const auto image = applied(decimal, large);
        ASSERT_TRUE(*image <= most && *image >= -most);
        ASSERT_EQ(decimal.map(Direction::invert, *image), large);
    }
    for (const Int128 end : {most, -most})
        ASSERT_EQ(decimal.map(Direction::invert, *applied(decimal, end)), end);
    EXPECT_EQ(applied(decimal, most + 1), std::nullopt);
    EXPECT_EQ(applied(bigint, Int128{1} << 64), std::nullopt);
}

TEST(WholeNumberFormat, RefusesOtherTexts) {
    for (const std::string text :
         {"", "integer", "integer max=1", "integer max=1 min=2", "integer max=1 min=a",
          "integer max=1 min=0 step=0", "integer max=1 min=0 step=-1", "integer max=1 min=0 scale=1",
          "decimal max=1 min=0 scale=39", "integer min=0 max=1",
          "integer max=1000000000000000000000000000000000000000 min=0", "digits",
          "integer max= min=", "integer max=- min=0"})
        EXPECT_THROW(WholeNumberFormat(counting_key(), text), InvalidFormat) << text;
}

TEST(Decimal, IsReadAndWritten) {
    for (const auto& [text, scale, units] : {std::tuple{"0", 0, 0},
                                             {"0", 2, 0},
                                             {"12.34", 2, 1234},
                                             {"-12.34", 2, -1234},
                                             {"-0.01", 2, -1},
                                             {"0.5", 2, 50},
                                             {"12.3400", 2, 1234},
                                             {"7", 3, 7000},
                                             {"-7", 0, -7},
                                             {"7.000", 0, 7}}) {
        const auto number = parse_decimal(text, scale);
        ASSERT_TRUE(number) << text;
        EXPECT_EQ(*number, units) << text;
        std::array<char, 80> out{};
        const std::string written(out.data(), write_decimal(*number, scale, out.data()));
        EXPECT_EQ(parse_decimal(written, scale), units) << written;
    }
    const std::string nines(38, '9');
    std::array<char, 80> out{};
    const Int128 most = *parse_int128(nines);
    EXPECT_EQ(std::string(out.data(), write_decimal(-most, 38, out.data())), "-0." + nines);
    EXPECT_EQ(parse_decimal("-0." + nines, 38), -most);
    EXPECT_EQ(std::string(out.data(), write_decimal(5, 3, out.data())), "0.005");
    for (const auto& [text, scale] : {std::pair{"", 0},
                                      {"NaN", 2},
                                      {"Infinity", 2},
                                      {"-", 2},
                                      {"1.2.3", 3},
                                      {"1.234", 2},
                                      {"1e5", 2},
                                      {".5", 1},
                                      {"1.a", 2},
                                      {"1000000", 32},
                                      {"99999999999999999999999999999999999999", 1}})
        EXPECT_EQ(parse_decimal(text, scale), std::nullopt) << text;
}

template <class Float>
void expect_permutes_floats(const std::string& name) {
    const FloatFormat<Float> all(counting_key(), name);
    auto random = test::repeatable_random();
    using Limits = std::numeric_limits<Float>;
    std::vector<Float> values{0,
                              1,
                              -1,
                              Limits::max(),
                              Limits::lowest(),
                              Limits::denorm_min(),
                              -Limits::denorm_min(),
                              Limits::min()};
    while (values.size() < 2000)
        values.push_back(
            static_cast<Float>(static_cast<double>(random()) / static_cast<double>(random() | 1)));
    for (const Float value : values) {
        const auto image = all.map(Direction::apply, value);
        ASSERT_TRUE(image && std::isfinite(*image));
        ASSERT_EQ(all.map(Direction::invert, *image), value);
    }
    EXPECT_EQ(all.map(Direction::apply, Float(-0.0)), all.map(Direction::apply, Float(0.0)));
    for (const Float value : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()})
        EXPECT_EQ(all.map(Direction::apply, value), std::nullopt);

    // A whole range, across zero: 41 values.
    const Float least = -20 * Limits::denorm_min();
    std::array<char, 64> written{};
    std::snprintf(written.data(), written.size(), "%s max=%.17g min=%.17g", name.c_str(),
                  -static_cast<double>(least), static_cast<double>(least));
    const FloatFormat<Float> few(counting_key(), written.data());
    std::set<Float> images;
    for (int i = -20; i <= 20; ++i) {
        const auto image = few.map(Direction::apply, static_cast<Float>(i) * Limits::denorm_min());
        ASSERT_TRUE(image && *image >= least && *image <= -least);
        EXPECT_FALSE(*image == 0 && std::signbit(*image));
        images.insert(*image);
    }
    EXPECT_EQ(images.size(), 41U);
    EXPECT_EQ(few.map(Direction::apply, Float(1)), std::nullopt);
}

TEST(FloatFormat, PermutesFiniteValues) {
    expect_permutes_floats<float>("real");
    expect_permutes_floats<double>("double");
    for (const std::string text : {"", "real", "double max=1 min=2", "double max=inf", "double max=nan",
                                   "double max=1x", "double max=1e999"})
        EXPECT_THROW(FloatFormat<double>(counting_key(), text), InvalidFormat) << text;
}

TEST(UuidFormat, KeepsVersionAndVariant) {
    const UuidFormat format(counting_key(), "uuid");
    std::array<std::uint8_t, 16> uuid{};
    uuid[6] = 0x47;
    uuid[8] = 0x91;
    auto changed = uuid;
    format.map(Direction::apply, changed, changed);
    EXPECT_NE(changed, uuid);
    EXPECT_EQ(changed[6] >> 4, 4);
    EXPECT_EQ(changed[8] >> 6, 2);
    // Not the pseudonym of the same key.
    auto other = uuid;
    UuidPseudonym(counting_key()).apply(other, other);
    EXPECT_NE(changed, other);
    format.map(Direction::invert, changed, changed);
    EXPECT_EQ(changed, uuid);
    EXPECT_THROW(UuidFormat(counting_key(), "uuid x=1"), InvalidFormat);
}

TEST(AddressFormat, PermutesBothFamilies) {
    const AddressFormat format(counting_key(), "inet");
    std::set<std::vector<std::uint8_t>> images;
    for (const std::size_t size : {std::size_t{4}, std::size_t{16}})
        for (unsigned last = 0; last < 256; ++last)
            for (const std::uint8_t bits : std::array<std::uint8_t, 2>{24, 32}) {
                std::vector<std::uint8_t> address(size);
                address[0] = 192;
                address[size - 1] = static_cast<std::uint8_t>(last);
                const auto original = address;
                format.map(Direction::apply, address, bits);
                EXPECT_TRUE(images.insert(address).second);
                format.map(Direction::invert, address, bits);
                EXPECT_EQ(address, original);
            }
    EXPECT_EQ(images.size(), 1024U);
    EXPECT_THROW(AddressFormat(counting_key(), "cidr"), InvalidFormat);
}

TEST(BytesFormat, PermutesEachLength) {
    const BytesFormat format(counting_key(), "bytea");
    for (const std::size_t length : {1, 2}) {
        std::set<std::vector<std::uint8_t>> images;
        for (unsigned number = 0; number < (1U << (8 * length)); ++number) {
            std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(number),
                                            static_cast<std::uint8_t>(number >> 8)};
            bytes.resize(length);
            std::vector<std::uint8_t> image(length);
            ASSERT_TRUE(format.map(Direction::apply, bytes, image));
            images.insert(image);
        }
        EXPECT_EQ(images.size(), 1U << (8 * length));
    }
    auto random = test::repeatable_random();
    for (std::size_t length = 0; length < 100; ++length) {
        std::vector<std::uint8_t> bytes(length);
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(random());
        std::vector<std::uint8_t> image(length);
        ASSERT_TRUE(format.map(Direction::apply, bytes, image));
        EXPECT_TRUE(length < 3 || image != bytes);
        std::vector<std::uint8_t> back(length);
        ASSERT_TRUE(format.map(Direction::invert, image, back));
        EXPECT_EQ(back, bytes);
    }
    std::vector<std::uint8_t> large(4097);
    std::vector<std::uint8_t> out(4097);
    EXPECT_FALSE(format.map(Direction::apply, large, out));
}

TEST(LabelFormat, PermutesTheLabels) {
    const std::vector<std::string> labels{"red", "", "a b", "5:x", "groen", "~"};
    const std::string text = LabelFormat::format_of(labels);
    EXPECT_EQ(text, "labels with 3:red 0: 3:a b 3:5:x 5:groen 1:~");
    const LabelFormat format(counting_key(), text);
    std::set<std::string_view> images;
    for (const std::string& label : labels) {
        const auto image = format.map(Direction::apply, label);
        ASSERT_TRUE(image);
        EXPECT_EQ(format.map(Direction::invert, *image), label);
        images.insert(*image);
    }
    EXPECT_EQ(images.size(), labels.size());
    EXPECT_EQ(format.map(Direction::apply, "blue"), std::nullopt);
    EXPECT_EQ(format.map(Direction::invert, "blue"), std::nullopt);
    for (const std::string other :
         {"labels", "labels with", "labels with ", "labels with red", "labels with 4:red",
          "labels with 3:red ", "labels with 3:red3:red", "labels with 3:red 3:red", "labels with 03:red",
          "labels with 99999999999999999999:red"})
        EXPECT_THROW(LabelFormat(counting_key(), other), InvalidFormat) << other;
}

} // namespace
} // namespace veil
