#include "core/keyring.hpp"

#include "core/crypto_failure.hpp"
#include "core/hex.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::text_bytes;

const std::string header = "pg_veil keyring 1\n";
const std::string check_hex = "000102030405060708090a0b0c0d0e0f";
const std::string wrapped_hex =
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627";

// The checksums of these two lines were computed with Python's hashlib.
const std::string citizen_line = "636974697a656e 1 " + check_hex + " " + wrapped_hex + " c0b6507878821d63\n";
const std::string zoe_line = "5a6fc3ab 2147483647 " + std::string(32, 'f') + " " + [] {
    std::string wrapped;
    for (int i = 0; i < 40; ++i)
        wrapped += "a5";
    return wrapped;
}() + " ed059d4db2577893\n";

KeyringEntry citizen_entry() {
    KeyringEntry entry{.name = "citizen", .version = 1};
    std::iota(entry.check.begin(), entry.check.end(), std::uint8_t{0});
    std::iota(entry.wrapped.begin(), entry.wrapped.end(), std::uint8_t{0});
    return entry;
}

KeyringEntry zoe_entry() {
    KeyringEntry entry{.name = "Zo\xc3\xab", .version = 2147483647};
    entry.check.fill(0xff);
    entry.wrapped.fill(0xa5);
    return entry;
}

KeyringEntry entry_of(std::string name, std::uint32_t version, std::uint8_t check) {
    KeyringEntry entry{.name = std::move(name), .version = version};
    entry.check.fill(check);
    return entry;
}

Keyring parsed(std::string_view text) {
    auto result = Keyring::parse(text);
    if (const auto* defect = std::get_if<KeyringDefect>(&result)) {
        ADD_FAILURE() << "line " << defect->line << ": " << defect->reason;
        return {};
    }
    return std::get<Keyring>(std::move(result));
}

// "line: reason", or nothing for a text without a defect.
std::string defect_of(std::string_view text) {
    const auto result = Keyring::parse(text);
    const auto* defect = std::get_if<KeyringDefect>(&result);
    return defect == nullptr ? "" : std::to_string(defect->line) + ": " + std::string(defect->reason);
}

// An entry line whose checksum is right whatever its fields are.
std::string sealed(std::string_view name, std::string_view version, std::string_view check = check_hex,
                   std::string_view wrapped = wrapped_hex) {
    std::string line(name);
    for (const std::string_view field : {version, check, wrapped}) {
        line += ' ';
        line += field;
    }
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    const auto bytes = text_bytes(line);
    SHA256(bytes.data(), bytes.size(), digest.data());
    line += ' ';
    line += to_hex(std::span(digest).first<8>());
    line += '\n';
    return line;
}

TEST(Keyring, WritesTheDocumentedText) {
    Keyring keyring;
    EXPECT_EQ(keyring.serialize(), header);
    keyring.add(citizen_entry());
    keyring.add(zoe_entry());
    EXPECT_EQ(keyring.serialize(), header + citizen_line + zoe_line);
}

TEST(Keyring, ReadsTheDocumentedText) {
    const Keyring keyring = parsed(header + citizen_line + zoe_line);
    ASSERT_EQ(keyring.entries().size(), 2U);
    EXPECT_EQ(keyring.entries()[0], citizen_entry());
    EXPECT_EQ(keyring.entries()[1], zoe_entry());
}

TEST(Keyring, ReadsAnEmptyTextAsEmpty) {
    EXPECT_TRUE(parsed("").entries().empty());
    EXPECT_EQ(parsed(""), parsed(header));
}

TEST(Keyring, KeepsCommentsAndEmptyLinesWhereTheyAre) {
    const std::string text =
        header + "# made by hand\n\n" + citizen_line + "#\xff\t\n" + zoe_line + "\n\n# the end\n";
    Keyring keyring = parsed(text);
    EXPECT_EQ(keyring.serialize(), text);
    keyring.add(entry_of("new", 1, 0));
    const Keyring again = parsed(keyring.serialize());
    EXPECT_EQ(again, keyring);
    EXPECT_EQ(again.serialize().substr(0, text.size()), text);
}

