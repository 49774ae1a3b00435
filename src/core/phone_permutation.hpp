// A keyed permutation of telephone numbers that keeps country and type.
#pragma once

#include "core/ff1_binary.hpp"
#include "core/numbering_plan.hpp"
#include "core/secret.hpp"
#include "core/text_mapping.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace veil {

struct PhoneNumber {
    std::int32_t calling_code = 0;
    std::string national; // the national significant number, with the leading zeros that belong to it

    friend bool operator==(const PhoneNumber&, const PhoneNumber&) = default;
};

// How numbers are written. E.164 ("+31612345678") is read and written here, the others by the library.
enum class PhoneNotation {
    international,   // "+31 6 12345678"
    national,        // "06 12345678"
    national_digits, // "0612345678": national, without all that is not a digit
};

// What libphonenumber knows; an interface, so that this layer does not depend on it. Not for two threads at
// once.
class PhoneLibrary {
  public:
    PhoneLibrary() = default;
    PhoneLibrary(const PhoneLibrary&) = delete;
    PhoneLibrary& operator=(const PhoneLibrary&) = delete;
    virtual ~PhoneLibrary() = default;

    // The plan of a calling code, the same object every time; null for a code that nobody has, or whose plan
    // cannot be read.
    [[nodiscard]] virtual NumberingPlan* plan(std::int32_t calling_code) = 0;
    // Whether this is the two-letter code of a region in which numbers are dialled.
    [[nodiscard]] virtual bool has_region(std::string_view region) = 0;
    // The number that somebody in the region dials by this text. Nothing for what cannot be a number.
    [[nodiscard]] virtual std::optional<PhoneNumber> read_national(std::string_view text,
                                                                   std::string_view region) = 0;
    // Empty for what cannot be written.
    [[nodiscard]] virtual std::string write(const PhoneNumber& number, PhoneNotation notation) = 0;
};

// Exchanges a valid number for one of the same region, type and length: its place in the order of all such
// numbers goes through FF1 (radix 2, AES-256, at least 20 bits, so over a million values), again and again
// until it is a place again ("cycle walking"). That is a permutation of the numbers of each region, type and
// length; nothing else of the number is kept.
//
// What fits is a number as libphonenumber writes it: E.164, international, and, if there is a region,
// national with or without what is no digit. The notation is kept, so the texts of each notation are permuted
// among each other: the walk goes on where a number would not be read again from its notation.
//
// What does not fit: another writing, an extension, a number that is not valid, a short or emergency number,
// and a number with fewer than `fewest_numbers` of its region, type and length, since among so few it could
// be guessed.
//
// Depends on the library's idea of which numbers are valid: where a newer version has more or fewer numbers
// of some region, type and length, all of these are exchanged for others than before. Not for two threads at
// once.
class PhonePermutation final : public TextMapping {
  public:
    static constexpr std::uint64_t fewest_numbers = 1000;

    // `region` is empty, or one that the library has: else no national number fits. The library outlives this
    // object.
    PhonePermutation(const Key256& key, std::string_view region, PhoneLibrary& library);

    [[nodiscard]] std::size_t largest_result(std::size_t size) const noexcept override;

    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const override;

    // The same as texts.
    [[nodiscard]] std::optional<std::string> apply(std::string_view text) const;
    [[nodiscard]] std::optional<std::string> invert(std::string_view text) const;

  private:
    // Empty for E.164.
    using Notation = std::optional<PhoneNotation>;
    struct Reading {
        PhoneNumber number;
        Notation notation;
        friend bool operator==(const Reading&, const Reading&) = default;
    };

    [[nodiscard]] std::optional<PhoneNumber> read_e164(std::string_view digits) const;
    [[nodiscard]] std::optional<Reading> read(std::string_view text) const;
    [[nodiscard]] std::string write(const Reading& reading) const;
    [[nodiscard]] const BinaryFf1& ff1_of(std::uint64_t size) const;
    [[nodiscard]] std::optional<std::string> image(Direction direction, std::string_view text) const;

    Key256 key_;
    std::string region_;
    PhoneLibrary& library_;
    // By the number of bits.
    mutable std::array<std::unique_ptr<const BinaryFf1>, 65> ff1_;
};

// The format "phone", or "phone region=NL" for those who dial from there. Throws InvalidFormat, and what the
// constructor throws.
[[nodiscard]] std::unique_ptr<const TextMapping>
make_phone_mapping(const Key256& key, const FormatText& format, PhoneLibrary& library);

} // namespace veil
