// Encryption of values under a key, reversible by its holder alone: AES-256-SIV (RFC 5297) without associated
// data. Equal values get equal ciphertexts, and a ciphertext tells its value's length. Each class takes a key
// that derive_key() made for its own `purpose`. None of these mappings may ever change: users store them.
#pragma once

#include "core/aes_siv.hpp"
#include "core/base32.hpp"
#include "core/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace veil {

// The synthetic IV and the ciphertext. The 64 bytes of the SIV key are HKDF-SHA-256 of the derived key, with
// no salt and the info "AES-256-SIV". Not for two threads at once.
class BytesEncryption {
  public:
    static constexpr std::string_view purpose = "encrypt/bytea";

    // Throws CryptoFailure, std::bad_alloc.
    explicit BytesEncryption(const Key256& key);

    [[nodiscard]] static constexpr std::size_t size(std::size_t value_size) noexcept {
        return AesSiv::tag_size + value_size;
    }

    // `out` has size(value.size()) bytes and overlaps nothing of `value`.
    void apply(std::span<const std::uint8_t> value, std::span<std::uint8_t> out) const noexcept {
        siv_.encrypt(value, {}, out);
    }

    // The size of the value, nothing if no value has ciphertexts so short.
    [[nodiscard]] static constexpr std::optional<std::size_t> value_size(std::size_t size) noexcept {
        return size < AesSiv::tag_size ? std::nullopt : std::optional(size - AesSiv::tag_size);
    }

    // False, with zeros in `out`, for what is not the encryption of a value. `out` has
    // *value_size(encrypted.size()) bytes; it may begin where `encrypted` does.
    [[nodiscard]] bool invert(std::span<const std::uint8_t> encrypted,
                              std::span<std::uint8_t> out) const noexcept {
        return siv_.decrypt(encrypted, {}, out);
    }

  private:
    AesSiv siv_;
};

// The same of a text's bytes, written in lower-case base32. A text and a bytea of the same bytes have
// unrelated ciphertexts, since their keys are derived for different purposes.
class TextEncryption {
  public:
    static constexpr std::string_view purpose = "encrypt/text";

    explicit TextEncryption(const Key256& key) : bytes_(key) {}

    [[nodiscard]] static constexpr std::size_t size(std::size_t value_size) noexcept {
        return base32_size(BytesEncryption::size(value_size));
    }

    // `out` has size(value.size()) characters and overlaps nothing of `value`.
    void apply(std::span<const std::uint8_t> value, std::span<char> out) const noexcept;

    // How many bytes invert() needs, nothing if no value has ciphertexts of so many characters.
    [[nodiscard]] static std::optional<std::size_t> storage_size(std::size_t characters) noexcept;

    // The value, at the beginning of `storage`; nothing, with zeros there, for what is not the encryption of
    // a value.
    [[nodiscard]] std::optional<std::span<const std::uint8_t>>
    invert(std::string_view encrypted, std::span<std::uint8_t> storage) const noexcept;

  private:
    BytesEncryption bytes_;
};

} // namespace veil
