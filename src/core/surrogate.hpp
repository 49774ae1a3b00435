// Realistic fake values chosen by key: the same for the same value, and where asked different for different
// values. Stored in users' data and joined on: none of these mappings may ever change.
#pragma once

#include "core/ff1_binary.hpp"
#include "core/ff1_bytes.hpp"
#include "core/secret.hpp"
#include "core/surrogate_form.hpp"
#include "core/surrogate_words.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace veil {

// The characters of the tail (see below) of a text of `size` bytes, where there are so many words.
[[nodiscard]] std::size_t surrogate_tail_size(std::uint64_t words, std::size_t size) noexcept;

// A value goes through a keyed permutation (FF1, SP 800-38G) of all values of its type, or of all texts of
// its length, and what comes out is a number in mixed radix: its last digit, to the base words().size(),
// chooses the words, and the rest is the tail, which a unique surrogate shows in base32 (RFC 4648, lower
// case).
//
//   values                      permutation                        tail
//   smallint, texts of <= 2     FF1 on >= 20 bits, cycle-walked    none: there are more words than values
//     bytes                     to the number of words
//   texts of n >= 3 bytes       FF1 radix 256, n bytes             more characters for each length
//   integer, bigint, uuid       the same, 4, 8 or 16 bytes         of one length
//
// The digit is that of the first eight bytes: a choice of words is the image of as many strings as any other,
// give or take one, which for three bytes is one in eleven or more, for four one in 2800, from eight on one
// in 10^13. So whether a surrogate is unique or not, and whichever kind of the family it is, its words agree.
// The type is FF1's tweak: equal bytes of different types have nothing in common. For integers the least
// value of the type is 0. Kinds with too few words for smallint are never unique, and a walk that would not
// end is a remainder.
//
// Not for two threads at once (see AesBlock).
class Surrogate {
  public:
    // `key` was derived for surrogate_purpose(form). Throws CryptoFailure.
    Surrogate(const Key256& key, const SurrogateForm& form);

    // The bytes that `out` must have room for, for a text of that size and for any other type.
    [[nodiscard]] std::size_t longest_for_text(std::size_t size) const noexcept;
    static constexpr std::size_t longest_for_numbers = SurrogateWords::longest + 32;

    // The surrogate's bytes. `text` is overwritten.
    std::size_t apply(std::span<std::uint8_t> text, std::span<char> out) const noexcept;
    std::size_t apply(std::int16_t value, std::span<char> out) const noexcept;
    std::size_t apply(std::int32_t value, std::span<char> out) const noexcept;
    std::size_t apply(std::int64_t value, std::span<char> out) const noexcept;
    std::size_t apply_uuid(std::span<const std::uint8_t, 16> uuid, std::span<char> out) const noexcept;

    // The value whose unique surrogate this is; nothing for any other text, and for kinds that are not
    // unique. A text's size is at most the surrogate's; `out` has room for that.
    [[nodiscard]] std::optional<std::size_t> invert_text(std::string_view surrogate,
                                                         std::span<std::uint8_t> out) const noexcept;
    [[nodiscard]] std::optional<std::int16_t> invert_smallint(std::string_view surrogate) const noexcept;
    [[nodiscard]] std::optional<std::int32_t> invert_integer(std::string_view surrogate) const noexcept;
    [[nodiscard]] std::optional<std::int64_t> invert_bigint(std::string_view surrogate) const noexcept;
    [[nodiscard]] bool invert_uuid(std::string_view surrogate,
                                   std::span<std::uint8_t, 16> out) const noexcept;

  private:
    // FF1's tweak; part of the mapping.
    enum class Type : std::uint8_t { text = 0, smallint = 2, integer = 4, bigint = 8, uuid = 16 };

    struct Parts {
        std::uint64_t words;
        std::string_view tail;
    };

    [[nodiscard]] unsigned quotient_bits(std::size_t size) const noexcept;
    [[nodiscard]] std::size_t tail_size(std::size_t size) const noexcept;
    [[nodiscard]] std::optional<std::size_t> size_of_tail(std::size_t tail) const noexcept;

    [[nodiscard]] std::uint64_t walk(std::uint64_t rank, Type type) const noexcept;
    [[nodiscard]] std::optional<std::uint64_t> walk_back(std::uint64_t words, Type type) const noexcept;

    std::size_t write_small(std::uint64_t rank, Type type, std::span<char> out) const noexcept;
    std::size_t write(std::span<std::uint8_t> value, Type type, std::span<char> out) const noexcept;
    std::size_t write_parts(std::uint64_t words, std::uint64_t quotient, std::span<const std::uint8_t> rest,
                            std::size_t size, std::span<char> out) const noexcept;

    [[nodiscard]] std::optional<Parts> split(std::string_view surrogate,
                                             std::span<char, SurrogateWords::longest> buffer) const noexcept;
    [[nodiscard]] bool read(std::string_view surrogate, Type type,
                            std::span<std::uint8_t> value) const noexcept;
    [[nodiscard]] bool unrank(const Parts& parts, Type type, std::span<std::uint8_t> value) const noexcept;

    SurrogateWords words_;
    bool unique_;
    unsigned walk_bits_;
    BinaryFf1 short_permutation_;
    ByteFf1 permutation_;
};

} // namespace veil
