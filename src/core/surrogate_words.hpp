// The words of one kind of surrogate, numbered.
#pragma once

#include "core/surrogate_form.hpp"
#include "core/word_lists.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace veil {

// A name in the local part of an e-mail address: lower-case ASCII, without diacritics, apostrophes and full
// stops, and a full stop for each blank. `name` is a word of the lists; returns the bytes written to `out`,
// at most name.size().
std::size_t email_form(std::string_view name, std::span<char> out) noexcept;

// What is composed of the lists. The kinds of a family number their choices alike (see surrogate_purpose):
// number n stands for the first name of the full name that n stands for. Numbers of both languages are the
// Dutch ones and then the English ones.
class SurrogateWords {
  public:
    // No text of any kind has more bytes.
    static constexpr std::size_t longest = 96;

    SurrogateWords(SurrogateKind kind, SurrogateLanguage language) noexcept;

    // Characters of the longest text of this kind and language.
    [[nodiscard]] std::size_t longest_characters() const noexcept;

    // How many choices the family has.
    [[nodiscard]] std::uint64_t size() const noexcept { return dutch_ + english_; }

    // A text, and the place within it at which a tail would stand, after `separator`.
    struct Text {
        std::size_t size;
        std::size_t tail_position;
    };

    // `number` is below size().
    Text write(std::uint64_t number, std::span<char, longest> out) const noexcept;

    // The number whose text this is, of a kind that can be unique.
    [[nodiscard]] std::optional<std::uint64_t> find(std::string_view text) const noexcept;

    [[nodiscard]] char separator() const noexcept { return kind_ == SurrogateKind::email ? '_' : ' '; }

  private:
    SurrogateKind kind_;
    std::uint64_t dutch_ = 0;
    std::uint64_t english_ = 0;
};

} // namespace veil
