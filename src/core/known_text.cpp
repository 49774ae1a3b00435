#include "core/known_text.hpp"

namespace veil {

bool is_known_separator(char byte) noexcept {
    switch (byte) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '.':
    case ',':
    case '-':
    case '_':
    case '/':
    case '(':
    case ')':
    case '\'':
    case '+':
    case '\xc2': // of a no-break space
    case '\xa0':
        return true;
    default:
        return false;
    }
}

std::size_t KnownText::advance(std::size_t next, Poll poll) {
    if (next > 0) {
        const std::size_t done = next - 1;
        tokens_.erase(tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(done));
        matches_.erase(matches_.begin(), matches_.begin() + static_cast<std::ptrdiff_t>(done));
        next -= done;
    }
    while (more_ && tokens_.size() < capacity) {
        tokens_.emplace_back();
        more_ = reader_.next(tokens_.back());
        if (!more_) {
            tokens_.pop_back();
        }
        if (reader_.position() - polled_ >= poll_interval) {
            poll();
            polled_ = reader_.position();
        }
    }
    steps_ += tokens_.size();
    matches_.resize(tokens_.size());
    return next;
}

std::size_t KnownText::next_at_sign(std::size_t from) {
    if (!has_at_sign_ || at_sign_ < from) {
        at_sign_ = std::min(text_.find('@', from), text_.size());
        has_at_sign_ = true;
    }
    return at_sign_;
}

} // namespace veil
