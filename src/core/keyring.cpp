#include "core/keyring.hpp"

#include "core/crypto_failure.hpp"
#include "core/hex.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace veil {
namespace {

constexpr std::string_view header = "pg_veil keyring 1";
constexpr std::size_t longest_name = 63;
constexpr std::uint32_t greatest_version = 0x7fffffff;

auto identity(const KeyringEntry& entry) noexcept {
    return std::tuple<std::string_view, std::uint32_t, const CheckValue&>(entry.name, entry.version,
                                                                          entry.check);
}

bool in_range(const KeyringEntry& entry) noexcept {
    return !entry.name.empty() && entry.name.size() <= longest_name && entry.version >= 1 &&
           entry.version <= greatest_version;
}

std::string checksum(std::string_view fields) {
    std::array<std::uint8_t, 32> digest{};
    if (EVP_Digest(fields.data(), fields.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw CryptoFailure("SHA-256 is not available");
    return to_hex(std::span(digest).first<8>());
}

// Lower case only: with two cases one key would have several texts.
bool from_lower_hex(std::string_view text, std::span<std::uint8_t> out) noexcept {
    return std::ranges::none_of(text, [](char digit) { return digit >= 'A' && digit <= 'F'; }) &&
           from_hex(text, out);
}

std::optional<std::string> parse_name(std::string_view hex) {
    std::array<std::uint8_t, longest_name> bytes{};
    const std::size_t size = hex.size() / 2;
    if (size < 1 || size > longest_name || !from_lower_hex(hex, std::span(bytes).first(size)))
        return std::nullopt;
    return std::string(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
}

std::optional<std::uint32_t> parse_version(std::string_view digits) noexcept {
    std::uint32_t version = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.front() == '0' ||
        version > greatest_version)
        return std::nullopt;
    return version;
}

// The text before the first space; `rest` goes on behind that space, or becomes empty.
std::string_view take_field(std::string_view& rest) noexcept {
    const std::string_view field = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), field.size() + 1));
    return field;
}

std::variant<KeyringEntry, std::string_view> parse_entry(std::string_view line) {
    // First the checksum: behind a correct one the other reasons mean a foreign writer, not an accident.
    const std::size_t last_space = line.rfind(' ');
    if (last_space == std::string_view::npos || std::ranges::count(line, ' ') != 4)
        return "the line does not have five fields";
    std::string_view fields = line.substr(0, last_space);
    if (line.substr(last_space + 1) != checksum(fields))
        return "the checksum does not match the line";

    KeyringEntry entry;
    auto name = parse_name(take_field(fields));
    if (!name)
        return "the name is not 1 to 63 bytes in lower-case hexadecimal";
    entry.name = std::move(*name);
    const auto version = parse_version(take_field(fields));
    if (!version)
        return "the version is not a number from 1 to 2147483647";
    entry.version = *version;
    if (!from_lower_hex(take_field(fields), entry.check))
        return "the check value is not 32 lower-case hexadecimal digits";
    if (!from_lower_hex(take_field(fields), entry.wrapped))
        return "the wrapped key is not 80 lower-case hexadecimal digits";
    return entry;
}

} // namespace

std::optional<Key256> unwrap_entry(const Key256& root, const KeyringEntry& entry) {
    if (entry.destroyed())
        return std::nullopt;
    std::optional<Key256> key = unwrap_key(root, entry.wrapped);
    if (key && check_value(*key, entry.name, entry.version) != entry.check)
        key.reset();
    return key;
}

