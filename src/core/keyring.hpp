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
#pragma once

#include "core/key_derivation.hpp"
#include "core/key_wrap.hpp"

#include <cstddef>
#include <cstdint>
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

    friend bool operator==(const KeyringEntry&, const KeyringEntry&) = default;
};

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

    std::vector<KeyringEntry> entries_;
    std::vector<KeptLine> kept_lines_;
    std::vector<std::size_t> order_; // positions in entries_, sorted by name, version and check value
};

} // namespace veil
