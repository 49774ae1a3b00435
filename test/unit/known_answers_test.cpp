// Constants that pin, forever, what users have stored: derived keys, check values and pseudonyms. They were
// printed by known_answers.py, a second implementation in another language. If one of these tests fails, the
// code is wrong: an upgrade would give every user other pseudonyms. Never change a constant.
#include "core/aes_siv.hpp"
#include "core/encryption.hpp"
#include "core/ff1_binary.hpp"
#include "core/hex.hpp"
#include "core/key_derivation.hpp"
#include "core/period_pseudonym.hpp"
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
    EXPECT_EQ(BytesPseudonym::purpose, "pseudonym/bytea");
    EXPECT_EQ(TextPeriodPseudonym::purpose, "pseudonym/text/period");
    EXPECT_EQ(BytesPeriodPseudonym::purpose, "pseudonym/bytea/period");
    EXPECT_EQ(IntegerPeriodPseudonym::purpose, "pseudonym/int4/period");
    EXPECT_EQ(BigintPeriodPseudonym::purpose, "pseudonym/int8/period");
    EXPECT_EQ(UuidPeriodPseudonym::purpose, "pseudonym/uuid/period");
    EXPECT_EQ(TextEncryption::purpose, "encrypt/text");
    EXPECT_EQ(BytesEncryption::purpose, "encrypt/bytea");
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

TEST(KnownAnswers, BytesPseudonyms) {
    const BytesPseudonym pseudonym(key_for(BytesPseudonym::purpose));
    const auto of = [&](const Bytes& value) {
        Bytes out(BytesPseudonym::size);
        pseudonym.apply(value, std::span(out).first<BytesPseudonym::size>());
        return to_hex(out);
    };
    EXPECT_EQ(of({}), "e909c9ed04aa7a8127615ea8e07a4aa3");
    EXPECT_EQ(of(text_bytes("123456782")), "2761b613926c8c9fb3b29b898cea0f41");
    EXPECT_EQ(of(Bytes(1000, 'a')), "5fb39d89f411567e8e7d6837493525ff");
}

struct PeriodAnswers {
    Bytes period;
    std::string_view text;
    std::string_view bytes;
    std::int32_t integer;
    std::int64_t bigint;
    std::string_view uuid;
};

TEST(KnownAnswers, PeriodPseudonyms) {
    const TextPeriodPseudonym text(key_for(TextPeriodPseudonym::purpose));
    const BytesPeriodPseudonym bytes(key_for(BytesPeriodPseudonym::purpose));
    const IntegerPeriodPseudonym integer(key_for(IntegerPeriodPseudonym::purpose));
    const BigintPeriodPseudonym bigint(key_for(BigintPeriodPseudonym::purpose));
    const UuidPeriodPseudonym uuid(key_for(UuidPeriodPseudonym::purpose));
    const Bytes value = text_bytes("123456782");
    for (const PeriodAnswers& answers :
         {PeriodAnswers{{},
                        "u4zj4562dmppx5qyev2iqk2kuy",
                        "59d75c6e92901b35af78ebdb7eb6a480",
                        -2124958337,
                        -2765708512205688647,
                        "6982ea73ab761f4ba2376e1d71c65eb4"},
          PeriodAnswers{text_bytes("2026-11"), "d2zzee2rjl2pfxwqnhqe5mo2hq",
                        "85474dc4aad3e6cf0419d549fedf36b6", 982706440, -1382173402520777252,
                        "25cffc004a521aa48bfb398fb9494e84"},
          PeriodAnswers{Bytes(100, 'a'), "ncsxcfn3oj3leevj4dq3l6uqsa", "394eff0d8e7b913bfbb74fb6339ec41a",
                        -167314350, 7975092338367667810, "92ffc10f3df415f9905685adfaf5b79a"}}) {
        std::string text_out(TextPeriodPseudonym::size, '?');
        text.apply(value, answers.period, std::span<char, TextPeriodPseudonym::size>(text_out));
        EXPECT_EQ(text_out, answers.text);
        Bytes bytes_out(BytesPeriodPseudonym::size);
        bytes.apply(value, answers.period, std::span(bytes_out).first<BytesPeriodPseudonym::size>());
        EXPECT_EQ(to_hex(bytes_out), answers.bytes);
        EXPECT_EQ(integer.apply(123456782, answers.period), answers.integer);
        EXPECT_EQ(bigint.apply(123456782, answers.period), answers.bigint);
        Bytes uuid_out = hex_bytes("f81d4fae7dec11d0a76500a0c91e6bf6");
        const auto in_place = std::span(uuid_out).first<16>();
        uuid.apply(in_place, answers.period, in_place);
        EXPECT_EQ(to_hex(uuid_out), answers.uuid);
    }
}

TEST(KnownAnswers, AesSiv) {
    Bytes key(64);
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::uint8_t>(i);
    const Bytes plaintext(key.begin(), key.begin() + 20);
    const Bytes associated = text_bytes("associated");
    const std::array<AesSiv::Bytes, 2> data{associated, AesSiv::Bytes{}};
    Bytes sealed(AesSiv::tag_size + plaintext.size());
    AesSiv(key).encrypt(plaintext, data, sealed);
    EXPECT_EQ(to_hex(sealed), "e77597b9c58c3d2ce8b34cb1e81330ac7517f7b6b64a8b57cbab22f838af6557868ff2bd");
}

TEST(KnownAnswers, Encryptions) {
    const TextEncryption text(key_for(TextEncryption::purpose));
    const auto text_of = [&](const Bytes& value) {
        std::string out(TextEncryption::size(value.size()), '?');
        text.apply(value, out);
        return out;
    };
    EXPECT_EQ(text_of({}), "3gh2si3vlbzx4myjndmllzon2e");
    EXPECT_EQ(text_of(text_bytes("123456782")), "ehy5ofxcohl4bwejkbhmpzxevqmbzif2goxsfcyk");
    EXPECT_EQ(text_of(text_bytes("Zo\xc3\xab")), "qa5cdwxmavyf6wn6fblfyiny3rrpomcj");
    EXPECT_EQ(text_of(Bytes(16, 'a')), "y7cciejbscmg6bnirai57iqnhfhubsn4iti2h53dps5zjzuep4rq");
    EXPECT_EQ(text_of(Bytes(1000, 'a')).substr(0, 40), "b4ikr2vng6lvjb7rifdqs7l4ltjbwf64la5n426e");

    const BytesEncryption bytes(key_for(BytesEncryption::purpose));
    const auto bytes_of = [&](const Bytes& value) {
        Bytes out(BytesEncryption::size(value.size()));
        bytes.apply(value, out);
        return to_hex(out);
    };
    EXPECT_EQ(bytes_of({}), "79c08eeca74aa7b7a3c43618ee7c405b");
    EXPECT_EQ(bytes_of(text_bytes("123456782")), "16b42df3c05a2a1592755b966d6ab13132d478b32ebffee864");
    EXPECT_EQ(bytes_of(Bytes(16, 'a')), "9a1237d5201bfcee49219563d4cff0200de2f36b5f1300424eba26fc77b11441");
}

} // namespace
} // namespace veil
