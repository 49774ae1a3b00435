// build/ff1: the form of its lines, and the program itself.
#include "ff1_line.hpp"

#include "core/crypto_failure.hpp"
#include "ff1_reference.hpp"
#include "ff1_vectors.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace veil {
namespace {

using test::Bytes;
using test::Ff1Reference;
using test::Ff1Vector;
using test::hex_bytes;

const std::string key128 = "2B7E151628AED2A6ABF7158809CF4F3C";
const std::string key192 = key128 + "EF4359D8D580AA4F";
const std::string key256 = key192 + "7F036D6F04FC6A94";

// Fields with tabs between them.
template <typename... Fields>
std::string line(const std::string& first, const Fields&... rest) {
    std::string result = first;
    ((result += '\t', result += rest), ...);
    return result;
}

std::string encrypted(const std::string& text) {
    return transform_ff1_line(text, Ff1Direction::encrypt).value_or("invalid");
}

std::string decrypted(const std::string& text) {
    return transform_ff1_line(text, Ff1Direction::decrypt).value_or("invalid");
}

std::string numerals(std::size_t count, const std::string& numeral) {
    std::string list = numeral;
    for (std::size_t i = 1; i < count; ++i)
        list += ',' + numeral;
    return list;
}

void expect_vector(const Ff1Vector& vector) {
    const std::string radix = std::to_string(vector.alphabet.size());
    EXPECT_EQ(encrypted(line(vector.key, vector.tweak, radix, vector.plaintext, vector.alphabet)),
              vector.ciphertext)
        << vector.source;
    EXPECT_EQ(decrypted(line(vector.key, vector.tweak, radix, vector.ciphertext, vector.alphabet)),
              vector.plaintext)
        << vector.source;
}

TEST(Ff1Line, GivesTheNineNistSamples) {
    for (const Ff1Vector& sample : test::nist_ff1_samples()) {
        expect_vector(sample);
        const std::string radix = std::to_string(sample.alphabet.size());
        EXPECT_EQ(encrypted(line(sample.key, sample.tweak, radix, sample.plaintext)), sample.ciphertext);
        EXPECT_EQ(decrypted(line(sample.key, sample.tweak, radix, sample.ciphertext, "")), sample.plaintext);
    }
}

TEST(Ff1Line, GivesTheVectorsOfTheDataFile) {
    const auto vectors = test::ff1_data_file();
    if (!vectors)
        GTEST_SKIP() << "no ../shared/data/ff1_vectors.csv";
    for (const Ff1Vector& vector : *vectors)
        expect_vector(vector);
}

TEST(Ff1Line, TakesHexadecimalOfEitherCaseAndCarriageReturns) {
    EXPECT_EQ(encrypted(line("2b7e151628aed2a6ABF7158809cf4f3c", "", "10", "0123456789")), "2433477484");
    EXPECT_EQ(encrypted(line(key128, "", "10", "0123456789\r")), "2433477484");
    EXPECT_EQ(encrypted(line(key128, "", "10", "0123456789", "\r")), "2433477484");
    EXPECT_EQ(encrypted(line(key128, "", "10", "0123456789", "0123456789\r")), "2433477484");
    EXPECT_EQ(encrypted(line(key128, "", "10", "0123456789\r\r")), "invalid");
}

std::string list_of(const Ff1Reference::Digits& digits) {
    std::string list;
    for (const std::uint32_t digit : digits)
        list += (list.empty() ? "" : ",") + std::to_string(digit);
    return list;
}

void expect_list(std::uint32_t radix, const Ff1Reference::Digits& digits, const std::string& tweak) {
    const std::string expected =
        list_of(Ff1Reference(hex_bytes(key192), radix).encrypt(digits, hex_bytes(tweak)));
    // Without printing thousands of numerals.
    EXPECT_TRUE(encrypted(line(key192, tweak, std::to_string(radix), list_of(digits))) == expected) << radix;
    EXPECT_TRUE(decrypted(line(key192, tweak, std::to_string(radix), expected)) == list_of(digits)) << radix;
}

TEST(Ff1Line, WritesNumeralsAboveRadix36AsNumbers) {
    expect_list(37, {0, 36, 7}, "");
    expect_list(62, {61, 10, 0, 5}, "00ff");
    expect_list(256, Ff1Reference::Digits(33, 255), "");
    expect_list(65535, {65534, 0}, "");
    expect_list(65536, {65535, 0}, "");
    expect_list(65536, {0, 1, 65535, 2, 300}, "00112233");
    expect_list(65536, Ff1Reference::Digits(5001, 40'000), std::string(1000, 'a'));
}

TEST(Ff1Line, TakesLongTextsAndTweaks) {
    const std::string text = [] {
        std::string digits;
        for (int i = 0; i < 5000; ++i)
            digits += static_cast<char>('0' + i * i % 10);
        return digits;
    }();
    for (const std::size_t tweak_size : {0U, 1U, 255U, 256U, 4096U}) {
        const std::string tweak(2 * tweak_size, '7');
        const std::string image = encrypted(line(key256, tweak, "10", text));
        EXPECT_EQ(image.size(), text.size());
        EXPECT_NE(image, text);
        EXPECT_EQ(decrypted(line(key256, tweak, "10", image)), text);
    }
}

TEST(Ff1Line, TakesCodePointsOfAnAlphabet) {
    // One, two, three and four bytes, and the least and greatest of each.
    const std::string alphabet = "a\u00e9\u20ac\U0001f600\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff"
                                 "\U00010000\U0010ffff";
    const std::string image =
        encrypted(line(key128, "", "13", "\u00e9a\u20ac\U0001f600\U0010ffff", alphabet));
    EXPECT_NE(image, "invalid");
    EXPECT_EQ(decrypted(line(key128, "", "13", image, alphabet)), "\u00e9a\u20ac\U0001f600\U0010ffff");
    // The same numerals in another alphabet.
    const std::string letters = encrypted(line(key128, "", "13", "1023c"));
    std::string expected;
    const char* const characters[] = {"a",      "\u00e9",     "\u20ac",    "\U0001f600", "\u007f",
                                      "\u0080", "\u07ff",     "\u0800",    "\ud7ff",     "\ue000",
                                      "\uffff", "\U00010000", "\U0010ffff"};
    for (const char letter : letters)
        expected += characters[letter <= '9' ? letter - '0' : letter - 'a' + 10];
    EXPECT_EQ(image, expected);
}

TEST(Ff1Line, TakesAnyCharacterInAnAlphabet) {
    EXPECT_NE(encrypted(line(key128, "", "10", ", ,,", "0123, 6789")), "invalid");
    EXPECT_NE(encrypted(line(key128, "", "10", "9876", "9876543210")),
              encrypted(line(key128, "", "10", "9876", "0123456789")));
    // An order of its own: the numerals of 9876 are those of 0123 in the other alphabet.
    std::string mirrored = encrypted(line(key128, "", "10", "0123"));
    for (char& digit : mirrored)
        digit = static_cast<char>('0' + '9' - digit);
    EXPECT_EQ(encrypted(line(key128, "", "10", "9876", "9876543210")), mirrored);
    // Above radix 36 too.
    std::string alphabet;
    for (int character = 0x21; character < 0x7f; ++character)
        alphabet += static_cast<char>(character);
    const std::string radix = std::to_string(alphabet.size());
    const std::string image = encrypted(line(key128, "", radix, "~!Aa,", alphabet));
    EXPECT_EQ(image.size(), 5U);
    EXPECT_EQ(decrypted(line(key128, "", radix, image, alphabet)), "~!Aa,");
}

class InvalidLine : public testing::TestWithParam<std::string> {};

TEST_P(InvalidLine, HasNoResult) {
    EXPECT_EQ(encrypted(GetParam()), "invalid");
    EXPECT_EQ(decrypted(GetParam()), "invalid");
}

INSTANTIATE_TEST_SUITE_P(Fields, InvalidLine,
                         testing::Values("", "\r", "\t", "\t\t\t", "\t\t\t\t", "0123456789", key128,
                                         line(key128, ""), line(key128, "", "10"),
                                         line(key128, "10", "0123456789"),
                                         line(key128, "", "10", "0123456789", "", ""),
                                         line(key128, "", "10", "0123456789", "0123456789", ""),
                                         line("", key128, "", "10", "0123456789"),
                                         line(key128 + " ", "", "10", "0123456789")));

INSTANTIATE_TEST_SUITE_P(Keys, InvalidLine,
                         testing::Values(line("", "", "10", "0123456789"), line("00", "", "10", "0123456789"),
                                         line(key128.substr(1), "", "10", "0123456789"),
                                         line(key128.substr(2), "", "10", "0123456789"),
                                         line(key128 + "0", "", "10", "0123456789"),
                                         line(key128 + "00", "", "10", "0123456789"),
                                         line(key256 + "00", "", "10", "0123456789"),
                                         line(key256 + key256, "", "10", "0123456789"),
                                         line("0x" + key128.substr(2), "", "10", "0123456789"),
                                         line("g" + key128.substr(1), "", "10", "0123456789"),
                                         line(" " + key128.substr(1), "", "10", "0123456789"),
                                         line(key128.substr(0, 30) + "-1", "", "10", "0123456789"),
                                         line(key128.substr(0, 30) + "+1", "", "10", "0123456789")));

INSTANTIATE_TEST_SUITE_P(Tweaks, InvalidLine,
                         testing::Values(line(key128, "0", "10", "0123456789"),
                                         line(key128, "123", "10", "0123456789"),
                                         line(key128, "0g", "10", "0123456789"),
                                         line(key128, "  ", "10", "0123456789"),
                                         line(key128, "0x12", "10", "0123456789"),
                                         line(key128, std::string("\0\0", 2), "10", "0123456789")));

INSTANTIATE_TEST_SUITE_P(
    Radices, InvalidLine,
    testing::Values(line(key128, "", "", "0123456789"), line(key128, "", "0", "0000000000"),
                    line(key128, "", "1", "0000000000"), line(key128, "", "1", "aaaaaaaaaaaaaaaaaaaa", "a"),
                    line(key128, "", "65537", "1,2,3"), line(key128, "", "65538", "1,2,3"),
                    line(key128, "", "4294967306", "0123456789"),
                    line(key128, "", "18446744073709551626", "0123456789"),
                    line(key128, "", "-10", "0123456789"), line(key128, "", "+10", "0123456789"),
                    line(key128, "", "010", "0123456789"),
                    line(key128, "", "00000000000000000010", "0123456789"),
                    line(key128, "", " 10", "0123456789"), line(key128, "", "10 ", "0123456789"),
                    line(key128, "", "10.0", "0123456789"), line(key128, "", "1e1", "0123456789"),
                    line(key128, "", "0xa", "0123456789"), line(key128, "", "ten", "0123456789"),
                    line(key128, "", std::string("10\0", 3), "0123456789")));

INSTANTIATE_TEST_SUITE_P(
    Texts, InvalidLine,
    testing::Values(line(key128, "", "10", ""), line(key128, "", "10", "5"), line(key128, "", "2", "010101"),
                    line(key128, "", "9", "12"), line(key128, "", "65536", "5"),
                    line(key128, "", "65536", ""), line(key128, "", "10", "012345678a"),
                    line(key128, "", "10", "012345678A"), line(key128, "", "10", "0123 56789"),
                    line(key128, "", "10", " 123456789"), line(key128, "", "10", "+123456789"),
                    line(key128, "", "10", "-123456789"), line(key128, "", "10", "1,2,3,4,5"),
                    line(key128, "", "2", "0101010102"), line(key128, "", "16", "0123456789ABCDEF"),
                    line(key128, "", "16", "0123456789abcdefg"), line(key128, "", "36", "ABCDEF"),
                    line(key128, "", "36", "abc-ef"), line(key128, "", "36", "abc\u00e9ef"),
                    line(key128, "", "10",
                         std::string("1234\0"
                                     "6789",
                                     9)),
                    line(key128, "", "10", "\uff11\uff12\uff13\uff14")));

INSTANTIATE_TEST_SUITE_P(Lists, InvalidLine,
                         testing::Values(line(key128, "", "37", "37,1,2"), line(key128, "", "37", "abcdef"),
                                         line(key128, "", "37", "1,,2"), line(key128, "", "37", ",1,2"),
                                         line(key128, "", "37", "1,2,"), line(key128, "", "37", ","),
                                         line(key128, "", "37", "1, 2,3"), line(key128, "", "37", "1,2 ,3"),
                                         line(key128, "", "37", "1,+2,3"), line(key128, "", "37", "1,-2,3"),
                                         line(key128, "", "37", "1,02,3"), line(key128, "", "37", "1,00,3"),
                                         line(key128, "", "37", "1;2;3"), line(key128, "", "37", "1.0,2,3"),
                                         line(key128, "", "65535", "65535,1"),
                                         line(key128, "", "65536", "65536,1"),
                                         line(key128, "", "65536", "1,4294967297"),
                                         line(key128, "", "65536", "1,18446744073709551617"),
                                         line(key128, "", "300", numerals(500, "299") + ",300")));

INSTANTIATE_TEST_SUITE_P(
    Alphabets, InvalidLine,
    testing::Values(line(key128, "", "10", "0123456789", "012345678"),
                    line(key128, "", "10", "0123456789", "0123456789a"),
                    line(key128, "", "10", "0123456788", "0123456788"),
                    line(key128, "", "10", "012345678a", "0123456789"),
                    line(key128, "", "10", "a", "0123456789"), line(key128, "", "10", "", "0123456789"),
                    line(key128, "", "10", "0123456789", "012345678\u00e9\u00e9"),
                    // As many bytes as the radix, but fewer characters.
                    line(key128, "", "10", "01234567", "01234567\u00e9"),
                    line(key128, "", "10", "01234567", "01234567 \xc3"), // a character cut off
                    line(key128, "", "10", "01234567", "01234567\x80\x81"),
                    line(key128, "", "10", "01234567", "01234567 \xc0\x80"),         // overlong
                    line(key128, "", "10", "01234567", "01234567 \xe0\x9f\xbf"),     // overlong
                    line(key128, "", "10", "01234567", "01234567 \xf0\x8f\xbf\xbf"), // overlong
                    line(key128, "", "10", "01234567", "01234567 \xed\xa0\x80"),     // a surrogate
                    line(key128, "", "10", "01234567", "01234567 \xf4\x90\x80\x80"), // beyond Unicode
                    line(key128, "", "10", "01234567", "01234567 \xf8\x88\x80\x80"),
                    line(key128, "", "10", "01234567", "01234567 \xe2\x82z"),
                    line(key128, "", "10", "01234567", "01234567 \xf0\x9f\x98z"),
                    line(key128, "", "10", "0123\xc3", "0123456789"),
                    // The composed letter is not the decomposed one.
                    line(key128, "", "10", "0123e\u0301", "012345678\u00e9"),
                    line(key128, "", "37", "1,2,3", "0123456789")));

TEST(Ff1Lines, AnswersEachLineWithOne) {
    const std::string good = line(key128, "", "10", "0123456789");
    std::istringstream in("\n" + good + "\r\n\r\nnonsense\n" + good + "\n\n" + good);
    std::ostringstream out;
    EXPECT_TRUE(transform_ff1_lines(in, out, Ff1Direction::encrypt));
    EXPECT_EQ(out.str(), "invalid\n2433477484\ninvalid\ninvalid\n2433477484\ninvalid\n2433477484\n");
}

TEST(Ff1Lines, AnswersNothingWithNothing) {
    std::istringstream in("");
    std::ostringstream out;
    EXPECT_TRUE(transform_ff1_lines(in, out, Ff1Direction::decrypt));
    EXPECT_EQ(out.str(), "");
}

TEST(Ff1Lines, TellsThatItCouldNotWrite) {
    std::istringstream in("nonsense\n");
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    EXPECT_FALSE(transform_ff1_lines(in, out, Ff1Direction::encrypt));
}

struct Outcome {
    int status;
    std::string output;
};

// The program's exit status and output, for the words after its name (the shell's) and its input.
Outcome run(const std::string& words, const std::string& input) {
    const std::string folder = testing::TempDir() + "ff1_XXXXXX";
    std::vector<char> name(folder.begin(), folder.end());
    name.push_back('\0');
    if (mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no temporary folder for a test");
    const std::filesystem::path path(name.data());
    std::ofstream(path / "in", std::ios::binary) << input;
    const std::string command = "'" VEIL_FF1 "' " + words + " <'" + (path / "in").string() + "' >'" +
                                (path / "out").string() + "' 2>'" + (path / "errors").string() + "'";
    const int status = std::system(command.c_str());
    std::ifstream out(path / "out", std::ios::binary);
    std::string output{std::istreambuf_iterator<char>(out), std::istreambuf_iterator<char>()};
    std::filesystem::remove_all(path);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, std::move(output)};
}

TEST(Ff1Program, EncryptsAndDecrypts) {
    const std::string plain = line(key128, "", "10", "0123456789") + "\n";
    const std::string cipher = line(key128, "", "10", "2433477484", "0123456789") + "\r\n";
    const Outcome encrypting = run("encrypt", plain + "bad\n" + plain);
    EXPECT_EQ(encrypting.output, "2433477484\ninvalid\n2433477484\n");
    EXPECT_EQ(encrypting.status, 0);
    const Outcome decrypting = run("decrypt", cipher + "\n" + cipher);
    EXPECT_EQ(decrypting.output, "0123456789\ninvalid\n0123456789\n");
    EXPECT_EQ(decrypting.status, 0);
}

TEST(Ff1Program, RefusesOtherArguments) {
    for (const char* const words : {"", "encode", "encrypt decrypt", "''", "--help"}) {
        const Outcome refused = run(words, "bad\n");
        EXPECT_EQ(refused.status, 2) << words;
        EXPECT_EQ(refused.output, "") << words;
    }
}

} // namespace
} // namespace veil
