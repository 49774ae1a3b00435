// Format-preserving pseudonyms of texts.
#pragma once

#include "core/aes_siv.hpp"
#include "core/secret.hpp"
#include "core/text_mapping.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace veil {

// The TextMapping that a format text names, and what becomes of values that do not fit: they have no image
// or, with the option on_invalid=encrypt, '~' and the base32 of their AES-SIV encryption, so that they stay
// different and are invertible too. What is returned is stored in users' data: the mapping of a key and a
// format text never changes. Not for two threads at once.
class TextFormat {
  public:
    static constexpr std::string_view purpose = "format_preserving/text";

    // Throws InvalidFormat, CryptoFailure, std::bad_alloc.
    TextFormat(const Key256& key, std::string_view format);
    // For formats that the core does not have; `mapping` is theirs.
    TextFormat(const Key256& key, bool encrypts_misfits, std::unique_ptr<const TextMapping> mapping);

    // The most bytes that map() writes for a value of `size` bytes.
    [[nodiscard]] std::size_t largest_result(std::size_t size) const noexcept;

    // As TextMapping::map().
    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const;

  private:
    std::size_t encrypt(std::string_view value, char* out) const;
    [[nodiscard]] std::optional<std::size_t> decrypt(std::string_view value, char* out) const;

    std::unique_ptr<const TextMapping> mapping_;
    std::optional<AesSiv> misfits_;
};

// Takes on_invalid out of a format, which says nothing of the mapping of what fits: whether it is "encrypt".
// Throws InvalidFormat if it is something else.
[[nodiscard]] bool take_encrypts_misfits(FormatText& format);

} // namespace veil
