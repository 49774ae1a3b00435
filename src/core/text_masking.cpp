#include "core/text_masking.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace veil {

namespace {

constexpr std::uint64_t low_bits = 0x0101010101010101;

bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

std::size_t continuation_bytes(const char* eight_bytes) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, eight_bytes, sizeof word);
    const std::uint64_t flags = (word >> 7U) & (~word >> 6U) & low_bits;
    // The product's highest byte is the sum of all bytes.
    return (flags * low_bits) >> 56U;
}

// Where the first byte is not counted as a character's start, whatever it is: the position of the nth (1 ...)
// start, or the text's end.
std::size_t nth_start_after_first(std::string_view text, std::size_t nth) noexcept {
    std::size_t position = 1;
    while (text.size() - position >= sizeof low_bits) {
        const std::size_t starts = sizeof low_bits - continuation_bytes(text.data() + position);
        if (starts >= nth) {
            break;
        }
        nth -= starts;
        position += sizeof low_bits;
    }
    for (; position < text.size(); ++position) {
        if (!is_continuation(text[position]) && --nth == 0) {
            break;
        }
    }
    return position;
}

std::size_t utf8_prefix_size(std::string_view text, std::size_t keep) noexcept {
    return keep == 0 || text.empty() ? 0 : nth_start_after_first(text, keep);
}

// Backwards, so that a long text costs no more than a short one. The first byte of a text always starts a
// character.
std::size_t utf8_suffix_size(std::string_view text, std::size_t keep) noexcept {
    std::size_t position = text.size();
    while (keep > 0 && position > 0) {
        --position;
        if (!is_continuation(text[position])) {
            --keep;
        }
    }
    return text.size() - position;
}

// The function of an encoding may trust a damaged lead byte: clamped, so that a loop over it ends within the
// text.
std::size_t checked_length(std::string_view text, std::size_t position, CharacterLength length) noexcept {
    const std::size_t remaining = text.size() - position;
    return std::clamp<std::size_t>(length(text.data() + position, remaining), 1, remaining);
}

std::size_t multibyte_prefix_size(std::string_view text, std::size_t keep, CharacterLength length) noexcept {
    std::size_t position = 0;
    for (; keep > 0 && position < text.size(); --keep) {
        position += checked_length(text, position, length);
    }
    return position;
}

// Most multibyte encodings can only be read forwards.
std::size_t multibyte_suffix_size(std::string_view text, std::size_t keep, CharacterLength length) noexcept {
    std::size_t characters = 0;
    for (std::size_t position = 0; position < text.size(); ++characters) {
        position += checked_length(text, position, length);
    }
    return text.size() - multibyte_prefix_size(text, characters - std::min(characters, keep), length);
}

std::size_t suffix_size(std::string_view text, std::size_t keep, CharacterLength length) noexcept {
    if (length == utf8_character_length) {
        return utf8_suffix_size(text, keep);
    }
    if (length == single_byte_length) {
        return std::min(keep, text.size());
    }
    return multibyte_suffix_size(text, keep, length);
}

} // namespace

std::size_t utf8_character_length(const char* character, std::size_t remaining) noexcept {
    std::size_t size = 1;
    while (size < remaining && is_continuation(character[size])) {
        ++size;
    }
    return size;
}

std::size_t single_byte_length(const char* /*character*/, std::size_t /*remaining*/) noexcept {
    return 1;
}

std::size_t prefix_size(std::string_view text, std::size_t keep, CharacterLength length) noexcept {
    // No text has more characters than bytes.
    if (keep >= text.size()) {
        return text.size();
    }
    if (length == utf8_character_length) {
        return utf8_prefix_size(text, keep);
    }
    if (length == single_byte_length) {
        return keep;
    }
    return multibyte_prefix_size(text, keep, length);
}

PartialSpans partial_spans(std::string_view text, std::size_t keep_start, std::size_t keep_end,
                           CharacterLength length) noexcept {
    const std::size_t head = prefix_size(text, keep_start, length);
    const std::string_view after_head = text.substr(head);
    const std::size_t tail = suffix_size(after_head, keep_end, length);
    // Where the text ran out, nothing is left in between, and the count of characters kept does not matter.
    const std::string_view hidden = after_head.substr(0, after_head.size() - tail);
    if (prefix_size(hidden, 1, length) == hidden.size()) {
        return {0, 0};
    }
    return {head, tail};
}

} // namespace veil
