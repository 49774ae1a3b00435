#include "core/binary_format.hpp"

#include "core/format_key.hpp"
#include "core/format_text.hpp"

#include <algorithm>
#include <charconv>

namespace veil {
namespace {

// The format's key, once its text is known to be the name and nothing else.
const Key256& checked(const Key256& key, std::string_view format, std::string_view name) {
    const FormatText parsed = parse_format_text(format);
    if (parsed.name != name)
        throw InvalidFormat("there is no format of this name");
    require_options(parsed, {});
    return key;
}

std::vector<std::string> parse_labels(std::string_view format) {
    const FormatText parsed = parse_format_text(format);
    if (parsed.name != "labels")
        throw InvalidFormat("there is no format of this name");
    require_options(parsed, {}, true);
    std::vector<std::string> labels;
    std::string_view left = *parsed.rest;
    while (!left.empty()) {
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(left.data(), left.data() + left.size(), size);
        left.remove_prefix(static_cast<std::size_t>(end - left.data()));
        if (error != std::errc{} || !left.starts_with(':') || left.size() - 1 < size)
            throw InvalidFormat("a label is written after its number of bytes and a colon");
        labels.emplace_back(left.substr(1, size));
        left.remove_prefix(1 + size);
        if (left.starts_with(' '))
            left.remove_prefix(1);
    }
    if (labels.empty() || LabelFormat::format_of(labels) != format)
        throw InvalidFormat("a format text must be canonical");
    return labels;
}

} // namespace

UuidFormat::UuidFormat(const Key256& key, std::string_view format)
    : permutation_(part_key(checked(key, format, "uuid"), "bits")) {}

void UuidFormat::map(Direction direction, std::span<const std::uint8_t, 16> in,
                     std::span<std::uint8_t, 16> out) const noexcept {
    if (direction == Direction::apply)
        permutation_.apply(in, out);
    else
        permutation_.invert(in, out);
}

AddressFormat::AddressFormat(const Key256& key, std::string_view format)
    : short_addresses_(part_key(checked(key, format, "inet"), "ipv4"), 32, 1),
      long_addresses_(part_key(key, "ipv6"), 128, 1) {}

void AddressFormat::map(Direction direction, std::span<std::uint8_t> address,
                        std::uint8_t netmask_bits) const noexcept {
    const std::span<const std::uint8_t> tweak(&netmask_bits, 1);
    Uint128 number = 0;
    for (const std::uint8_t byte : address)
        number = number << 8 | byte;
    const BinaryFf1& permutation = address.size() == 4 ? short_addresses_ : long_addresses_;
    number = direction == Direction::apply ? permutation.encrypt(number, tweak)
                                           : permutation.decrypt(number, tweak);
    for (std::size_t i = address.size(); i-- > 0; number >>= 8)
        address[i] = static_cast<std::uint8_t>(number);
}

BytesFormat::BytesFormat(const Key256& key, std::string_view format)
    : permutation_(part_key(checked(key, format, "bytea"), "bytes"), 256) {}

bool BytesFormat::map(Direction direction, std::span<const std::uint8_t> in,
                      std::span<std::uint8_t> out) const {
    if (in.size() > NumeralPermutation::most_numerals)
        return false;
    numerals_.assign(in.begin(), in.end());
    if (!permutation_.map(direction, numerals_))
        return false;
    std::ranges::transform(numerals_, out.begin(), [](NumeralPermutation::Numeral numeral) {
        return static_cast<std::uint8_t>(numeral);
    });
    return true;
}

LabelFormat::LabelFormat(const Key256& key, std::string_view format)
    : LabelFormat(key, parse_labels(format)) {}

LabelFormat::LabelFormat(const Key256& key, std::vector<std::string> labels)
    : labels_(std::move(labels)),
      table_(part_key(key, "table"),
             static_cast<std::uint32_t>(std::min<std::size_t>(labels_.size(), 1U << 21))) {
    for (const std::string& label : labels_)
        if (!places_.emplace(label, static_cast<std::uint32_t>(places_.size())).second)
            throw InvalidFormat("no label may be there twice");
}

std::optional<std::string_view> LabelFormat::map(Direction direction, std::string_view label) const noexcept {
    const auto place = places_.find(label);
    if (place == places_.end())
        return std::nullopt;
    return labels_[direction == Direction::apply ? table_.apply(place->second)
                                                 : table_.invert(place->second)];
}

std::string LabelFormat::format_of(std::span<const std::string> labels) {
    std::string text = "labels with";
    for (const std::string& label : labels)
        text.append(" ").append(std::to_string(label.size())).append(":").append(label);
    return text;
}

} // namespace veil
