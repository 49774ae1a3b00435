#include "core/encryption.hpp"

#include "core/hkdf.hpp"

#include <openssl/crypto.h>

namespace veil {
namespace {

Secret<64> siv_key(const Key256& key) {
    constexpr std::string_view info = "AES-256-SIV";
    Secret<64> result;
    hkdf_sha256(key.bytes(), {}, {reinterpret_cast<const std::uint8_t*>(info.data()), info.size()},
                result.bytes());
    return result;
}

} // namespace

BytesEncryption::BytesEncryption(const Key256& key) : siv_(siv_key(key).bytes()) {}

void TextEncryption::apply(std::span<const std::uint8_t> value, std::span<char> out) const noexcept {
    // The bytes are put at the end of `out` and written out from there.
    const std::size_t bytes = BytesEncryption::size(value.size());
    const std::span<std::uint8_t> end{reinterpret_cast<std::uint8_t*>(out.data() + (out.size() - bytes)),
                                      bytes};
    bytes_.apply(value, end);
    base32_encode(end, out);
}

std::optional<std::size_t> TextEncryption::storage_size(std::size_t characters) noexcept {
    const auto bytes = base32_decoded_size(characters);
    if (!bytes || !BytesEncryption::value_size(*bytes))
        return std::nullopt;
    return bytes;
}

std::optional<std::span<const std::uint8_t>>
TextEncryption::invert(std::string_view encrypted, std::span<std::uint8_t> storage) const noexcept {
    const std::span<std::uint8_t> value = storage.first(storage.size() - AesSiv::tag_size);
    if (!base32_decode(encrypted, storage)) {
        OPENSSL_cleanse(storage.data(), storage.size());
        return std::nullopt;
    }
    if (!bytes_.invert(storage, value))
        return std::nullopt;
    return value;
}

} // namespace veil