TEST(Keyring, TakesNamesOfUpTo63Bytes) {
    for (const std::string& name :
         {std::string("x"), std::string(63, 'x'), std::string("a b\n#\"'\xf0\x9f\x94\x91")}) {
        Keyring keyring;
        keyring.add(entry_of(name, 1, 0));
        EXPECT_EQ(parsed(keyring.serialize()).entries()[0].name, name);
    }
}

TEST(Keyring, FindsByNameVersionAndCheckValue) {
    Keyring keyring;
    for (const auto& entry :
         {entry_of("b", 2, 1), entry_of("a", 1, 1), entry_of("b", 1, 2), entry_of("b", 1, 1)})
        keyring.add(entry);
    for (const Keyring& candidate : {keyring, parsed(keyring.serialize())}) {
        for (const KeyringEntry& entry : candidate.entries())
            EXPECT_EQ(candidate.find(entry.name, entry.version, entry.check), &entry);
        CheckValue check{};
        EXPECT_EQ(candidate.find("b", 1, check), nullptr);
        check.fill(1);
        EXPECT_EQ(candidate.find("b", 3, check), nullptr);
        EXPECT_EQ(candidate.find("c", 1, check), nullptr);
        EXPECT_EQ(candidate.find("", 1, check), nullptr);
        EXPECT_EQ(candidate.find("a", 2, check), nullptr);
    }
    EXPECT_EQ(Keyring().find("a", 1, CheckValue{}), nullptr);
}

TEST(Keyring, RefusesToAddWhatItCouldNotReadBack) {
    Keyring keyring;
    keyring.add(citizen_entry());
    KeyringEntry twin = citizen_entry();
    twin.wrapped.fill(0);
    EXPECT_THROW(keyring.add(twin), CryptoFailure);
    EXPECT_THROW(keyring.add(entry_of("", 1, 0)), CryptoFailure);
    EXPECT_THROW(keyring.add(entry_of(std::string(64, 'x'), 1, 0)), CryptoFailure);
    EXPECT_THROW(keyring.add(entry_of("x", 0, 0)), CryptoFailure);
    EXPECT_THROW(keyring.add(entry_of("x", 0x80000000, 0)), CryptoFailure);
    EXPECT_EQ(keyring.serialize(), header + citizen_line);
}

// The key of version n of "a" is 32 bytes of n, wrapped under a root key of 32 times the byte `root`.
Key256 filled(std::uint8_t byte) {
    Key256 key;
    std::ranges::fill(key.bytes(), byte);
    return key;
}

KeyringEntry wrapped_entry(std::uint32_t version, std::uint8_t root) {
    const Key256 key = filled(static_cast<std::uint8_t>(version));
    return {"a", version, check_value(key, "a", version), wrap_key(filled(root), key)};
}

std::vector<Key256> roots(std::initializer_list<std::uint8_t> bytes) {
    std::vector<Key256> keys;
    for (const std::uint8_t byte : bytes)
        keys.push_back(filled(byte));
    return keys;
}

TEST(Keyring, UnwrapsTheKeyOfTheCheckValue) {
    KeyringEntry entry = wrapped_entry(1, 7);
    const auto key = unwrap_entry(filled(7), entry);
    ASSERT_TRUE(key);
    EXPECT_TRUE(std::ranges::equal(key->bytes(), filled(1).bytes()));
    EXPECT_FALSE(unwrap_entry(filled(8), entry));
    // A key that is whole, and another one.
    entry.wrapped = wrap_key(filled(7), filled(2));
    EXPECT_FALSE(unwrap_entry(filled(7), entry));
    entry = wrapped_entry(1, 7);
    entry.version = 2;
    EXPECT_FALSE(unwrap_entry(filled(7), entry));
}

