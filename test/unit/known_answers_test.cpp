// Constants that pin, forever, what users have stored: derived keys, check values and pseudonyms. They were
// printed by known_answers.py, a second implementation in another language. If one of these tests fails, the
// code is wrong: an upgrade would give every user other pseudonyms. Never change a constant.
#include "core/ff1_binary.hpp"
#include "core/hex.hpp"
#include "core/key_derivation.hpp"
#include "core/permutation_table.hpp"
#include "core/pseudonym.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace veil {
namespace {

using test::Bytes;
using test::counting_key;
using test::hex_bytes;
using test::text_bytes;

// The data key is 00 01 ... 1f, key "citizen", version 1, scope "research".
Key256 key_for(std::string_view purpose) {
    return derive_key(counting_key(), purpose, "citizen", 1, "research");
}

TEST(KnownAnswers, DerivedKeys) {
    EXPECT_EQ(to_hex(key_for("pseudonym/text").bytes()),
              "4821585267864217ca8cbf14b6669adc6ca37d8f0014979e4c1955f8c65d6557");
    EXPECT_EQ(to_hex(derive_key(counting_key(), "pseudonym/text", "citizen", 0x7fffffff, "").bytes()),
              "6707433af4cc94f019f5afe3139a7cc171a2c1786fd421aeb70a437946345c76");
}

TEST(KnownAnswers, CheckValue) {
    EXPECT_EQ(to_hex(check_value(counting_key(), "citizen", 1)), "be7bab74b44352a20ab7486c0f423d6a");
}

TEST(KnownAnswers, Purposes) {
    EXPECT_EQ(TextPseudonym::purpose, "pseudonym/text");
    EXPECT_EQ(SmallintPseudonym::purpose, "pseudonym/int2");
    EXPECT_EQ(IntegerPseudonym::purpose, "pseudonym/int4");
    EXPECT_EQ(BigintPseudonym::purpose, "pseudonym/int8");
    EXPECT_EQ(UuidPseudonym::purpose, "pseudonym/uuid");
}

TEST(KnownAnswers, TextPseudonyms) {
    const TextPseudonym pseudonym(key_for(TextPseudonym::purpose));
    const auto of = [&](const Bytes& text) {
        std::array<char, TextPseudonym::size> out{};
        pseudonym.apply(text, out);
        return std::string(out.begin(), out.end());
    };
    EXPECT_EQ(of({}), "zl46vnrouhgfxt2zlb5bskwahi");
    EXPECT_EQ(of(text_bytes("123456782")), "skyelpv3jiahyrqzxwqs4vxofu");
    EXPECT_EQ(of(text_bytes("Zo\xc3\xab")), "klxm3pewywxaac2q5dzmjsezcq");
    EXPECT_EQ(of(Bytes(55, 'a')), "g3czzcoaojc6hdxwpnhfpxqc2m");
    EXPECT_EQ(of(Bytes(56, 'a')), "vh3f4fcyyylufh4ri362koqncy");
    EXPECT_EQ(of(Bytes(1000, 'a')), "44y5sbtvis5nvbzzvve2pirwpi");
}

TEST(KnownAnswers, SmallintPseudonyms) {
    const SmallintPseudonym pseudonym(key_for(SmallintPseudonym::purpose));
    EXPECT_EQ(pseudonym.apply(-32768), 15140);
    EXPECT_EQ(pseudonym.apply(-1), -9553);
    EXPECT_EQ(pseudonym.apply(0), 22929);
    EXPECT_EQ(pseudonym.apply(1), 3063);
    EXPECT_EQ(pseudonym.apply(1234), 17435);
    EXPECT_EQ(pseudonym.apply(32767), 3112);

    // All of them: SHA-256 of the table's images, each offset by 32768, in two bytes.
    Bytes table;
    for (int value = -32768; value <= 32767; ++value) {
        const int image = pseudonym.apply(static_cast<std::int16_t>(value)) + 32768;
        table.push_back(static_cast<std::uint8_t>(image >> 8));
        table.push_back(static_cast<std::uint8_t>(image));
    }
    Bytes digest(SHA256_DIGEST_LENGTH);
    SHA256(table.data(), table.size(), digest.data());
    EXPECT_EQ(to_hex(digest), "87abec2cebb0d4f13470fa56ad82d79637568fa68671824dc540f103df366fb8");
}

TEST(KnownAnswers, IntegerPseudonyms) {
    const IntegerPseudonym pseudonym(key_for(IntegerPseudonym::purpose));
    EXPECT_EQ(pseudonym.apply(std::numeric_limits<std::int32_t>::min()), 736081090);
    EXPECT_EQ(pseudonym.apply(-1), 1107611561);
    EXPECT_EQ(pseudonym.apply(0), 1151517174);
    EXPECT_EQ(pseudonym.apply(1), -1237383308);
    EXPECT_EQ(pseudonym.apply(123456782), -1562127392);
    EXPECT_EQ(pseudonym.apply(std::numeric_limits<std::int32_t>::max()), 971329339);
}

TEST(KnownAnswers, BigintPseudonyms) {
    const BigintPseudonym pseudonym(key_for(BigintPseudonym::purpose));
    EXPECT_EQ(pseudonym.apply(std::numeric_limits<std::int64_t>::min()), -7268624285230915609);
    EXPECT_EQ(pseudonym.apply(-1), 3942167519206446622);
    EXPECT_EQ(pseudonym.apply(0), -5595390376211307338);
    EXPECT_EQ(pseudonym.apply(1), -9200259960224463950);
    EXPECT_EQ(pseudonym.apply(123456782), -6645164855843839073);
    EXPECT_EQ(pseudonym.apply(std::numeric_limits<std::int64_t>::max()), 1041527950088528505);
}

TEST(KnownAnswers, UuidPseudonyms) {
    const UuidPseudonym pseudonym(key_for(UuidPseudonym::purpose));
    const auto of = [&](std::string_view hex) {
        Bytes uuid = hex_bytes(hex);
        const auto bytes = std::span(uuid).first<16>();
        pseudonym.apply(bytes, bytes);
        return to_hex(uuid);
    };
    EXPECT_EQ(of("00000000000000000000000000000000"), "288ea7e9f6580eba0a02d8b476a02486");
    EXPECT_EQ(of("ffffffffffffffffffffffffffffffff"), "12060e3f3962f2f7e48aa500cc84281a");
    EXPECT_EQ(of("f81d4fae7dec11d0a76500a0c91e6bf6"), "0d60bb28dc541d2c835b973d38a57f93");
    EXPECT_EQ(of("919108f752d143209bacf847db4148a8"), "d24b76f19cba4a82aa4f120caadf10dd");
    EXPECT_EQ(of("017f22e279b07cc398c4dc0c0c07398f"), "869c732c40b0702d9337cdd5fdf967b8");
}

TEST(KnownAnswers, BinaryFf1) {
    using Block = BinaryFf1::Block;
    const auto wide = [](std::uint64_t high, std::uint64_t low) { return Block{high} << 64 | low; };
    const auto of = [](unsigned bits, Block value, const Bytes& tweak) {
        return BinaryFf1(counting_key(), bits, tweak.size()).encrypt(value, tweak);
    };
    EXPECT_TRUE(of(20, 0xabcde, {}) == 0x9ad84);
    EXPECT_TRUE(of(33, 0x123456789, {1, 2, 3}) == 0x31cdb1c);
    EXPECT_TRUE(of(127, wide(std::uint64_t{1} << 62, 12345), text_bytes("tweak")) ==
                wide(0x7fa5d9cf2dfb59df, 0x007a4fa41a787f57));
    EXPECT_TRUE(of(128, ~Block{0}, text_bytes("12345678")) == wide(0xe4bd51a066d5cb7f, 0xb83991c5fb67f61b));
}

TEST(KnownAnswers, PermutationTables) {
    const auto start_of = [](std::uint32_t size) {
        const PermutationTable table(counting_key(), size);
        std::vector<std::uint32_t> images;
        for (std::uint32_t value = 0; value < std::min(size, 10U); ++value)
            images.push_back(table.apply(value));
        return images;
    };
    EXPECT_EQ(start_of(2), (std::vector<std::uint32_t>{1, 0}));
    EXPECT_EQ(start_of(10), (std::vector<std::uint32_t>{3, 5, 6, 1, 7, 4, 0, 9, 2, 8}));
    EXPECT_EQ(start_of(100), (std::vector<std::uint32_t>{99, 88, 9, 5, 22, 35, 21, 71, 1, 32}));
    // In a table of this size three words of the key stream are rejected.
    EXPECT_EQ(start_of(300'000), (std::vector<std::uint32_t>{279721, 7674, 263471, 102631, 56366, 11386,
                                                             91968, 29124, 280409, 209949}));
}

} // namespace
} // namespace veil
