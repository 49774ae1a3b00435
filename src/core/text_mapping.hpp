// What every format of texts is: a permutation of the texts that fit it.
#pragma once

#include "core/range_permutation.hpp"
#include "core/secret.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace veil {

struct FormatText;

// Not for two threads at once: permutations are made when they are first needed.
class TextMapping {
  public:
    TextMapping() = default;
    TextMapping(const TextMapping&) = delete;
    TextMapping& operator=(const TextMapping&) = delete;
    virtual ~TextMapping() = default;

    // The most bytes of a value that fits, in every format: 4096 characters of an alphabet.
    static constexpr std::size_t longest_value = std::size_t{4} * 4096;

    // The most bytes that map() writes for a value of `size` bytes. One that is too long to fit needs no
    // room.
    [[nodiscard]] virtual std::size_t largest_result(std::size_t size) const noexcept {
        return std::min(size, longest_value);
    }

    // Writes the value's image, or its preimage, to `out`, which the value does not overlap, and gives its
    // size. Nothing, with anything in `out`, for what has none: a value that does not fit. No result contains
    // '~'. Throws CryptoFailure, std::bad_alloc.
    [[nodiscard]] virtual std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                         char* out) const = 0;
};

// Each takes the format's own key, and throws InvalidFormat for options that it does not have, CryptoFailure
// and std::bad_alloc.

// "digits", "letters", "alphanumeric", "alphabet with ...": texts of any length over an alphabet, the length
// kept. Letters are A-Z and a-z alike, so that the case of a letter says nothing of the original's.
[[nodiscard]] std::unique_ptr<const TextMapping> make_alphabet_mapping(const Key256& key,
                                                                       const FormatText& format);
// "bsn": nine digits that pass the 11-test; with valid=false the images never pass it.
[[nodiscard]] std::unique_ptr<const TextMapping> make_bsn_mapping(const Key256& key,
                                                                  const FormatText& format);
// "card": 13 to 19 digits with a Luhn check digit, single blanks or hyphens between digits allowed and kept.
// The first keep_bin digits (6 or 8) are kept, and at least six digits must be left between them and the
// check digit.
[[nodiscard]] std::unique_ptr<const TextMapping> make_card_mapping(const Key256& key,
                                                                   const FormatText& format);
// "iban": upper case, single blanks allowed and kept. Country and bank are kept.
[[nodiscard]] std::unique_ptr<const TextMapping> make_iban_mapping(const Key256& key,
                                                                   const FormatText& format);
// "postcode": Dutch, upper case, with or without the blank, which is kept.
[[nodiscard]] std::unique_ptr<const TextMapping> make_postcode_mapping(const Key256& key,
                                                                       const FormatText& format);
// "license_plate": Dutch, upper case, with both hyphens or none; hyphens and sidecode are kept.
[[nodiscard]] std::unique_ptr<const TextMapping> make_license_plate_mapping(const Key256& key,
                                                                            const FormatText& format);
// "email": see email_format.cpp.
[[nodiscard]] std::unique_ptr<const TextMapping> make_email_mapping(const Key256& key,
                                                                    const FormatText& format);

} // namespace veil
