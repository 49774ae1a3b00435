// The characters of which the values of a format are made, and their numbers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace veil {

// Characters are code points of UTF-8; a character's numeral is its place.
class Alphabet {
  public:
    using Numeral = std::uint16_t;

    // 2 to 65536 different characters, valid UTF-8, none of them '~', which tells the values that do not fit.
    // Throws InvalidFormat, std::bad_alloc.
    explicit Alphabet(std::string_view characters);
    Alphabet(const Alphabet&) = delete;
    Alphabet& operator=(const Alphabet&) = delete;
    ~Alphabet() = default;

    [[nodiscard]] std::uint32_t size() const noexcept { return size_; }

    // The most bytes that a text of as many characters as one of `size` bytes can have.
    [[nodiscard]] std::size_t largest_rewriting(std::size_t size) const noexcept {
        return size / least_bytes_ * most_bytes_;
    }

    // The numerals of a text of at most `most` characters. False, with anything in `numerals`, for a longer
    // text and one with other characters.
    [[nodiscard]] bool read(std::string_view text, std::size_t most, std::vector<Numeral>& numerals) const;

    // The bytes written to `out`.
    std::size_t write(const std::vector<Numeral>& numerals, char* out) const noexcept;

  private:
    [[nodiscard]] std::string_view character(Numeral numeral) const noexcept {
        return std::string_view(characters_)
            .substr(starts_[numeral], starts_[numeral + 1U] - starts_[numeral]);
    }

    std::string characters_;
    std::vector<std::uint32_t> starts_; // of each character, and the end of the last
    std::uint32_t size_ = 0;
    std::size_t least_bytes_ = 4;
    std::size_t most_bytes_ = 1;
    std::array<std::int32_t, 128> ascii_{};                // numerals, -1 for none
    std::unordered_map<std::string_view, Numeral> others_; // over characters_
};

} // namespace veil
