#include "core/text_words.hpp"

#include "core/byte_order.hpp"

#include <cstring>

namespace veil {
namespace {

// The letters without their marks of U+00C0 to U+017F and U+1E00 to U+1EFF, blank where there is none; and
// which of them are capitals. Facts of the Unicode character database.
// clang-format off
constexpr std::string_view latin_letters =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
constexpr std::string_view latin_capitals =
    "uuuuuuuuuuuuuuuuuuuuuuu.uuuuuuu................................."
    "u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u..u.u.u.u"
    ".u.u.u.u..u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.uu.u.u..";
constexpr std::string_view additional_letters =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy\?\?\?\?s\?aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy\?\?\?\?\?\?";
constexpr std::string_view additional_capitals =
    "u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u."
    "u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u."
    "u.u.u.u.u.u.u.u.u.u.u.........u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u."
    "u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.u.";
// U+01CD to U+0233, '?' for what is no letter of a to z with a mark.
constexpr std::uint32_t first_marked = 0x1cd;
constexpr std::string_view marked_letters =
    "aaiioouuuuuuuuuu?aaaaaaggggkkoooo\?\?jdddgg\?\?nnaaaaooaaaaeeeeiiiioooorrrruuuu"
    "sstt\?\?hh\?\?\?\?zzaaeeooooooooyy";
// clang-format on

constexpr std::uint32_t no_character = 0xffffffff;

struct Character {
    std::uint32_t code; // no_character for a byte that begins none
    std::size_t size;
};

// The character at the start of `text`, which is not empty. Table 3-7 of the Unicode Standard, but that
// overlong forms of three and four bytes and surrogates are let through: they are letters of no list.
Character first_character(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xc0U) == 0x80; };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    if (lead >= 0xc2 && lead < 0xe0 && continues(1))
        return {(lead & 0x1fU) << 6U | (byte(1) & 0x3fU), 2};
    if (lead >= 0xe0 && lead < 0xf0 && continues(1) && continues(2))
        return {(lead & 0x0fU) << 12U | (byte(1) & 0x3fU) << 6U | (byte(2) & 0x3fU), 3};
    if (lead >= 0xf0 && lead < 0xf5 && continues(1) && continues(2) && continues(3))
        return {0x10000, 4};
    return {no_character, 1};
}

// What a letter is without case and marks: up to two letters of a to z, '?' for one of another script.
struct Letter {
    char first = 0; // 0: no letter
    char second = 0;
    bool capital = false;
    bool umlaut = false;
    bool mark = false; // a combining mark, which belongs to the letter before it
};

Letter letter_of(std::uint32_t code) noexcept {
    Letter letter;
    if (code < 0x80) {
        const auto byte = static_cast<char>(code);
        letter.capital = byte >= 'A' && byte <= 'Z';
        if (letter.capital)
            letter.first = static_cast<char>(byte + ('a' - 'A'));
        else if (byte >= 'a' && byte <= 'z')
            letter.first = byte;
        return letter;
    }
    if (code >= 0x300 && code < 0x370) {
        letter.mark = true;
        letter.umlaut = code == 0x308;
        return letter;
    }
    const bool is_latin = code >= 0xc0 && code < 0x180;
    if (is_latin || (code >= 0x1e00 && code < 0x1f00)) {
        const std::size_t index = code - (is_latin ? 0xc0 : 0x1e00);
        const char first = (is_latin ? latin_letters : additional_letters)[index];
        letter.capital = (is_latin ? latin_capitals : additional_capitals)[index] == 'u';
        if (first != ' ')
            letter.first = first;
        switch (code) {
        case 0xc6: // AE
        case 0xe6:
        case 0x152: // OE
        case 0x153:
            letter.second = 'e';
            break;
        case 0xde: // thorn
        case 0xfe:
            letter.second = 'h';
            break;
        case 0xdf: // sharp s
        case 0x1e9e:
            letter.second = 's';
            break;
        case 0x132: // IJ
        case 0x133:
            letter.second = 'j';
            break;
        case 0xc4: // A, O, U with diaeresis, O with stroke
        case 0xe4:
        case 0xd6:
        case 0xf6:
        case 0xdc:
        case 0xfc:
        case 0xd8:
        case 0xf8:
            letter.umlaut = true;
            break;
        default:
            break;
        }
        return letter;
    }
    if (code >= first_marked && code < first_marked + marked_letters.size()) {
        letter.first = marked_letters[code - first_marked];
        // Capital and small letter in turn, but that three forms of "DZ" are between them.
        letter.capital = code == 0x1f1 || ((code & 1U) == (code < 0x1de ? 1U : 0U) && code != 0x1f0);
        return letter;
    }
    // The letters of Vietnamese with a horn.
    switch (code) {
    case 0x1a0:
    case 0x1a1:
        letter.first = 'o';
        letter.capital = code == 0x1a0;
        return letter;
    case 0x1af:
    case 0x1b0:
        letter.first = 'u';
        letter.capital = code == 0x1af;
        return letter;
    default:
        break;
    }
    // From here on other scripts. General punctuation, symbols and the blank of U+00A0 are no letters.
    const bool other_script = (code >= 0x180 && code < 0x2000) || (code >= 0x2c00 && code < 0x2e00) ||
                              (code >= 0x3040 && code < 0xe000) || code >= 0xf900;
    if (other_script && code != no_character && code < 0xfe00)
        letter.first = '?';
    return letter;
}

// The bytes of an apostrophe at the start of `text`: ' or the typographer's one. 0 if there is none.
std::size_t apostrophe_size(std::string_view text) noexcept {
    if (text.starts_with('\''))
        return 1;
    return text.starts_with("\xe2\x80\x99") ? 3 : 0;
}