TEST(Keyring, DestroysOneKeyAndNoOther) {
    Keyring keyring = parsed(header + "# first\n" + citizen_line + zoe_line);
    keyring.add(entry_of("citizen", 1, 9));
    const std::string before = keyring.serialize();
    const KeyringEntry citizen = citizen_entry();
    EXPECT_FALSE(keyring.destroy("citizen", 2, citizen.check));
    EXPECT_FALSE(keyring.destroy("zen", 1, citizen.check));
    EXPECT_FALSE(keyring.destroy("citizen", 1, CheckValue{}));
    EXPECT_EQ(keyring.serialize(), before);

    EXPECT_TRUE(keyring.destroy("citizen", 1, citizen.check));
    EXPECT_FALSE(keyring.destroy("citizen", 1, citizen.check));
    const std::string after = keyring.serialize();
    EXPECT_EQ(after.size(), before.size());
    EXPECT_EQ(after.find(wrapped_hex), std::string::npos);
    const Keyring again = parsed(after);
    EXPECT_EQ(again, keyring);
    ASSERT_EQ(again.entries().size(), 3U);
    EXPECT_TRUE(again.entries()[0].destroyed());
    EXPECT_EQ(again.entries()[1], zoe_entry());
    EXPECT_EQ(again.entries()[2], entry_of("citizen", 1, 9));
    EXPECT_EQ(again.find("citizen", 1, citizen.check), &again.entries()[0]);
    EXPECT_FALSE(unwrap_entry(filled(7), again.entries()[0]));
}

TEST(Keyring, RewrapsEveryKeyThatIsLeft) {
    Keyring keyring;
    for (const auto& [version, root] : {std::pair(1, 7), {2, 8}, {3, 7}, {4, 9}})
        keyring.add(wrapped_entry(static_cast<std::uint32_t>(version), static_cast<std::uint8_t>(root)));
    EXPECT_TRUE(keyring.destroy("a", 3, wrapped_entry(3, 7).check));
    const std::string before = keyring.serialize();

    // Version 4 is not wrapped under any of these: nothing is changed.
    auto result = keyring.rewrap(roots({7, 8}), filled(5));
    ASSERT_TRUE(std::holds_alternative<const KeyringEntry*>(result));
    EXPECT_EQ(std::get<const KeyringEntry*>(result), &keyring.entries()[3]);
    EXPECT_EQ(keyring.serialize(), before);

    result = keyring.rewrap(roots({6, 7, 8}), filled(9));
    ASSERT_TRUE(std::holds_alternative<std::size_t>(result));
    EXPECT_EQ(std::get<std::size_t>(result), 2U);
    EXPECT_EQ(keyring.serialize().size(), before.size());
    EXPECT_TRUE(keyring.entries()[2].destroyed());
    for (const std::size_t position : {0U, 1U, 3U}) {
        EXPECT_TRUE(unwrap_entry(filled(9), keyring.entries()[position])) << position;
        EXPECT_FALSE(unwrap_entry(filled(7), keyring.entries()[position])) << position;
    }

    // Once more, and without the old ones.
    result = keyring.rewrap({}, filled(9));
    ASSERT_TRUE(std::holds_alternative<std::size_t>(result));
    EXPECT_EQ(std::get<std::size_t>(result), 0U);
}

TEST(Keyring, RefusesAnotherFirstLine) {
    for (const char* text : {"\n", "pg_veil keyring 2\n", "pg_veil keyring 1 \n", "pg_veil keyring 1\r\n",
                             "# a comment\npg_veil keyring 1\n"})
        EXPECT_EQ(defect_of(text), "1: the first line is not that of a version 1 keyring") << text;
}

