// Format-preserving pseudonyms of values that are bytes: uuid, network addresses, byte strings; and of
// labels. Constructors throw InvalidFormat for a format text that is not their own, CryptoFailure and
// std::bad_alloc. What is returned is stored in users' data: the mapping of a key and a format text never
// changes. Not for two threads at once.
#pragma once

#include "core/ff1_binary.hpp"
#include "core/numeral_permutation.hpp"
#include "core/pseudonym.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

// "uuid": version and variant are kept, as by UuidPseudonym.
class UuidFormat {
  public:
    static constexpr std::string_view purpose = "format_preserving/uuid";

    UuidFormat(const Key256& key, std::string_view format);

    // `out` may be `in`.
    void map(Direction direction, std::span<const std::uint8_t, 16> in,
             std::span<std::uint8_t, 16> out) const noexcept;

  private:
    UuidPseudonym permutation_;
};

// "inet": all addresses of a family, IPv4 or IPv6; the length of the netmask is kept and chooses among the
// permutations.
class AddressFormat {
  public:
    static constexpr std::string_view purpose = "format_preserving/inet";

    AddressFormat(const Key256& key, std::string_view format);

    // Four or sixteen bytes, in place.
    void map(Direction direction, std::span<std::uint8_t> address, std::uint8_t netmask_bits) const noexcept;

  private:
    BinaryFf1 short_addresses_;
    BinaryFf1 long_addresses_;
};

// "bytea": FF1 with radix 256; the length, at most 4096 bytes, is kept.
class BytesFormat {
  public:
    static constexpr std::string_view purpose = "format_preserving/bytea";

    BytesFormat(const Key256& key, std::string_view format);

    // `out` has the size of `in`. False for too many bytes. Throws std::bad_alloc.
    [[nodiscard]] bool map(Direction direction, std::span<const std::uint8_t> in,
                           std::span<std::uint8_t> out) const;

  private:
    NumeralPermutation permutation_;
    mutable std::vector<NumeralPermutation::Numeral> numerals_;
};

// "labels with 3:red 5:green ...": these values only, each with its number of bytes before it.
class LabelFormat {
  public:
    static constexpr std::string_view purpose = "format_preserving/labels";

    LabelFormat(const Key256& key, std::string_view format);

    // The image lives as long as this object. Nothing for another label.
    [[nodiscard]] std::optional<std::string_view> map(Direction direction,
                                                      std::string_view label) const noexcept;

    // The format text for these labels.
    [[nodiscard]] static std::string format_of(std::span<const std::string> labels);

  private:
    LabelFormat(const Key256& key, std::vector<std::string> labels);

    std::vector<std::string> labels_;
    std::map<std::string, std::uint32_t, std::less<>> places_;
    PermutationTable table_;
};

} // namespace veil
