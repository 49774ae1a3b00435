#include "core/text_format.hpp"

#include "core/base32.hpp"
#include "core/format_key.hpp"
#include "core/format_text.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

constexpr char misfit_sign = '~';

using MakeMapping = std::unique_ptr<const TextMapping> (*)(const Key256& key, const FormatText& format);

struct NamedMapping {
    std::string_view name;
    MakeMapping make;
};

constexpr std::array mappings{NamedMapping{"digits", make_alphabet_mapping},
                              NamedMapping{"letters", make_alphabet_mapping},
                              NamedMapping{"alphanumeric", make_alphabet_mapping},
                              NamedMapping{"alphabet", make_alphabet_mapping},
                              NamedMapping{"bsn", make_bsn_mapping},
                              NamedMapping{"card", make_card_mapping},
                              NamedMapping{"iban", make_iban_mapping},
                              NamedMapping{"postcode", make_postcode_mapping},
                              NamedMapping{"license_plate", make_license_plate_mapping},
                              NamedMapping{"email", make_email_mapping}};

std::unique_ptr<const TextMapping> make_mapping(const Key256& key, const FormatText& format) {
    const auto* const found = std::ranges::find(mappings, format.name, &NamedMapping::name);
    if (found == mappings.end())
        throw InvalidFormat("there is no format of this name");
    return found->make(part_key(key, "mapping"), format);
}

AesSiv misfit_cipher(const Key256& key) {
    Secret<64> both;
    std::ranges::copy(part_key(key, "misfit/mac").bytes(), both.bytes().begin());
    std::ranges::copy(part_key(key, "misfit/stream").bytes(), both.bytes().begin() + 32);
    return AesSiv(both.bytes());
}

} // namespace

bool take_encrypts_misfits(FormatText& format) {
    const auto found = format.options.find("on_invalid");
    if (found == format.options.end())
        return false;
    if (found->second != "encrypt")
        throw InvalidFormat("the option on_invalid is encrypt or left out");
    format.options.erase(found);
    return true;
}

TextFormat::TextFormat(const Key256& key, std::string_view format) {
    FormatText parsed = parse_format_text(format);
    if (take_encrypts_misfits(parsed))
        misfits_ = misfit_cipher(key);
    mapping_ = make_mapping(key, parsed);
}

TextFormat::TextFormat(const Key256& key, bool encrypts_misfits, std::unique_ptr<const TextMapping> mapping)
    : mapping_(std::move(mapping)) {
    if (encrypts_misfits)
        misfits_ = misfit_cipher(key);
}

std::size_t TextFormat::largest_result(std::size_t size) const noexcept {
    const std::size_t fitting = mapping_->largest_result(size);
    return misfits_ ? std::max(fitting, 1 + base32_size(AesSiv::tag_size + size)) : fitting;
}

std::optional<std::size_t> TextFormat::map(Direction direction, std::string_view value, char* out) const {
    const auto size = mapping_->map(direction, value, out);
    if (size || !misfits_)
        return size;
    if (direction == Direction::apply)
        return encrypt(value, out);
    return decrypt(value, out);
}

std::size_t TextFormat::encrypt(std::string_view value, char* out) const {
    *out = misfit_sign;
    const std::size_t bytes = AesSiv::tag_size + value.size();
    const std::span<char> text(out + 1, base32_size(bytes));
    // The bytes are put at the end of the text and written out from there.
    const std::span<std::uint8_t> sealed(reinterpret_cast<std::uint8_t*>(text.data() + text.size() - bytes),
                                         bytes);
    misfits_->encrypt({reinterpret_cast<const std::uint8_t*>(value.data()), value.size()}, {}, sealed);
    base32_encode(sealed, text);
    return 1 + text.size();
}

// Only what encrypt() can have given: a value that fits is not encrypted.
std::optional<std::size_t> TextFormat::decrypt(std::string_view value, char* out) const {
    if (!value.starts_with(misfit_sign))
        return std::nullopt;
    const std::string_view text = value.substr(1);
    const auto size = base32_decoded_size(text.size());
    if (!size || *size < AesSiv::tag_size)
        return std::nullopt;
    // `out` has room for what is longer than the value: see largest_result().
    const std::span<std::uint8_t> sealed(reinterpret_cast<std::uint8_t*>(out), *size);
    const std::span<std::uint8_t> plaintext = sealed.first(*size - AesSiv::tag_size);
    if (!base32_decode(text, sealed) || !misfits_->decrypt(sealed, {}, plaintext))
        return std::nullopt;
    return plaintext.size();
}

} // namespace veil
