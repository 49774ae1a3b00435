// Keyed pseudonyms that depend on the key, the value and a period: equal values have equal pseudonyms in one
// period and unrelated ones in two. A period is any text: a month, the name of a recipient, the number of a
// transaction. As with those of pseudonym.hpp each class takes a key that derive_key() made for its own
// `purpose`, and none of the mappings may ever change. However many periods there are, nothing is kept of
// them.
#pragma once

#include "core/ff1_binary.hpp"
#include "core/hmac_sha256.hpp"
#include "core/secret.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace veil {

using Period = std::span<const std::uint8_t>;

// One-way: the first 128 bits of HMAC-SHA-256 of the period's length in 4 bytes, big-endian, the period and
// the text, in lower-case base32.
class TextPeriodPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/text/period";
    static constexpr std::size_t size = 26;

    explicit TextPeriodPseudonym(const Key256& key) : hmac_(key.bytes()) {}

    void apply(std::span<const std::uint8_t> text, Period period, std::span<char, size> out) const noexcept;

  private:
    HmacSha256 hmac_;
};

// The same of any bytes, as bytes.
class BytesPeriodPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/bytea/period";
    static constexpr std::size_t size = 16;

    explicit BytesPeriodPseudonym(const Key256& key) : hmac_(key.bytes()) {}

    void apply(std::span<const std::uint8_t> value, Period period,
               std::span<std::uint8_t, size> out) const noexcept;

  private:
    HmacSha256 hmac_;
};

// A permutation of all values of some bits for each period: FF1 with a tweak of 8 bytes, the first of
// HMAC-SHA-256 of `kept` and the period. Two of n periods share their tweak with a chance of n^2 / 2^65.
// The two keys are HKDF-SHA-256 of the derived key, with the infos "FF1" and "tweak".
class PeriodPermutation {
  public:
    using Block = BinaryFf1::Block;

    PeriodPermutation(const Key256& key, unsigned bits);

    [[nodiscard]] Block encrypt(Block value, std::span<const std::uint8_t> kept,
                                Period period) const noexcept;
    [[nodiscard]] Block decrypt(Block value, std::span<const std::uint8_t> kept,
                                Period period) const noexcept;

  private:
    static constexpr std::size_t tweak_size = 8;

    [[nodiscard]] std::array<std::uint8_t, tweak_size> tweak(std::span<const std::uint8_t> kept,
                                                             Period period) const noexcept;

    BinaryFf1 permutation_;
    HmacSha256 tweak_;
};

// The whole type, with the offset of pseudonym.hpp. There is none for smallint: its table cannot depend on a
// period. The constructors throw CryptoFailure and std::bad_alloc; not for two threads at once.
class IntegerPeriodPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/int4/period";

    explicit IntegerPeriodPseudonym(const Key256& key) : permutation_(key, 32) {}

    [[nodiscard]] std::int32_t apply(std::int32_t value, Period period) const noexcept;
    [[nodiscard]] std::int32_t invert(std::int32_t pseudonym, Period period) const noexcept;

  private:
    PeriodPermutation permutation_;
};

class BigintPeriodPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/int8/period";

    explicit BigintPeriodPseudonym(const Key256& key) : permutation_(key, 64) {}

    [[nodiscard]] std::int64_t apply(std::int64_t value, Period period) const noexcept;
    [[nodiscard]] std::int64_t invert(std::int64_t pseudonym, Period period) const noexcept;

  private:
    PeriodPermutation permutation_;
};

// Version and variant are kept, and part of the tweak. `out` may be `in`.
class UuidPeriodPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/uuid/period";

    explicit UuidPeriodPseudonym(const Key256& key);

    void apply(std::span<const std::uint8_t, 16> in, Period period,
               std::span<std::uint8_t, 16> out) const noexcept;
    void invert(std::span<const std::uint8_t, 16> in, Period period,
                std::span<std::uint8_t, 16> out) const noexcept;

  private:
    PeriodPermutation permutation_;
};

} // namespace veil
