#include "core/aes_siv.hpp"

#include "core/byte_order.hpp"
#include "core/crypto_failure.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace veil {
namespace {

using test::Bytes;
using test::hex_bytes;
using AssociatedData = std::vector<Bytes>;

std::vector<AesSiv::Bytes> views_of(const AssociatedData& data) {
    return {data.begin(), data.end()};
}

Bytes sealed_by(const AesSiv& siv, const Bytes& plaintext, const AssociatedData& data = {}) {
    Bytes sealed(AesSiv::tag_size + plaintext.size());
    siv.encrypt(plaintext, views_of(data), sealed);
    return sealed;
}

// The plaintext, or nothing.
std::optional<Bytes> opened_by(const AesSiv& siv, const Bytes& sealed, const AssociatedData& data = {}) {
    Bytes plaintext(sealed.size() < AesSiv::tag_size ? 0 : sealed.size() - AesSiv::tag_size, 0xee);
    if (siv.decrypt(sealed, views_of(data), plaintext))
        return plaintext;
    // What is not authentic is not there to be read.
    EXPECT_EQ(plaintext, Bytes(plaintext.size()));
    return std::nullopt;
}

Bytes random_bytes(std::mt19937_64& random, std::size_t size) {
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(random());
    return bytes;
}

Bytes counting(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(i);
    return bytes;
}

Bytes bytes_of(Uint128 number) {
    Bytes bytes(16);
    store_big_endian_128(number, bytes.data());
    return bytes;
}

// NIST SP 800-38B, appendix D: AES-128 and AES-256.
TEST(AesCmac, GivesTheExamplesOfSp800_38b) {
    const Bytes message = hex_bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                                    "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
    const auto mac_of = [&](const AesCmac& cmac, std::size_t size) {
        return bytes_of(cmac.mac(std::span(message).first(size)));
    };
    const AesCmac small(hex_bytes("2b7e151628aed2a6abf7158809cf4f3c"));
    EXPECT_EQ(mac_of(small, 0), hex_bytes("bb1d6929e95937287fa37d129b756746"));
    EXPECT_EQ(mac_of(small, 16), hex_bytes("070a16b46b4d4144f79bdd9dd04a287c"));
    EXPECT_EQ(mac_of(small, 40), hex_bytes("dfa66747de9ae63030ca32611497c827"));
    EXPECT_EQ(mac_of(small, 64), hex_bytes("51f0bebf7e3b9d92fc49741779363cfe"));
    const AesCmac large(hex_bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"));
    EXPECT_EQ(mac_of(large, 0), hex_bytes("028962f61b7bf89efc6b551f4667d983"));
    EXPECT_EQ(mac_of(large, 16), hex_bytes("28a7023f452e8f82bd4bf28d8c37c35c"));
    EXPECT_EQ(mac_of(large, 40), hex_bytes("aaf3d8f1de5640c232f5b169b9c911e6"));
    EXPECT_EQ(mac_of(large, 64), hex_bytes("e1992190549f6ed5696a2c056c315410"));
}

TEST(AesCmac, MasksTheEndOfEveryLength) {
    auto random = test::repeatable_random();
    const AesCmac cmac(random_bytes(random, 32));
    for (std::size_t size = 16; size < 100; ++size) {
        Bytes message = random_bytes(random, size);
        const Bytes mask = random_bytes(random, 16);
        const Uint128 masked = cmac.mac_with_masked_end(message, load_big_endian_128(mask.data()));
        for (std::size_t i = 0; i < 16; ++i)
            message[size - 16 + i] ^= mask[i];
        EXPECT_TRUE(masked == cmac.mac(message)) << size;
    }
}

// RFC 5297, appendix A: deterministic, and with a nonce. Both use AES-128.
TEST(AesSiv, GivesTheVectorsOfRfc5297) {
    const AesSiv first(hex_bytes("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
    const AssociatedData first_data{hex_bytes("101112131415161718191a1b1c1d1e1f2021222324252627")};
    const Bytes first_plaintext = hex_bytes("112233445566778899aabbccddee");
    const Bytes first_sealed = hex_bytes("85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c");
    EXPECT_EQ(sealed_by(first, first_plaintext, first_data), first_sealed);
    EXPECT_EQ(opened_by(first, first_sealed, first_data), first_plaintext);

    const AesSiv second(hex_bytes("7f7e7d7c7b7a79787776757473727170404142434445464748494a4b4c4d4e4f"));
    const AssociatedData second_data{
        hex_bytes("00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100"),
        hex_bytes("102030405060708090a0"), hex_bytes("09f911029d74e35bd84156c5635688c0")};
    const Bytes second_plaintext = test::text_bytes("this is some plaintext to encrypt using SIV-AES");
    const Bytes second_sealed =
        hex_bytes("7bdb6e3b432667eb06f4d14bff2fbd0fcb900f2fddbe404326601965c889bf17dba77ceb094fa663b7a3f748ba"
                  "8af829ea64ad544a272e9c485b62a3fd5c0d");
    EXPECT_EQ(sealed_by(second, second_plaintext, second_data), second_sealed);
    EXPECT_EQ(opened_by(second, second_sealed, second_data), second_plaintext);
}

std::vector<std::string> fields_of(const std::string& line, char separator) {
    std::vector<std::string> fields;
    std::istringstream in(line);
    for (std::string field; std::getline(in, field, separator);)
        fields.push_back(field);
    return fields;
}

TEST(AesSiv, GivesTheSharedVectors) {
    const std::filesystem::path path =
        std::filesystem::path(VEIL_SOURCE_DIR) / ".." / "shared" / "data" / "aes_siv_rfc5297.csv";
    std::ifstream in(path);
    if (!in)
        GTEST_SKIP() << "../shared/data is not there";
    std::string line;
    std::getline(in, line); // the heading
    unsigned count = 0;
    for (; std::getline(in, line); ++count) {
        if (line.ends_with('\r'))
            line.pop_back();
        const std::vector<std::string> fields = fields_of(line, ',');
        ASSERT_EQ(fields.size(), 5U) << line;
        AssociatedData data;
        for (const std::string& field : fields_of(fields[2], ';'))
            data.push_back(hex_bytes(field));
        const AesSiv siv(hex_bytes(fields[1]));
        EXPECT_EQ(sealed_by(siv, hex_bytes(fields[3]), data), hex_bytes(fields[4])) << fields[0];
        EXPECT_EQ(opened_by(siv, hex_bytes(fields[4]), data), hex_bytes(fields[3])) << fields[0];
    }
    EXPECT_GE(count, 2U);
}

// libcrypto's SIV refuses the empty plaintext and gives wrong output for an associated datum that is a null
// pointer, so neither is asked of it.
Bytes libcrypto_sealed(const Bytes& key, const Bytes& plaintext, const AssociatedData& data) {
    const std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher(
        EVP_CIPHER_fetch(nullptr, key.size() == 64 ? "AES-256-SIV" : "AES-128-SIV", nullptr),
        EVP_CIPHER_free);
    const CipherContext context(EVP_CIPHER_CTX_new());
    bool works = EVP_EncryptInit_ex(context.get(), cipher.get(), nullptr, key.data(), nullptr) == 1;
    int written = 0;
    for (const Bytes& datum : data)
        works = works && EVP_EncryptUpdate(context.get(), nullptr, &written, datum.data(),
                                           static_cast<int>(datum.size())) == 1;
    Bytes sealed(16 + plaintext.size());
    works = works &&
            EVP_EncryptUpdate(context.get(), sealed.data() + 16, &written, plaintext.data(),
                              static_cast<int>(plaintext.size())) == 1 &&
            EVP_EncryptFinal_ex(context.get(), sealed.data() + 16, &written) == 1 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, sealed.data()) == 1;
    if (!works)
        throw std::runtime_error("libcrypto's AES-SIV does not work");
    return sealed;
}

// Every length around the borders of blocks and of the key stream's batches, with up to three associated
// data.
TEST(AesSiv, AgreesWithLibcryptoAtEveryLength) {
    auto random = test::repeatable_random();
    for (const std::size_t key_size : {32, 64}) {
        const Bytes key = random_bytes(random, key_size);
        const AesSiv siv(key);
        for (std::size_t size = 1; size < 600; ++size) {
            AssociatedData data(size % 4);
            for (Bytes& datum : data)
                datum = random_bytes(random, 1 + random() % 70);
            const Bytes plaintext = random_bytes(random, size);
            ASSERT_EQ(sealed_by(siv, plaintext, data), libcrypto_sealed(key, plaintext, data)) << size;
        }
    }
}

TEST(AesSiv, OpensWhatItSeals) {
    auto random = test::repeatable_random();
    const AesSiv siv(random_bytes(random, 64));
    for (const std::size_t size : {0, 1, 15, 16, 17, 31, 32, 33, 255, 256, 257, 1'000'000}) {
        const Bytes plaintext = random_bytes(random, size);
        EXPECT_EQ(opened_by(siv, sealed_by(siv, plaintext)), plaintext) << size;
    }
}

// Of a hundred synthetic IVs most have bit 63 or 31 set, which the counter must not have.
TEST(AesSiv, ClearsTwoBitsOfTheCounter) {
    const Bytes key = counting(64);
    const AesSiv siv(key);
    unsigned with_bits = 0;
    for (std::uint8_t i = 0; i < 100; ++i) {
        const Bytes plaintext(40, i);
        const Bytes sealed = sealed_by(siv, plaintext);
        with_bits += (sealed[8] & 0x80) != 0 || (sealed[12] & 0x80) != 0 ? 1 : 0;
        ASSERT_EQ(sealed, libcrypto_sealed(key, plaintext, {}));
    }
    EXPECT_GT(with_bits, 50U);
}

TEST(AesSiv, RefusesEveryChangedBit) {
    auto random = test::repeatable_random();
    const AesSiv siv(random_bytes(random, 64));
    const AssociatedData data{test::text_bytes("associated")};
    for (const std::size_t size : {0, 1, 16, 40}) {
        const Bytes sealed = sealed_by(siv, random_bytes(random, size), data);
        ASSERT_TRUE(opened_by(siv, sealed, data));
        for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
            Bytes changed = sealed;
            changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
            EXPECT_FALSE(opened_by(siv, changed, data)) << size << " " << bit;
        }
        for (std::size_t length = 0; length < sealed.size(); ++length)
            EXPECT_FALSE(opened_by(siv, Bytes(sealed.begin(), sealed.begin() + length), data)) << length;
        EXPECT_FALSE(opened_by(siv, sealed, {}));
        EXPECT_FALSE(opened_by(siv, sealed, {data[0], data[0]}));
    }
}

// Where one associated datum ends and the next begins counts, and so do empty ones.
TEST(AesSiv, TellsAssociatedDataApart) {
    const AesSiv siv(counting(64));
    const auto text = [](std::string_view piece) { return test::text_bytes(piece); };
    std::set<Bytes> sealed;
    const std::vector<AssociatedData> all{{},
                                          {text("")},
                                          {text(""), text("")},
                                          {text("ab")},
                                          {text("a"), text("b")},
                                          {text("b"), text("a")},
                                          {text("ab"), text("")},
                                          {text(""), text("ab")}};
    for (const AssociatedData& data : all)
        EXPECT_TRUE(sealed.insert(sealed_by(siv, text("value"), data)).second);
}

TEST(AesSiv, OpensInPlace) {
    auto random = test::repeatable_random();
    const AesSiv siv(random_bytes(random, 64));
    for (const std::size_t size : {0, 1, 16, 31, 500}) {
        const Bytes plaintext = random_bytes(random, size);
        const Bytes sealed = sealed_by(siv, plaintext);
        for (std::size_t shift = 0; shift <= AesSiv::tag_size; ++shift) {
            Bytes storage = sealed;
            ASSERT_TRUE(siv.decrypt(storage, {}, std::span(storage).subspan(shift, size))) << size;
            EXPECT_TRUE(std::equal(plaintext.begin(), plaintext.end(),
                                   storage.begin() + static_cast<std::ptrdiff_t>(shift)));
        }
    }
}

TEST(AesSiv, RefusesKeysOfOtherSizes) {
    for (const std::size_t size : {0, 16, 31, 33, 40, 63, 65, 128})
        EXPECT_THROW(AesSiv{Bytes(size)}, CryptoFailure) << size;
}

TEST(AesSivDeathTest, EndsTheProcessAtAWrongSize) {
    const AesSiv siv(counting(64));
    Bytes out(20);
    EXPECT_DEATH(siv.encrypt(Bytes(5), {}, out), "");
    EXPECT_DEATH((void)siv.decrypt(Bytes(32), {}, out), "");
    const AssociatedData many(AesSiv::most_associated_data + 1);
    EXPECT_DEATH(siv.encrypt(Bytes(4), views_of(many), out), "");
}

TEST(AesSiv, TakesAsManyAssociatedDataAsTheRfcAllows) {
    const AesSiv siv(counting(64));
    const AssociatedData data(AesSiv::most_associated_data, Bytes(3));
    EXPECT_EQ(opened_by(siv, sealed_by(siv, Bytes(4), data), data), Bytes(4));
}

} // namespace
} // namespace veil
