#include "core/text_tokens.hpp"

namespace veil {
namespace {

bool is_digit(char byte) noexcept {
    return byte >= '0' && byte <= '9';
}

} // namespace

TextTokenReader::TextTokenReader(std::string_view text) noexcept
    : text_(text), has_word_(next_word(text, word_position_, word_)) {}

bool TextTokenReader::next(TextToken& token) noexcept {
    const std::size_t until = has_word_ ? word_.begin : text_.size();
    while (position_ < until && !is_digit(text_[position_])) {
        ++position_;
    }
    if (position_ < until) {
        token.digits = true;
        token.word.restart(position_);
        while (position_ < until && is_digit(text_[position_])) {
            token.word.add(text_[position_++]);
        }
        token.word.finish();
        token.word.end = position_;
        return true;
    }
    if (!has_word_) {
        return false;
    }
    token.digits = false;
    token.word = word_;
    position_ = word_.end;
    has_word_ = next_word(text_, word_position_, word_);
    return true;
}

} // namespace veil