std::variant<Keyring, KeyringDefect> Keyring::parse(std::string_view text) {
    Keyring keyring;
    std::vector<std::size_t> entry_lines;
    std::size_t line_number = 0;
    while (!text.empty()) {
        ++line_number;
        const std::size_t line_length = text.find('\n');
        if (line_length == std::string_view::npos)
            return KeyringDefect{line_number, "the last line does not end in a newline"};
        const std::string_view line = text.substr(0, line_length);
        text.remove_prefix(line_length + 1);
        if (line_number == 1) {
            if (line != header)
                return KeyringDefect{line_number, "the first line is not that of a version 1 keyring"};
        } else if (line.empty() || line.front() == '#') {
            keyring.kept_lines_.push_back({keyring.entries_.size(), std::string(line)});
        } else {
            auto parsed = parse_entry(line);
            if (const auto* reason = std::get_if<std::string_view>(&parsed))
                return KeyringDefect{line_number, *reason};
            keyring.entries_.push_back(std::get<KeyringEntry>(std::move(parsed)));
            entry_lines.push_back(line_number);
        }
    }

    const auto& entries = keyring.entries_;
    keyring.order_.resize(entries.size());
    std::iota(keyring.order_.begin(), keyring.order_.end(), std::size_t{0});
    // By position last, so that of two equal entries the lower line is the one reported.
    std::ranges::sort(keyring.order_, {}, [&entries](std::size_t position) {
        return std::tuple_cat(identity(entries[position]), std::tuple(position));
    });
    const auto twice = std::ranges::adjacent_find(
        keyring.order_, {}, [&entries](std::size_t position) { return identity(entries[position]); });
    if (twice != keyring.order_.end())
        return KeyringDefect{entry_lines[*std::next(twice)],
                             "the same key stands above with the same check value"};
    return keyring;
}

std::string Keyring::serialize() const {
    std::string text(header);
    text += '\n';
    auto kept = kept_lines_.begin();
    const auto append_kept_lines = [&](std::size_t entries_above) {
        for (; kept != kept_lines_.end() && kept->entries_above == entries_above; ++kept) {
            text += kept->text;
            text += '\n';
        }
    };
    for (std::size_t position = 0; position < entries_.size(); ++position) {
        append_kept_lines(position);
        const KeyringEntry& entry = entries_[position];
        const std::vector<std::uint8_t> name(entry.name.begin(), entry.name.end());
        std::string line = to_hex(name);
        line += ' ';
        line += std::to_string(entry.version);
        line += ' ';
        line += to_hex(entry.check);
        line += ' ';
        line += to_hex(entry.wrapped);
        text += line;
        text += ' ';
        text += checksum(line);
        text += '\n';
    }
    append_kept_lines(entries_.size());
    return text;
}

std::size_t Keyring::position_of(std::string_view name, std::uint32_t version,
                                 const CheckValue& check) const noexcept {
    const std::tuple<std::string_view, std::uint32_t, const CheckValue&> wanted(name, version, check);
    const auto found = std::ranges::lower_bound(
        order_, wanted, {}, [this](std::size_t position) { return identity(entries_[position]); });
    if (found == order_.end() || identity(entries_[*found]) != wanted)
        return entries_.size();
    return *found;
}

const KeyringEntry* Keyring::find(std::string_view name, std::uint32_t version,
                                  const CheckValue& check) const noexcept {
    const std::size_t position = position_of(name, version, check);
    return position == entries_.size() ? nullptr : &entries_[position];
}

void Keyring::add(KeyringEntry entry) {
    if (!in_range(entry))
        throw CryptoFailure("a keyring entry has a name or version out of range");
    if (find(entry.name, entry.version, entry.check) != nullptr)
        throw CryptoFailure("the keyring already holds this key");
    // Room first: then nothing can fail between the two insertions.
    order_.reserve(order_.size() + 1);
    const auto place = std::ranges::lower_bound(
        order_, identity(entry), {}, [this](std::size_t position) { return identity(entries_[position]); });
    entries_.push_back(std::move(entry));
    order_.insert(place, entries_.size() - 1);
}

bool Keyring::destroy(std::string_view name, std::uint32_t version, const CheckValue& check) noexcept {
    const std::size_t position = position_of(name, version, check);
    if (position == entries_.size() || entries_[position].destroyed())
        return false;
    entries_[position].wrapped = {};
    return true;
}

std::variant<std::size_t, const KeyringEntry*> Keyring::rewrap(std::span<const Key256> present,
                                                               const Key256& next) {
    std::vector<std::pair<std::size_t, WrappedKey>> wrapped;
    for (std::size_t position = 0; position < entries_.size(); ++position) {
        const KeyringEntry& entry = entries_[position];
        if (entry.destroyed() || unwrap_entry(next, entry))
            continue;
        std::optional<Key256> key;
        for (const Key256& root : present) {
            key = unwrap_entry(root, entry);
            if (key)
                break;
        }
        if (!key)
            return &entry;
        wrapped.emplace_back(position, wrap_key(next, *key));
    }
    for (const auto& [position, bytes] : wrapped)
        entries_[position].wrapped = bytes;
    return wrapped.size();
}

} // namespace veil
