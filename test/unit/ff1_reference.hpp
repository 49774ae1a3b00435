// FF1 as NIST SP 800-38G, section 5.1, writes it down: digit strings of any radix and big integers, step by
// step, slow, and sharing no code with src/core. AES-128, 192 or 256 by the length of the key.
#pragma once

#include <openssl/bn.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace veil::test {

class Ff1Reference {
  public:
    using Digits = std::vector<std::uint32_t>;
    using Bytes = std::vector<std::uint8_t>;

    Ff1Reference(Bytes key, std::uint32_t radix) : key_(std::move(key)), radix_(radix) {}

    [[nodiscard]] Digits encrypt(const Digits& digits, const Bytes& tweak) const {
        auto [a, b] = halves(digits);
        for (unsigned i = 0; i < 10; ++i) {
            const Number y = round_number(i, b, digits.size(), tweak);
            Number c = num(a);
            check(BN_add(c.get(), c.get(), y.get()));
            const Digits next = str_mod(c, a.size());
            a = b;
            b = next;
        }
        return joined(a, b);
    }

    [[nodiscard]] Digits decrypt(const Digits& digits, const Bytes& tweak) const {
        auto [a, b] = halves(digits);
        for (unsigned i = 10; i-- > 0;) {
            const Number y = round_number(i, a, digits.size(), tweak);
            Number c = num(b);
            check(BN_sub(c.get(), c.get(), y.get()));
            const Digits next = str_mod(c, b.size());
            b = a;
            a = next;
        }
        return joined(a, b);
    }

  private:
    struct FreeNumber {
        void operator()(BIGNUM* number) const noexcept { BN_free(number); }
    };
    using Number = std::unique_ptr<BIGNUM, FreeNumber>;

    static void check(int outcome) {
        if (outcome != 1)
            throw std::runtime_error("libcrypto failed in a test");
    }

    static std::pair<Digits, Digits> halves(const Digits& digits) {
        const auto middle = digits.begin() + static_cast<std::ptrdiff_t>(digits.size() / 2);
        return {Digits(digits.begin(), middle), Digits(middle, digits.end())};
    }

    static Digits joined(Digits a, const Digits& b) {
        a.insert(a.end(), b.begin(), b.end());
        return a;
    }

    // NUM_radix(X), algorithm 1.
    [[nodiscard]] Number num(const Digits& digits) const {
        Number x(BN_new());
        BN_zero(x.get());
        for (const std::uint32_t digit : digits) {
            check(BN_mul_word(x.get(), radix_));
            check(BN_add_word(x.get(), digit));
        }
        return x;
    }

    // STR^m_radix(x mod radix^m), algorithm 3; dividing m times by radix is that modulus.
    [[nodiscard]] Digits str_mod(const Number& x, std::size_t m) const {
        const Number modulus = num(power_digits(m));
        const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> scratch(BN_CTX_new(), BN_CTX_free);
        const Number rest(BN_new());
        check(BN_nnmod(rest.get(), x.get(), modulus.get(), scratch.get()));
        Digits digits(m);
        for (std::size_t i = m; i-- > 0;)
            digits[i] = static_cast<std::uint32_t>(BN_div_word(rest.get(), radix_));
        return digits;
    }

    // radix^m is a one and m zeros.
    static Digits power_digits(std::size_t m) {
        Digits digits(m + 1);
        digits[0] = 1;
        return digits;
    }

    // Step 3: ceil(ceil(v log2 radix) / 8) is the length of radix^v - 1 in bytes.
    [[nodiscard]] std::size_t half_bytes(std::size_t v) const {
        const Number greatest = num(Digits(v, radix_ - 1));
        return static_cast<std::size_t>(BN_num_bytes(greatest.get()));
    }

    // CBC over whole blocks from a zero vector; the last block of it is PRF, algorithm 6.
    [[nodiscard]] Bytes cbc(const Bytes& input) const {
        const EVP_CIPHER* cipher = key_.size() == 16   ? EVP_aes_128_cbc()
                                   : key_.size() == 24 ? EVP_aes_192_cbc()
                                                       : EVP_aes_256_cbc();
        const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                      EVP_CIPHER_CTX_free);
        const std::array<std::uint8_t, 16> zero{};
        check(EVP_EncryptInit_ex(context.get(), cipher, nullptr, key_.data(), zero.data()));
        check(EVP_CIPHER_CTX_set_padding(context.get(), 0));
        Bytes output(input.size());
        int written = 0;
        check(EVP_EncryptUpdate(context.get(), output.data(), &written, input.data(),
                                static_cast<int>(input.size())));
        return output;
    }

    static void append(Bytes& bytes, std::size_t number, unsigned size) {
        for (unsigned i = size; i-- > 0;)
            bytes.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
    }

    // Steps 4, 5 and 6i to 6iv.
    [[nodiscard]] Number round_number(unsigned i, const Digits& half, std::size_t n,
                                      const Bytes& tweak) const {
        const std::size_t u = n / 2;
        const std::size_t v = n - u;
        const std::size_t b = half_bytes(v);
        const std::size_t d = 4 * ((b + 3) / 4) + 4;

        Bytes input{1, 2, 1};
        append(input, radix_, 3);
        append(input, 10, 1);
        append(input, u % 256, 1);
        append(input, n, 4);
        append(input, tweak.size(), 4);
        input.insert(input.end(), tweak.begin(), tweak.end());
        while ((input.size() + 1 + b) % 16 != 0)
            input.push_back(0);
        append(input, i, 1);
        Bytes numeral(b);
        if (BN_bn2binpad(num(half).get(), numeral.data(), static_cast<int>(b)) < 0)
            throw std::runtime_error("libcrypto failed in a test");
        input.insert(input.end(), numeral.begin(), numeral.end());

        const Bytes chain = cbc(input);
        const Bytes r(chain.end() - 16, chain.end());
        Bytes s = r;
        for (std::size_t j = 1; s.size() < d; ++j) {
            // R xor [j] in 16 bytes.
            Bytes block = r;
            for (unsigned k = 0; k < 8; ++k)
                block[15 - k] ^= static_cast<std::uint8_t>(j >> (8 * k));
            const Bytes more = cbc(block);
            s.insert(s.end(), more.begin(), more.end());
        }
        return Number(BN_bin2bn(s.data(), static_cast<int>(d), nullptr));
    }

    Bytes key_;
    std::uint32_t radix_;
};

} // namespace veil::test
