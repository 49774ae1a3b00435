#include "core/self_test.hpp"

#include "core/aes_block.hpp"
#include "core/aes_siv.hpp"
#include "core/byte_order.hpp"
#include "core/crypto_failure.hpp"
#include "core/ff1.hpp"
#include "core/ff1_binary.hpp"
#include "core/ff1_number.hpp"
#include "core/hex.hpp"
#include "core/hkdf.hpp"
#include "core/hmac_sha256.hpp"
#include "core/key_wrap.hpp"
#include "core/permutation_table.hpp"
#include "core/secret.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t longest_answer = 64;

// first, first + 1, ...
template <std::size_t N>
std::array<std::uint8_t, N> counting(std::uint8_t first = 0) {
    std::array<std::uint8_t, N> bytes{};
    for (std::uint8_t& byte : bytes)
        byte = first++;
    return bytes;
}

template <std::size_t N>
std::array<std::uint8_t, N> repeated(std::uint8_t byte) {
    std::array<std::uint8_t, N> bytes{};
    bytes.fill(byte);
    return bytes;
}

Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// The FIPS 197 and RFC 3394 examples use this key too.
Key256 counting_key() {
    Key256 key;
    std::ranges::copy(counting<32>(), key.bytes().begin());
    return key;
}

// RFC 4231, test case 1: one block. Twice, for the second is computed from what the first left behind.
void hmac_of_short_message(std::span<std::uint8_t> out) {
    const HmacSha256 hmac(repeated<20>(0x0b));
    hmac.mac(bytes_of("Hi There"), out.first<32>());
    hmac.mac(bytes_of("Hi There"), out.last<32>());
}

// RFC 4231, test case 7: the key is hashed, and the message has more than one block.
void hmac_of_long_message(std::span<std::uint8_t> out) {
    const HmacSha256 hmac(repeated<131>(0xaa));
    hmac.mac(bytes_of("This is a test using a larger than block-size key and a larger than block-size data. "
                      "The key needs to be hashed before being used by the HMAC algorithm."),
             out.first<32>());
}

// RFC 5869, test case 1.
void hkdf(std::span<std::uint8_t> out) {
    hkdf_sha256(repeated<22>(0x0b), counting<13>(), counting<10>(0xf0), out);
}

// FIPS 197, appendix C.3.
void aes_block(std::span<std::uint8_t> out) {
    std::array<std::uint8_t, 16> plaintext{};
    for (std::size_t i = 0; i < plaintext.size(); ++i)
        plaintext[i] = static_cast<std::uint8_t>(0x11 * i);
    AesBlock(counting_key()).encrypt(plaintext.data(), out.data());
}

Key256 key_to_wrap() {
    Key256 key;
    const auto high = counting<16>();
    for (std::size_t i = 0; i < 16; ++i) {
        key.bytes()[i] = static_cast<std::uint8_t>(0x11 * i);
        key.bytes()[16 + i] = high[i];
    }
    return key;
}

// RFC 3394, section 4.6.
void wrapped_key(std::span<std::uint8_t> out) {
    std::ranges::copy(wrap_key(counting_key(), key_to_wrap()), out.begin());
}

void unwrapped_key(std::span<std::uint8_t> out) {
    WrappedKey wrapped = wrap_key(counting_key(), key_to_wrap());
    const auto key = unwrap_key(counting_key(), wrapped);
    wrapped[0] ^= 1;
    if (!key || unwrap_key(counting_key(), wrapped))
        throw CryptoFailure("AES key wrap does not tell right keys from wrong ones");
    std::ranges::copy(key->bytes(), out.begin());
}

// test/unit/known_answers.py, a second implementation: NIST has no samples of radix 2.
void binary_ff1(std::span<std::uint8_t> out) {
    const BinaryFf1 ff1(counting_key(), 127, 5);
    const BinaryFf1::Block value = BinaryFf1::Block{1} << 126 | 12345;
    const BinaryFf1::Block image = ff1.encrypt(value, bytes_of("tweak"));
    store_big_endian_128(image, out.data());
    store_big_endian_128(ff1.decrypt(image, bytes_of("tweak")), &out[16]);
}