TEST(Keyring, RefusesAMissingLastNewline) {
    const std::string text = header + citizen_line + "# end\n";
    for (std::size_t size = 1; size < text.size(); ++size) {
        if (text[size - 1] != '\n') {
            EXPECT_NE(defect_of(text.substr(0, size)).find("does not end in a newline"), std::string::npos)
                << size;
        }
    }
    EXPECT_EQ(defect_of(header + citizen_line.substr(0, 100)), "2: the last line does not end in a newline");
}

TEST(Keyring, RefusesTheSameKeyTwice) {
    EXPECT_EQ(defect_of(header + citizen_line + zoe_line + "# again\n" + citizen_line),
              "5: the same key stands above with the same check value");
}

TEST(Keyring, RefusesAWrongNumberOfFields) {
    const std::string line = citizen_line.substr(0, citizen_line.size() - 1);
    for (const std::string& text : {std::string("x"), std::string(" "), line + " x", line + " ", " " + line,
                                    line.substr(0, line.rfind(' '))})
        EXPECT_EQ(defect_of(header + text + "\n"), "2: the line does not have five fields") << text;
}

TEST(Keyring, RefusesFieldsOutOfRange) {
    EXPECT_EQ(defect_of(header + sealed("61", "1")), "");
    std::string long_name;
    for (int i = 0; i < 64; ++i)
        long_name += "61";
    for (const std::string& name : {std::string(), std::string("6"), std::string("6g"), std::string("6A"),
                                    std::string("616"), long_name})
        EXPECT_EQ(defect_of(header + sealed(name, "1")),
                  "2: the name is not 1 to 63 bytes in lower-case hexadecimal")
            << name;
    for (const char* version :
         {"", "0", "01", "+1", "-1", "1x", "2147483648", "4294967297", "99999999999999999999"})
        EXPECT_EQ(defect_of(header + sealed("61", version)),
                  "2: the version is not a number from 1 to 2147483647")
            << version;
    for (const std::string& check :
         {std::string(), check_hex.substr(1), check_hex + "0", check_hex.substr(0, 31) + "F"})
        EXPECT_EQ(defect_of(header + sealed("61", "1", check)),
                  "2: the check value is not 32 lower-case hexadecimal digits")
            << check;
    for (const std::string& wrapped :
         {std::string(), wrapped_hex.substr(1), wrapped_hex + "00", wrapped_hex.substr(0, 79) + "x"})
        EXPECT_EQ(defect_of(header + sealed("61", "1", check_hex, wrapped)),
                  "2: the wrapped key is not 80 lower-case hexadecimal digits")
            << wrapped;
}

TEST(Keyring, NeverReadsAnotherKeyFromAChangedByte) {
    const Keyring keyring = parsed(header + "# comment\n" + citizen_line + zoe_line);
    const std::string text = keyring.serialize();
    for (std::size_t position = 0; position < text.size(); ++position) {
        for (unsigned value = 0; value < 256; ++value) {
            std::string changed = text;
            changed[position] = static_cast<char>(value);
            const auto result = Keyring::parse(changed);
            // A line may become a comment, and its key is then missing; what is still there is unchanged.
            if (const auto* left = std::get_if<Keyring>(&result)) {
                for (const KeyringEntry& entry : left->entries())
                    ASSERT_TRUE(std::ranges::count(keyring.entries(), entry) == 1)
                        << position << " " << value;
            }
        }
    }
}

// In some 0.1 s; were parsing or looking for duplicates quadratic, it would be many seconds.
TEST(Keyring, ReadsManyEntries) {
    constexpr std::uint32_t entries = 30'000;
    std::string text = header;
    for (std::uint32_t i = 0; i < entries; ++i)
        text += sealed("61", std::to_string(1 + i * 7919 % 30'011));
    const Keyring keyring = parsed(text);
    ASSERT_EQ(keyring.entries().size(), entries);
    for (const KeyringEntry& entry : keyring.entries())
        ASSERT_EQ(keyring.find(entry.name, entry.version, entry.check), &entry);
    EXPECT_EQ(keyring.serialize(), text);
}

} // namespace
} // namespace veil