class Folding {
  public:
    explicit Folding(TextWord& word) noexcept : word_(word) {}

    void add(const Letter& letter) noexcept {
        if (letter.mark) {
            if (letter.umlaut)
                umlaut();
            return;
        }
        word_.is_foreign = word_.is_foreign || letter.first == '?';
        word_.add(letter.first);
        if (letter.second != 0)
            word_.add(letter.second);
        if (letter.umlaut)
            umlaut();
        if (letter.capital)
            ++word_.capitals;
        if (word_.letters == 0)
            word_.first_capital = letter.capital;
        ++word_.letters;
    }

  private:
    void umlaut() noexcept {
        if (word_.folded_size != 0 && word_.folded_size <= 32)
            word_.umlauts |= std::uint32_t{1} << (word_.folded_size - 1U);
    }

    TextWord& word_;
};

// What a byte is; `wide` for a part of a character of more bytes.
enum class ByteKind : std::uint8_t { other, letter, wide };
constexpr auto byte_kinds = [] {
    std::array<ByteKind, 256> kinds{};
    for (std::uint8_t letter = 'a'; letter <= 'z'; ++letter)
        kinds[letter] = kinds[letter - 'a' + 'A'] = ByteKind::letter;
    for (std::size_t byte = 0x80; byte < kinds.size(); ++byte)
        kinds[byte] = ByteKind::wide;
    return kinds;
}();

ByteKind kind_of(char byte) noexcept {
    return byte_kinds[static_cast<std::uint8_t>(byte)];
}

// Eight bytes of text as letters.
struct LetterBlock {
    std::uint64_t letters = 0;  // a to z, as in WordHash, up to the first that is none
    std::size_t count = 0;      // of them
    std::uint32_t capitals = 0; // among them
    bool first_capital = false;
};

// `bytes` has eight, the first in the lowest.
LetterBlock letters_of(std::uint64_t bytes) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t high = 0x80 * ones;
    constexpr std::uint64_t case_bits = 0x20 * ones;
    const std::uint64_t lower = bytes | case_bits;
    const std::uint64_t seven = lower & ~high;
    // The high bit of each byte that is a letter; no byte carries into the next.
    const std::uint64_t is_letter =
        (seven + (0x80 - 'a') * ones) & ~(seven + (0x80 - 'z' - 1) * ones) & ~bytes & high;
    const std::uint64_t others = is_letter ^ high;
    LetterBlock block;
    block.count = others == 0 ? 8 : static_cast<std::size_t>(__builtin_ctzll(others)) / 8;
    const std::uint64_t mask = others == 0 ? ~std::uint64_t{0} : (others & (~others + 1)) / 0x80 - 1;
    block.letters = lower & mask;
    const std::uint64_t capitals = ~bytes & case_bits & mask;
    block.capitals = static_cast<std::uint32_t>((capitals / 0x20) * ones >> 56U);
    block.first_capital = (capitals & 0x20) != 0;
    return block;
}

// Adds the letters of ASCII at byte `i`, which are most of all text. The byte behind the last.
std::size_t add_ascii_letters(std::string_view text, std::size_t i, TextWord& word) noexcept {
    for (;;) {
        std::array<char, WordHash::block_size> bytes{};
        if (text.size() - i >= bytes.size())
            std::memcpy(bytes.data(), text.data() + i, bytes.size());
        else
            text.copy(bytes.data(), bytes.size(), i);
        const LetterBlock block = letters_of(load_little_endian(bytes.data()));
        if (word.letters == 0)
            word.first_capital = block.first_capital;
        if (word.folded_size + block.count <= TextWord::longest_folded) {
            store_little_endian(block.letters, word.folded.data() + word.folded_size);
            word.folded_size = static_cast<std::uint8_t>(word.folded_size + block.count);
        } else {
            for (std::size_t j = 0; j < block.count; ++j)
                word.add(static_cast<char>(block.letters >> 8U * j & 0xffU));
        }
        word.letters += static_cast<std::uint32_t>(block.count);
        word.capitals += block.capitals;
        i += block.count;
        if (block.count < bytes.size())
            return i;
    }
}

} // namespace

bool next_word(std::string_view text, std::size_t& position, TextWord& word) noexcept {
    std::size_t i = position;
    Letter letter;
    for (;;) {
        while (i < text.size() && kind_of(text[i]) == ByteKind::other) {
            ++i;
        }
        if (i == text.size()) {
            position = i;
            return false;
        }
        if (kind_of(text[i]) != ByteKind::wide) {
            break;
        }
        const Character character = first_character(text.substr(i));
        letter = letter_of(character.code);
        if (letter.first != 0) {
            break;
        }
        i += character.size;
    }
    word.restart(i);
    Folding folding(word);
    for (;;) {
        i = add_ascii_letters(text, i, word);
        word.end = i;
        if (i == text.size() || (kind_of(text[i]) != ByteKind::wide && text[i] != '\'')) {
            break;
        }
        std::size_t next = i;
        if (const std::size_t size = apostrophe_size(text.substr(i)); size != 0 && i + size < text.size()) {
            // "O'Brien" is one word; "Jan's" ends before the apostrophe, and so does what a quotation mark
            // ends.
            const Character after = first_character(text.substr(i + size));
            const Letter after_letter = letter_of(after.code);
            if (after_letter.first == 0 || !after_letter.capital || word.letters > 2) {
                break;
            }
            next = i + size;
        }
        const Character character = first_character(text.substr(next));
        letter = letter_of(character.code);
        if (letter.first == 0 && !letter.mark) {
            break;
        }
        folding.add(letter);
        i = next + character.size;
    }
    word.finish();
    position = word.end;
    return true;
}

} // namespace veil