// NIST's FF1 samples 7 to 9, of AES-256.
Key256 nist_key() {
    constexpr std::array<std::uint8_t, 32> bytes{
        0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c,
        0xef, 0x43, 0x59, 0xd8, 0xd5, 0x80, 0xaa, 0x4f, 0x7f, 0x03, 0x6d, 0x6f, 0x04, 0xfc, 0x6a, 0x94};
    Key256 key;
    std::ranges::copy(bytes, key.bytes().begin());
    return key;
}

// Sample 9: each numeral in a byte.
void ff1_radix_36(std::span<std::uint8_t> out) {
    constexpr std::array<std::uint8_t, 11> tweak{0x37, 0x37, 0x37, 0x37, 0x70, 0x71,
                                                 0x72, 0x73, 0x37, 0x37, 0x37};
    const Ff1 ff1(nist_key().bytes(), 36);
    std::array<Ff1::Numeral, 19> numerals{};
    for (std::size_t i = 0; i < numerals.size(); ++i)
        numerals[i] = static_cast<Ff1::Numeral>(i);
    std::array<Ff1::Numeral, 19> image = numerals;
    if (!ff1.encrypt(image, tweak))
        throw CryptoFailure("FF1 refuses a sample of its standard");
    std::ranges::transform(image, out.begin(),
                           [](Ff1::Numeral numeral) { return static_cast<std::uint8_t>(numeral); });
    if (!ff1.decrypt(image, tweak) || image != numerals)
        throw CryptoFailure("FF1 does not decrypt what it encrypts");
}

// test/unit/known_answers.py: a string so long that big numbers are used.
void ff1_long(std::span<std::uint8_t> out) {
    const Ff1 ff1(counting_key().bytes(), 2);
    std::array<Ff1::Numeral, 200> bits{};
    for (std::size_t i = 0; i < bits.size(); ++i)
        bits[i] = static_cast<Ff1::Numeral>(i / 8 >> (7 - i % 8) & 1);
    std::array<Ff1::Numeral, 200> image = bits;
    if (!ff1.encrypt(image))
        throw CryptoFailure("FF1 refuses a string of 200 bits");
    for (std::size_t i = 0; i < bits.size(); ++i)
        out[i / 8] = static_cast<std::uint8_t>(out[i / 8] << 1 | image[i]);
    if (!ff1.decrypt(image) || image != bits)
        throw CryptoFailure("FF1 does not decrypt what it encrypts");
}

// Sample 7, as a number and as a batch of numbers.
void ff1_of_number(std::span<std::uint8_t> out) {
    const NumeralFf1 ff1(nist_key(), 10, 10);
    const std::uint64_t image = ff1.encrypt(123456789);
    std::array<std::uint64_t, 16> batch{};
    batch.fill(123456789);
    ff1.encrypt(batch);
    store_big_endian(image, out.data());
    store_big_endian(batch.front(), &out[8]);
    store_big_endian(batch.back(), &out[16]);
    store_big_endian(ff1.decrypt(image), &out[24]);
}

// test/unit/known_answers.py: the first ten images of a table of 100, and their preimages.
void permutation_table(std::span<std::uint8_t> out) {
    const PermutationTable table(counting_key(), 100);
    for (std::uint32_t value = 0; value < 10; ++value) {
        out[value] = static_cast<std::uint8_t>(table.apply(value));
        out[10 + value] = static_cast<std::uint8_t>(table.invert(out[value]));
    }
}

