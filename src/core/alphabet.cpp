#include "core/alphabet.hpp"

#include "core/format_text.hpp"

#include <algorithm>

namespace veil {
namespace {

// The bytes of the first character of a text that is not empty; 0 where it is not valid UTF-8 (RFC 3629:
// shortest form, no surrogates, up to U+10FFFF).
std::size_t valid_character(std::string_view text) noexcept {
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80)
        return 1;
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < size)
        return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((byte(i) & 0xc0U) != 0x80)
            return 0;
    const unsigned char second = byte(1);
    const bool is_shortest = (first != 0xe0 || second >= 0xa0) && (first != 0xf0 || second >= 0x90);
    const bool is_code_point = (first != 0xed || second < 0xa0) && (first != 0xf4 || second < 0x90);
    return is_shortest && is_code_point ? size : 0;
}

} // namespace

Alphabet::Alphabet(std::string_view characters) : characters_(characters) {
    ascii_.fill(-1);
    const std::string_view text = characters_;
    std::size_t position = 0;
    while (position < text.size()) {
        const std::size_t size = valid_character(text.substr(position));
        const std::string_view one = text.substr(position, size);
        if (size == 0 || one == "~" || size_ > 0xffff)
            throw InvalidFormat("an alphabet has 2 to 65536 characters, without ~");
        const auto numeral = static_cast<Numeral>(size_);
        const bool is_new =
            size == 1 ? ascii_[static_cast<unsigned char>(one[0])] < 0 : others_.emplace(one, numeral).second;
        if (!is_new)
            throw InvalidFormat("an alphabet has no character twice");
        if (size == 1)
            ascii_[static_cast<unsigned char>(one[0])] = numeral;
        starts_.push_back(static_cast<std::uint32_t>(position));
        least_bytes_ = std::min(least_bytes_, size);
        most_bytes_ = std::max(most_bytes_, size);
        position += size;
        ++size_;
    }
    starts_.push_back(static_cast<std::uint32_t>(position));
    if (size_ < 2)
        throw InvalidFormat("an alphabet has 2 to 65536 characters, without ~");
}

bool Alphabet::read(std::string_view text, std::size_t most, std::vector<Numeral>& numerals) const {
    numerals.clear();
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text[0]);
        if (numerals.size() == most)
            return false;
        std::size_t size = 1;
        if (first < 0x80) {
            if (ascii_[first] < 0)
                return false;
            numerals.push_back(static_cast<Numeral>(ascii_[first]));
        } else {
            size = valid_character(text);
            const auto found = others_.find(text.substr(0, size));
            if (found == others_.end())
                return false;
            numerals.push_back(found->second);
        }
        text.remove_prefix(size);
    }
    return true;
}

std::size_t Alphabet::write(const std::vector<Numeral>& numerals, char* out) const noexcept {
    char* end = out;
    for (const Numeral numeral : numerals)
        end = std::ranges::copy(character(numeral), end).out;
    return static_cast<std::size_t>(end - out);
}

} // namespace veil
