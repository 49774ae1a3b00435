// bsn, card, iban, postcode, license_plate, email.
#include "core/text_format.hpp"

#include "core/check_digit.hpp"
#include "core/iban_structure.hpp"
#include "format_values.hpp"
#include "thoroughness.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::expect_no_fit;
using test::expect_permutes;
using test::format_of;
using test::image;
using test::preimage;

// Written on its own: weights 9 to 2 and -1.
bool passes_11_test(std::string_view digits) {
    int sum = 0;
    for (int i = 0; i < 9; ++i)
        sum += (i == 8 ? -1 : 9 - i) * (digits[static_cast<std::size_t>(i)] - '0');
    return digits.size() == 9 && sum % 11 == 0 && digits != "000000000";
}

// The BSN that begins with these eight digits, if there is one.
std::optional<std::string> bsn_of(std::uint32_t beginning) {
    const unsigned check = bsn_check_digit(beginning);
    if (check == 10 || beginning == 0)
        return std::nullopt;
    return std::to_string(100'000'000 + beginning).substr(1) + std::to_string(check);
}

// The first of the 90 909 090 BSNs; the benchmark goes through all of them.
void expect_bsns(std::string_view text, bool valid, unsigned many) {
    const TextFormat format = format_of(text);
    std::vector<bool> seen(1'000'000'000);
    unsigned count = 0;
    unsigned fixed = 0;
    for (std::uint32_t beginning = 0; count < many; ++beginning) {
        const auto bsn = bsn_of(beginning);
        if (!bsn)
            continue;
        const auto result = image(format, *bsn);
        ASSERT_TRUE(result);
        ASSERT_EQ(result->size(), 9U);
        ASSERT_EQ(passes_11_test(*result), valid) << *result;
        ASSERT_FALSE(seen[std::stoul(*result)]);
        seen[std::stoul(*result)] = true;
        fixed += *result == *bsn ? 1 : 0;
        if (++count % 10 == 0) {
            ASSERT_EQ(preimage(format, *result), *bsn);
            // The other way round, from any BSN.
            const auto back = valid ? preimage(format, *bsn) : std::nullopt;
            ASSERT_TRUE(!valid || image(format, *back) == *bsn);
        }
    }
    EXPECT_LT(fixed, 5U);
}

TEST(BsnFormat, PermutesValidOnes) {
    expect_bsns("bsn", true, 1'000'000);
}
TEST(BsnFormat, CanGiveNoneThatIsValid) {
    expect_bsns("bsn valid=false", false, 200'000);
}

TEST(BsnFormat, RefusesWhatIsNone) {
    const std::vector<std::string> others{
        "",          "123456789",  "000000000",   "12345678", "1234567820",        "12345678a",
        "a23456782", " 123456782", "123.456.782", "99999999", std::string(9, '\0')};
    expect_no_fit(format_of("bsn"), others);
    const TextFormat never = format_of("bsn valid=false");
    for (const std::string& value : others)
        EXPECT_EQ(image(never, value), std::nullopt);
    // An image is no BSN, and a BSN no image.
    EXPECT_EQ(image(never, *image(never, "111222333")), std::nullopt);
    EXPECT_EQ(preimage(never, "111222333"), std::nullopt);
}

TEST(CardFormat, PermutesAllCardsOfAnIssuer) {
    const TextFormat format = format_of("card");
    std::vector<bool> seen(1'000'000);
    for (unsigned number = 0; number < 1'000'000; ++number) {
        std::string card = "411111" + std::to_string(1'000'000 + number).substr(1);
        card += luhn_check_digit(card);
        const auto result = image(format, card);
        ASSERT_TRUE(result);
        ASSERT_EQ(result->size(), 13U);
        ASSERT_EQ(result->substr(0, 6), "411111");
        ASSERT_EQ(luhn_check_digit(result->substr(0, 12)), result->back());
        const auto place = std::stoul(result->substr(6, 6));
        ASSERT_FALSE(seen[place]);
        seen[place] = true;
        if (number % 100 == 0) {
            ASSERT_EQ(preimage(format, *result), card);
        }
    }
}

TEST(CardFormat, KeepsNotationAndIssuer) {
    const TextFormat six = format_of("card");
    const TextFormat eight = format_of("card keep_bin=8");
    for (const std::string card :
         {"4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "3782 822463 10005",
          "5555555555554444", "6304 0000 0000 0000 000", "30569309025904"}) {
        const auto result = image(six, card);
        if (card.starts_with("63"))
            continue;
        ASSERT_TRUE(result) << card;
        EXPECT_EQ(preimage(six, *result), card);
        std::string digits;
        std::string kept;
        for (std::size_t i = 0; i < card.size(); ++i) {
            EXPECT_EQ(card[i] == ' ' || card[i] == '-', card[i] == (*result)[i] && !isdigit(card[i]));
            if (isdigit(card[i])) {
                digits += (*result)[i];
                kept += card[i];
            }
        }
        EXPECT_EQ(digits.substr(0, 6), kept.substr(0, 6));
        EXPECT_EQ(luhn_check_digit(digits.substr(0, digits.size() - 1)), digits.back());
        if (kept.size() >= 15) {
            const auto of_eight = image(eight, card);
            ASSERT_TRUE(of_eight) << card;
            EXPECT_EQ(preimage(eight, *of_eight), card);
        }
    }
    // One card in two notations, and one number at two issuers.
    const std::string plain = *image(six, "4111111111111111");
    std::string grouped = *image(six, "4111 1111 1111 1111");
    std::erase(grouped, ' ');
    EXPECT_EQ(plain, grouped);
    EXPECT_NE(image(six, "4111111111111111")->substr(6, 9), image(six, "4111121111111110")->substr(6, 9));
}

TEST(CardFormat, RefusesWhatIsNoneOrLeavesTooLittle) {
    expect_no_fit(format_of("card"), {"", "4111111111111112", "411111111111", "41111111111111111111",
                                      "4111  1111 1111 1111", " 4111111111111111", "4111111111111111 ",
                                      "4111/1111/1111/1111", "411111111111111a", "~", "- - - -"});
    // Fourteen digits but eight, and the check digit, are a hundred thousand cards.
    expect_no_fit(format_of("card keep_bin=8"), {"30569309025904", "4222222222222"});
}

// Accounts of every country: the right length, characters and check digits, the bank kept.
TEST(IbanFormat, KeepsCountryAndBank) {
    const TextFormat format = format_of("iban");
    auto random = test::repeatable_random();
    unsigned countries = 0;
    for (const IbanStructure& structure : all_iban_structures()) {
        ++countries;
        for (int i = 0; i < 200; ++i) {
            std::string account;
            std::string_view left = structure.characters;
            std::string kinds;
            while (!left.empty()) {
                const std::size_t end = std::min(left.find_first_not_of("0123456789", 1), left.size());
                kinds.append(std::stoul(std::string(left.substr(1, end - 1))), left[0]);
                left.remove_prefix(end);
            }
            const std::string_view characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
            for (const char kind : kinds)
                account += kind == 'n'   ? characters[random() % 10]
                           : kind == 'a' ? characters[10 + random() % 26]
                                         : characters[random() % 36];
            const auto written = [&](const std::string& of) {
                return std::string(structure.country) +
                       std::to_string(100 + iban_check_digits(structure.country, of)).substr(1) + of;
            };
            const auto result = image(format, written(account));
            ASSERT_TRUE(result) << written(account);
            ASSERT_EQ(preimage(format, *result), written(account));
            ASSERT_EQ(*result, written(result->substr(4)));
            const std::size_t bank = structure.bank_end - structure.bank_begin;
            ASSERT_EQ(result->substr(4 + structure.bank_begin, bank),
                      account.substr(structure.bank_begin, bank));
            for (std::size_t place = 0; place < kinds.size(); ++place) {
                const char character = (*result)[4 + place];
                ASSERT_TRUE(kinds[place] == 'n'   ? character >= '0' && character <= '9'
                            : kinds[place] == 'a' ? character >= 'A' && character <= 'Z'
                                                  : characters.find(character) != std::string_view::npos);
            }
        }
    }
    EXPECT_GT(countries, 100U);
}

TEST(IbanFormat, GivesEveryAccountOnce) {
    const TextFormat format = format_of("iban");
    std::set<std::string> images;
    for (unsigned number = 0; number < 100'000; ++number) {
        const std::string account = "ABNA" + std::to_string(10'000'000'000 + number).substr(1);
        const std::string iban =
            "NL" + std::to_string(100 + iban_check_digits("NL", account)).substr(1) + account;
        const auto result = image(format, iban);
        ASSERT_TRUE(result);
        ASSERT_TRUE(images.insert(*result).second);
        ASSERT_NE(*result, iban);
    }
}

TEST(IbanFormat, KeepsNotation) {
    const TextFormat format = format_of("iban");
    const auto grouped = image(format, "NL91 ABNA 0417 1643 00");
    ASSERT_TRUE(grouped);
    EXPECT_EQ(preimage(format, *grouped), "NL91 ABNA 0417 1643 00");
    std::string plain = *grouped;
    std::erase(plain, ' ');
    EXPECT_EQ(plain, image(format, "NL91ABNA0417164300"));
    EXPECT_EQ((*grouped)[4], ' ');
    EXPECT_EQ(grouped->size(), 22U);
}

TEST(IbanFormat, RefusesWhatIsNone) {
    expect_no_fit(format_of("iban"),
                  {"", "NL", "NL91", "NL92ABNA0417164300", "nl91abna0417164300", "NL91ABNA041716430",
                   "NL91ABNA04171643000", "XX91ABNA0417164300", "NL91AB1A0417164300", "NL91ABNA04171643O0",
                   " NL91ABNA0417164300", "NL91  ABNA0417164300", "NL91-ABNA-0417-1643-00",
                   "NLABABNA0417164300", std::string(35, '1')});
    // Check digits 00, 01 and 99 are those of no account, though they are right modulo 97: 97, 98 and 2 are.
    for (unsigned number = 0, found = 0; found < 3; ++number) {
        const std::string account = "ABNA" + std::to_string(10'000'000'000 + number).substr(1);
        const unsigned check = iban_check_digits("NL", account);
        if (check != 97 && check != 98 && check != 2)
            continue;
        ++found;
        const std::string alias = std::to_string(100 + (check == 2 ? 99 : check - 97)).substr(1);
        expect_no_fit(format_of("iban"), {"NL" + alias + account});
    }
}

TEST(PostcodeFormat, PermutesAllPostcodes) {
    const TextFormat format = format_of("postcode");
    std::vector<bool> seen(10'000 * 676);
    unsigned count = 0;
    std::string value = "0000AA";
    std::array<char, 6> out{};
    const auto step = static_cast<unsigned>(one_in(8));
    for (unsigned number = 1000; number < 10'000; number += step) {
        std::ranges::copy(std::to_string(number), value.begin());
        for (unsigned pair = 0; pair < 676; ++pair) {
            value[4] = static_cast<char>('A' + pair / 26);
            value[5] = static_cast<char>('A' + pair % 26);
            const bool withheld = value.ends_with("SA") || value.ends_with("SD") || value.ends_with("SS");
            ASSERT_EQ(format.map(Direction::apply, value, out.data()).has_value(), !withheld);
            if (withheld)
                continue;
            const std::string_view result(out.data(), 6);
            ASSERT_FALSE(result.ends_with("SA") || result.ends_with("SD") || result.ends_with("SS"));
            const unsigned place = static_cast<unsigned>(std::stoul(std::string(result.substr(0, 4)))) * 676 +
                                   static_cast<unsigned>(result[4] - 'A') * 26 +
                                   static_cast<unsigned>(result[5] - 'A');
            ASSERT_GE(place, 676'000U);
            ASSERT_FALSE(seen[place]);
            seen[place] = true;
            if (++count % 1000 == 0) {
                ASSERT_EQ(preimage(format, result), value);
            }
        }
    }
    EXPECT_EQ(count, 9000U / step * 673);
}

TEST(PostcodeFormat, KeepsNotationAndRefusesOthers) {
    const TextFormat format = format_of("postcode");
    std::string grouped = *image(format, "1234 AB");
    EXPECT_EQ(preimage(format, grouped), "1234 AB");
    EXPECT_EQ(grouped[4], ' ');
    std::erase(grouped, ' ');
    EXPECT_EQ(grouped, image(format, "1234AB"));
    expect_no_fit(format, {"", "0123AB", "1234ab", "1234A", "1234ABC", "1234  AB", "12345B", "1234-AB",
                           "1234SS", "1234 SD", "A234AB", "1234A1", "123 4AB", "~"});
}

// A seventh of sidecode 13, the smallest: 9-XX-999, 3.8 million.
TEST(LicensePlateFormat, GivesEveryPlateOnce) {
    const TextFormat format = format_of("license_plate");
    const std::string_view letters = "BDFGHJKLMNPRSTVWXYZ";
    const std::string_view first_letters = "BDFGHJKLMNOPRSTVWXYZ";
    std::vector<bool> seen(10'000 * 676);
    std::string value = "0AA000";
    std::array<char, 8> out{};
    for (unsigned number = 0; number < 10'000; number += 7) {
        const std::string digits = std::to_string(10'000 + number);
        value.replace(0, 1, digits, 1, 1);
        value.replace(3, 3, digits, 2, 3);
        for (const char first : first_letters)
            for (const char second : letters) {
                value[1] = first;
                value[2] = second;
                const auto size = format.map(Direction::apply, value, out.data());
                const std::string_view pair(&value[1], 2);
                ASSERT_EQ(size.has_value(), pair != "SS" && pair != "SD");
                if (!size)
                    continue;
                ASSERT_NE(std::string_view(&out[1], 2), "SS");
                ASSERT_NE(std::string_view(&out[1], 2), "SD");
                ASSERT_NE(first_letters.find(out[1]), std::string_view::npos);
                ASSERT_NE(letters.find(out[2]), std::string_view::npos);
                const unsigned place =
                    (static_cast<unsigned>(out[0] - '0') * 1000 + static_cast<unsigned>(out[3] - '0') * 100 +
                     static_cast<unsigned>(out[4] - '0') * 10 + static_cast<unsigned>(out[5] - '0')) *
                        676 +
                    static_cast<unsigned>(out[1] - 'A') * 26 + static_cast<unsigned>(out[2] - 'A');
                ASSERT_FALSE(seen[place]);
                seen[place] = true;
            }
    }
}

TEST(LicensePlateFormat, KeepsSidecodeAndHyphens) {
    const TextFormat format = format_of("license_plate");
    const std::vector<std::string> plates{"XA-12-34", "12-34-XA", "12-XA-34", "XB-12-DF", "XB-DF-12",
                                          "12-DF-GH", "12-DFG-3", "1-DFG-23", "XB-123-D", "X-123-BD",
                                          "XBD-12-F", "X-12-BDF", "1-XB-234", "123-XB-4"};
    for (const std::string& plate : plates) {
        const auto result = image(format, plate);
        ASSERT_TRUE(result) << plate;
        EXPECT_EQ(preimage(format, *result), plate);
        for (std::size_t i = 0; i < plate.size(); ++i) {
            EXPECT_EQ(plate[i] == '-', (*result)[i] == '-');
            EXPECT_EQ(isdigit(plate[i]) != 0, isdigit((*result)[i]) != 0);
        }
        std::string bare = plate;
        std::erase(bare, '-');
        std::string bare_result = *result;
        std::erase(bare_result, '-');
        EXPECT_EQ(image(format, bare), bare_result);
        EXPECT_EQ(preimage(format, bare_result), bare);
        // A hundred steps along the cycle meet no plate that is withheld.
        std::string walked = plate;
        for (int i = 0; i < 100; ++i) {
            walked = *image(format, walked);
            for (const std::string_view word :
                 {"GVD", "KKK", "NSB", "PKK", "PSV", "TBS", "SS", "SD", "PVV", "SGP", "VVD"})
                ASSERT_EQ(walked.find(word), std::string::npos) << walked;
        }
    }
    expect_no_fit(format, {"", "xb-12-df", "XB12-DF", "XB-12DF", "XB-12-DFG", "XBDFGH", "123456", "XB-C2-DF",
                           "SS-12-DF", "12-NSB-3", "12-AEI-3", "XC-12-DF", "~", "XB 12 DF", "XB-1-234"});
}

TEST(EmailFormat, PermutesLocalParts) {
    const TextFormat format = format_of("email");
    const std::string small = "abcdefghijklmnopqrstuvwxyz0123456789._-+";
    const std::string capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (const bool with_capitals : {false, true}) {
        std::vector<std::string> one;
        std::vector<std::string> two;
        for (const char first : small + capitals) {
            const auto is_wanted = [&](const std::string& text) {
                return text.front() != '.' && text.back() != '.' &&
                       (text.find_first_of(capitals) != std::string::npos) == with_capitals;
            };
            if (is_wanted({first}))
                one.push_back(std::string{first} + "@example.org");
            for (const char second : small + capitals)
                if (is_wanted({first, second}))
                    two.push_back(std::string{first, second} + "@example.org");
        }
        expect_permutes(format, one);
        expect_permutes(format, two);
    }
}

TEST(EmailFormat, GivesValidAddressesBack) {
    const TextFormat format = format_of("email");
    auto random = test::repeatable_random();
    const std::string characters = "abcdefghijklmnopqrstuvwxyz0123456789...._-+ABC";
    unsigned fitting = 0;
    std::set<std::string> images;
    std::set<std::string> values;
    for (int i = 0; i < 5000; ++i) {
        std::string value;
        for (std::size_t length = 3 + random() % 62; length > 0; --length)
            value += characters[random() % (i % 2 == 0 ? 43 : characters.size())];
        const bool valid =
            value.front() != '.' && value.back() != '.' && value.find("..") == std::string::npos;
        value += "@mail.example";
        const auto result = image(format, value);
        ASSERT_EQ(result.has_value(), valid) << value;
        if (!valid || !values.insert(value).second)
            continue;
        ++fitting;
        ASSERT_TRUE(images.insert(*result).second);
        const std::string local = result->substr(0, result->find('@'));
        EXPECT_EQ(result->size(), value.size());
        EXPECT_TRUE(result->ends_with("@mail.example"));
        EXPECT_TRUE(local.front() != '.' && local.back() != '.' && local.find("..") == std::string::npos);
        EXPECT_EQ(local.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos,
                  value.find_first_of("ABC") == std::string::npos);
        EXPECT_EQ(preimage(format, *result), value);
    }
    EXPECT_GT(fitting, 1000U);
}

TEST(EmailFormat, HashesOrReplacesTheDomain) {
    const TextFormat hashed = format_of("email domain=hash");
    const auto one = image(hashed, "jan.jansen@gemeente.nl");
    ASSERT_TRUE(one);
    EXPECT_TRUE(one->ends_with(".example"));
    EXPECT_EQ(one->find('@'), 10U);
    EXPECT_EQ(one->size(), 10 + 1 + 26 + 8);
    EXPECT_EQ(one->substr(10), image(hashed, "piet@gemeente.nl")->substr(4));
    EXPECT_NE(one->substr(10), image(hashed, "jan.jansen@gemeente.be")->substr(10));
    EXPECT_NE(one->substr(0, 10), image(hashed, "jan.jansen@gemeente.be")->substr(0, 10));
    EXPECT_EQ(preimage(hashed, *one), std::nullopt);

    const TextFormat replaced = format_of("email domain=replace with example.org");
    const auto other = image(replaced, "jan.jansen@gemeente.nl");
    ASSERT_TRUE(other);
    EXPECT_TRUE(other->ends_with("@example.org"));
    EXPECT_NE(other, image(replaced, "jan.jansen@gemeente.be"));
    EXPECT_EQ(preimage(replaced, *other), std::nullopt);
}

TEST(EmailFormat, RefusesWhatIsNone) {
    expect_no_fit(format_of("email"), {"",
                                       "@",
                                       "a@",
                                       "@b",
                                       "a",
                                       "a b@c.nl",
                                       "a@b c",
                                       ".a@b.nl",
                                       "a.@b.nl",
                                       "a..b@c.nl",
                                       "a@.nl",
                                       "a@nl.",
                                       "a@b..nl",
                                       "\"a\"@b.nl",
                                       "a~@b.nl",
                                       "a@b~.nl",
                                       "é@b.nl",
                                       "a@b@c.nl",
                                       std::string(65, 'a') + "@b.nl",
                                       "a@" + std::string(254, 'b'),
                                       "a\n@b.nl",
                                       "a@b.nl\n"});
    EXPECT_TRUE(image(format_of("email"), std::string(64, 'a') + "@b\xc3\xa9.nl"));
}

} // namespace
} // namespace veil
