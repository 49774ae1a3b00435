// A text as words and runs of digits in turn.
#pragma once

#include "core/text_words.hpp"

namespace veil {

// Letters or digits of a text.
struct TextToken {
    TextWord word; // `folded` and `hash` have the digits too
    bool digits = false;
};

class TextTokenReader {
  public:
    explicit TextTokenReader(std::string_view text) noexcept;

    // Where the next token is looked for.
    [[nodiscard]] std::size_t position() const noexcept { return position_; }

    // The next token; false at the end of the text.
    bool next(TextToken& token) noexcept;

  private:
    std::string_view text_;
    std::size_t position_ = 0;
    std::size_t word_position_ = 0;
    TextWord word_;
    bool has_word_ = false;
};

} // namespace veil