// RFC 5297, appendix A.1 (AES-128).
void aes_128_siv(std::span<std::uint8_t> out) {
    std::array<std::uint8_t, 32> key{};
    for (std::size_t i = 0; i < 16; ++i) {
        key[i] = static_cast<std::uint8_t>(0xff - i);
        key[16 + i] = static_cast<std::uint8_t>(0xf0 + i);
    }
    constexpr std::array<std::uint8_t, 14> plaintext{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                                     0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee};
    const auto data = counting<24>(0x10);
    const std::array<AesSiv::Bytes, 1> associated{data};
    AesSiv(key).encrypt(plaintext, associated, out);
}

// test/unit/known_answers.py: AES-256 has no vectors in the RFC.
void aes_256_siv(std::span<std::uint8_t> out) {
    const auto plaintext = counting<20>();
    const std::array<AesSiv::Bytes, 2> associated{bytes_of("associated"), Bytes{}};
    AesSiv(counting<64>()).encrypt(plaintext, associated, out);
}

void opened_siv(std::span<std::uint8_t> out) {
    const AesSiv siv(counting<64>());
    std::array<std::uint8_t, AesSiv::tag_size + 20> sealed{};
    siv.encrypt(counting<20>(), {}, sealed);
    const bool opens = siv.decrypt(sealed, {}, out);
    sealed[20] ^= 1;
    std::array<std::uint8_t, 20> changed{};
    if (!opens || siv.decrypt(sealed, {}, changed))
        throw CryptoFailure("AES-SIV does not tell authentic ciphertexts from others");
}

constexpr std::array answers{
    KnownAnswer{"HMAC-SHA-256", hmac_of_short_message,
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    KnownAnswer{"HMAC-SHA-256", hmac_of_long_message,
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
    KnownAnswer{"HKDF-SHA-256", hkdf,
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
    KnownAnswer{"AES-256", aes_block, "8ea2b7ca516745bfeafc49904b496089"},
    KnownAnswer{"AES-256 key wrap", wrapped_key,
                "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"},
    KnownAnswer{"AES-256 key wrap", unwrapped_key,
                "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f"},
    KnownAnswer{"FF1", binary_ff1, "7fa5d9cf2dfb59df007a4fa41a787f5740000000000000000000000000003039"},
    KnownAnswer{"FF1", ff1_radix_36, "211c080a000a2311020a1f220a1522231e200d"},
    KnownAnswer{"FF1", ff1_long, "760f30370dfedd794489d00a1b29c04ee7658f81558312a834"},
    KnownAnswer{"FF1", ff1_of_number, "000000018cd3efc1000000018cd3efc1000000018cd3efc100000000075bcd15"},
    KnownAnswer{"keyed permutation", permutation_table, "6358090516231547012000010203040506070809"},
    KnownAnswer{"AES-SIV", aes_128_siv, "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c"},
    KnownAnswer{"AES-SIV", aes_256_siv,
                "e77597b9c58c3d2ce8b34cb1e81330ac7517f7b6b64a8b57cbab22f838af6557868ff2bd"},
    KnownAnswer{"AES-SIV", opened_siv, "000102030405060708090a0b0c0d0e0f10111213"},
};

bool is_right(const KnownAnswer& known) {
    std::array<std::uint8_t, longest_answer> expected_bytes{};
    std::array<std::uint8_t, longest_answer> computed_bytes{};
    const std::size_t size = known.answer.size() / 2;
    if (size > longest_answer)
        return false;
    const auto expected = std::span(expected_bytes).first(size);
    const auto computed = std::span(computed_bytes).first(size);
    if (!from_hex(known.answer, expected))
        return false;
    known.compute(computed);
    return std::ranges::equal(computed, expected);
}

} // namespace

std::span<const KnownAnswer> known_answers() noexcept {
    return answers;
}

std::string_view failing_primitive(std::span<const KnownAnswer> known) noexcept {
    for (const KnownAnswer& answer : known) {
        try {
            if (!is_right(answer))
                return answer.primitive;
        } catch (...) {
            return answer.primitive;
        }
    }
    return {};
}

} // namespace veil
