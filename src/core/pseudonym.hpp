// Keyed pseudonyms that depend on nothing but the key and the value. Each takes a key that derive_key() made
// for its own `purpose`, so that no two algorithms ever share a key. What they return is stored in users'
// data and joined on: none of these mappings may ever change.
#pragma once

#include "core/ff1_binary.hpp"
#include "core/hmac_sha256.hpp"
#include "core/permutation_table.hpp"
#include "core/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace veil {

// One-way: the first 128 bits of HMAC-SHA-256 of the text's bytes, in lower-case base32 (26 characters).
class TextPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/text";
    static constexpr std::size_t size = 26;

    explicit TextPseudonym(const Key256& key) : hmac_(key.bytes()) {}

    void apply(std::span<const std::uint8_t> text, std::span<char, size> out) const noexcept;

  private:
    HmacSha256 hmac_;
};

// The same of any bytes, as bytes.
class BytesPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/bytea";
    static constexpr std::size_t size = 16;

    explicit BytesPseudonym(const Key256& key) : hmac_(key.bytes()) {}

    void apply(std::span<const std::uint8_t> value, std::span<std::uint8_t, size> out) const noexcept;

  private:
    HmacSha256 hmac_;
};

// The integer classes are permutations of the whole type: the value, offset so that the least one is 0, goes
// through a permutation of the unsigned type. Their constructors throw CryptoFailure and std::bad_alloc.

// A PermutationTable of 65536 entries (FF1 is not allowed on 16 bits); half a megabyte.
class SmallintPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/int2";

    explicit SmallintPseudonym(const Key256& key);

    [[nodiscard]] std::int16_t apply(std::int16_t value) const noexcept;
    [[nodiscard]] std::int16_t invert(std::int16_t pseudonym) const noexcept;

  private:
    PermutationTable table_;
};

// FF1 on 32 bits. Not for two threads at once (see BinaryFf1), nor are the two classes below.
class IntegerPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/int4";

    explicit IntegerPseudonym(const Key256& key);

    [[nodiscard]] std::int32_t apply(std::int32_t value) const noexcept;
    [[nodiscard]] std::int32_t invert(std::int32_t pseudonym) const noexcept;

  private:
    BinaryFf1 permutation_;
};

// FF1 on 64 bits.
class BigintPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/int8";

    explicit BigintPseudonym(const Key256& key);

    [[nodiscard]] std::int64_t apply(std::int64_t value) const noexcept;
    [[nodiscard]] std::int64_t invert(std::int64_t pseudonym) const noexcept;

  private:
    BinaryFf1 permutation_;
};

// A UUID (RFC 9562, section 4) stays one of its version and variant: the high four bits of byte 6 and the
// high two bits of byte 8 are kept. The other 122 bits, in order, go through FF1; its tweak is one byte,
// version * 4 + variant. `out` may be `in`.
class UuidPseudonym {
  public:
    static constexpr std::string_view purpose = "pseudonym/uuid";

    explicit UuidPseudonym(const Key256& key);

    void apply(std::span<const std::uint8_t, 16> in, std::span<std::uint8_t, 16> out) const noexcept;
    void invert(std::span<const std::uint8_t, 16> in, std::span<std::uint8_t, 16> out) const noexcept;

  private:
    BinaryFf1 permutation_;
};

} // namespace veil
