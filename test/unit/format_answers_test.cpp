// Constants that pin, forever, the format-preserving pseudonyms that users have stored. They were printed by
// format_answers.py, a second implementation in another language. Never change a constant.
#include "core/binary_format.hpp"
#include "core/key_derivation.hpp"
#include "core/number_format.hpp"

#include "format_values.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::hex_bytes;

// The data key is 00 01 ... 1f, key "citizen", version 1, scope "research"; the purpose as key_store.hpp
// makes it.
template <class Format>
Format format_of(std::string_view text) {
    return Format(derive_key(test::counting_key(), std::string(Format::purpose) + "/" + std::string(text),
                             "citizen", 1, "research"),
                  text);
}

TEST(FormatAnswers, Purposes) {
    EXPECT_EQ(TextFormat::purpose, "format_preserving/text");
    EXPECT_EQ(WholeNumberFormat::purpose, "format_preserving/number");
    EXPECT_EQ(FloatFormat<float>::purpose, "format_preserving/real");
    EXPECT_EQ(FloatFormat<double>::purpose, "format_preserving/double");
    EXPECT_EQ(UuidFormat::purpose, "format_preserving/uuid");
    EXPECT_EQ(AddressFormat::purpose, "format_preserving/inet");
    EXPECT_EQ(BytesFormat::purpose, "format_preserving/bytea");
    EXPECT_EQ(LabelFormat::purpose, "format_preserving/labels");
}

TEST(FormatAnswers, Texts) {
    struct Known {
        std::string format;
        std::string value;
        std::string image;
    };
    const std::vector<Known> answers{
        {"digits", "7", "8"},
        {"digits", "1234", "8958"},
        {"digits", "123456", "282244"},
        {"digits", "123456782", "967478910"},
        {"digits", "12345678901234567890", "80568819386308930922"},
        {"digits", std::string(40, '1'), "8743365399488077140756324573439197116274"},
        {"letters", "Amsterdam", "CZXKVuHgP"},
        {"alphanumeric", "AB12cd", "qxqfEZ"},
        {"alphabet with aé€ 😀", "€ éa😀€€aaé", "😀€é   é€a€"},
        {"bsn", "111222333", "672925230"},
        {"bsn valid=false", "111222333", "271643384"},
        {"card", "4111111111111111", "4111113761234474"},
        {"card keep_bin=8", "4111111111111111", "4111111123665468"},
        {"iban", "NL91ABNA0417164300", "NL26ABNA5225995469"},
        {"iban", "MT84MALT011000012345MTLCAST001S", "MT62MALT90105SEBS4BC5AIRPKCCSFV"},
        {"postcode", "1234AB", "9867XW"},
        {"license_plate", "1XB234", "1RN886"},
        {"email", "jan.jansen@example.org", "o7o0gftkwe@example.org"},
        {"email", "Jan@example.org", "t+X@example.org"},
        {"email domain=hash", "jan.jansen@example.org", "lqsc7u.kl6@xjbhzmylhkwbsfbynndynv36eq.example"},
        {"email domain=replace with example.net", "jan.jansen@example.org", "+3pk9l4jin@example.net"},
        {"digits on_invalid=encrypt", "12a", "~or6ucoblafcwov4wiezaoyh2wpvcg5y"}};
    for (const auto& [text, value, expected] : answers)
        EXPECT_EQ(test::image(format_of<TextFormat>(text), value), expected) << text;
}

TEST(FormatAnswers, Numbers) {
    struct Known {
        std::string format;
        std::int64_t value;
        std::int64_t image;
    };
    const std::vector<Known> answers{
        {"integer max=99 min=-99", 7, -59},
        {"integer max=2147483647 min=-2147483648", 7, -188512295},
        {"date max=11322 min=-36524", 0, -5486},
        {"timestamp max=978220800000000 min=0 step=1000", 768'000'000'123'000, 141'098'422'472'000},
        {"decimal max=99999999 min=-99999999 scale=2", 123456, 94612019}};
    for (const auto& [text, value, expected] : answers) {
        const auto image = format_of<WholeNumberFormat>(text).map(Direction::apply, value);
        ASSERT_TRUE(image);
        EXPECT_EQ(static_cast<std::int64_t>(*image), expected) << text;
    }
    EXPECT_EQ(format_of<FloatFormat<double>>("double").map(Direction::apply, 1.85), 5.477884423674655e-195);
}

TEST(FormatAnswers, Bytes) {
    auto bytes = hex_bytes("f81d4fae7dec11d0a76500a0c91e6bf6");
    format_of<UuidFormat>("uuid").map(Direction::apply, std::span(bytes).first<16>(),
                                      std::span(bytes).first<16>());
    EXPECT_EQ(bytes, hex_bytes("da1d0d1cf8d31babb34c1cc74bcdbe35"));

    const auto addresses = format_of<AddressFormat>("inet");
    bytes = hex_bytes("c0000201");
    addresses.map(Direction::apply, bytes, 24);
    EXPECT_EQ(bytes, hex_bytes("e91008d1"));
    bytes = hex_bytes("20010db8000000000000000000000001");
    addresses.map(Direction::apply, bytes, 128);
    EXPECT_EQ(bytes, hex_bytes("351919b9b0cc0ff02f0a517ce8d4f343"));

    const auto strings = format_of<BytesFormat>("bytea");
    for (const auto& [value, expected] : {std::pair{"0102", "a404"},
                                          {"010203", "e5c538"},
                                          {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d",
                                           "b57cc71d367f83736332808afcddcd34561b2d624b2df250bd5f47946377"}}) {
        bytes.resize(hex_bytes(value).size());
        ASSERT_TRUE(strings.map(Direction::apply, hex_bytes(value), bytes));
        EXPECT_EQ(bytes, hex_bytes(expected));
    }

    const auto labels = format_of<LabelFormat>("labels with 3:red 6:yellow 4:blue");
    EXPECT_EQ(labels.map(Direction::apply, "red"), "yellow");
    EXPECT_EQ(labels.map(Direction::apply, "yellow"), "red");
    EXPECT_EQ(labels.map(Direction::apply, "blue"), "blue");
}

} // namespace
} // namespace veil
