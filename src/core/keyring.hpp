// The keyring file: data keys wrapped under the root key, as text. Knows neither files nor the root key.
//
//   pg_veil keyring 1
//   <name, hex> <version> <check value, 32 hex> <wrapped key, 80 hex> <checksum, 16 hex>
//   # lines like this one, and empty lines, may stand anywhere below the first line and are kept
//
// Fields are separated by one space and lines end in one newline, the last one too. Hexadecimal digits are
// lower case and the version has no leading zero, so that a keyring has one text. The checksum is the first 8
// bytes of the SHA-256 of its line up to the space before it; it finds accidents, the wrap's integrity check
// finds the rest.
//
// A destroyed key keeps its line, with a wrapped key of zeros: whoever looks for it is told, and since the
// line keeps its length, its old text can be overwritten where it stands.
#pragma once

#include "core/key_derivation.hpp"
#include "core/key_wrap.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace veil {

struct KeyringEntry {
    std::string name;          // 1 to 63 bytes
    std::uint32_t version = 0; // 1 to 2^31 - 1
    CheckValue check{};
    WrappedKey wrapped{};

    [[nodiscard]] bool destroyed() const noexcept { return wrapped == WrappedKey{}; }

    friend bool operator==(const KeyringEntry&, const KeyringEntry&) = default;
};

// The key of an entry. Nothing if it was destroyed, is wrapped under another root key, or is not the key that
// its check value stands for. Throws CryptoFailure, std::bad_alloc.
[[nodiscard]] std::optional<Key256> unwrap_entry(const Key256& root, const KeyringEntry& entry);

// Why a text is not a keyring: a line, counted from 1, and a fixed phrase that quotes nothing of it.
struct KeyringDefect {
    std::size_t line;
    std::string_view reason;
};

// Entries are told apart by name, version and check value: the databases of a cluster share the file, and
// each may have a key of the same name and version.
class Keyring {
  public:
    // An empty text is an empty keyring. Takes O(n log n). Throws std::bad_alloc, CryptoFailure.
    [[nodiscard]] static std::variant<Keyring, KeyringDefect> parse(std::string_view text);

    // The text that parse() takes back to an equal keyring, and, unless it was empty, the very text that was
    // parsed. Throws std::bad_alloc, CryptoFailure.
    [[nodiscard]] std::string serialize() const;

    // Null if there is none. Valid until the next add().
    [[nodiscard]] const KeyringEntry* find(std::string_view name, std::uint32_t version,
                                           const CheckValue& check) const noexcept;

    // Puts the entry last. Throws CryptoFailure, and changes nothing, for an entry that would make the
    // written file defective: a name or version out of range, or name, version and check value of another
    // entry; std::bad_alloc.
    void add(KeyringEntry entry);

    // Overwrites the entry's wrapped key with zeros. False, and nothing is changed, if there is no such entry
    // or its key was destroyed before.
    bool destroy(std::string_view name, std::uint32_t version, const CheckValue& check) noexcept;

    // Wraps every key that is not destroyed under `next`, and returns how many were not before. If one can be
    // unwrapped neither with it nor with any of `present`, returns that entry and changes nothing. Throws
    // CryptoFailure, std::bad_alloc; then too nothing is changed.
    [[nodiscard]] std::variant<std::size_t, const KeyringEntry*> rewrap(std::span<const Key256> present,
                                                                        const Key256& next);

    // In the order of the file.
    [[nodiscard]] std::span<const KeyringEntry> entries() const noexcept { return entries_; }

    friend bool operator==(const Keyring&, const Keyring&) = default;

  private:
    // A comment or an empty line, without its newline, and how many entries stand above it.
    struct KeptLine {
        std::size_t entries_above;
        std::string text;

        friend bool operator==(const KeptLine&, const KeptLine&) = default;
    };

    // The position in entries_, or their number.
    [[nodiscard]] std::size_t position_of(std::string_view name, std::uint32_t version,
                                          const CheckValue& check) const noexcept;

    std::vector<KeyringEntry> entries_;
    std::vector<KeptLine> kept_lines_;
    std::vector<std::size_t> order_; // positions in entries_, sorted by name, version and check value
};

} // namespace veil
