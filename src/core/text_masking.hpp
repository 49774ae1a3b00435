// Where text may be cut: the bytes of its first and last characters, in the encoding of the database. A
// character is a code point, as in PostgreSQL's char_length. Nothing here allocates or reads past the text,
// whatever it holds.
#pragma once

#include <cstddef>
#include <string_view>

namespace veil {

// The bytes of the character at `character`: 1 ... remaining, where remaining >= 1 bytes may be read.
using CharacterLength = std::size_t (*)(const char* character, std::size_t remaining) noexcept;

// A character starts at each byte that is not a continuation byte (10xxxxxx) and takes all that follow. On
// invalid input, too: a stray continuation byte belongs to what is before it, and a cut never falls inside a
// valid character.
[[nodiscard]] std::size_t utf8_character_length(const char* character, std::size_t remaining) noexcept;

// Always 1.
[[nodiscard]] std::size_t single_byte_length(const char* character, std::size_t remaining) noexcept;

// The bytes of the first `keep` characters; all of them where the text has no more. UTF-8 and single-byte
// encodings have a fast path, taken where `length` is the function above.
[[nodiscard]] std::size_t prefix_size(std::string_view text, std::size_t keep,
                                      CharacterLength length) noexcept;

// Bytes kept at the start and the end of a text. Never overlapping.
struct PartialSpans {
    std::size_t head;
    std::size_t tail;

    friend constexpr bool operator==(const PartialSpans&, const PartialSpans&) = default;
};

// The bytes of the first `keep_start` and the last `keep_end` characters. Both 0 where fewer than two
// characters would be hidden between them: one hidden character is too easily guessed, none is no mask. Any
// size_t is allowed.
[[nodiscard]] PartialSpans partial_spans(std::string_view text, std::size_t keep_start, std::size_t keep_end,
                                         CharacterLength length) noexcept;

} // namespace veil
