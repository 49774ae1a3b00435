#include "core/name_window.hpp"

namespace veil {

using namespace word_kind;

std::size_t NameWindow::advance(std::size_t next, Poll poll) {
    if (next > look_back) {
        const std::size_t done = next - look_back;
        words_.erase(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(done));
        next -= done;
    }
    constexpr std::size_t bytes_of_word = 6;
    words_.reserve(std::min(capacity, words_.size() + (text_.size() - position_) / bytes_of_word + 1));
    while (more_ && words_.size() < capacity) {
        words_.emplace_back();
        more_ = next_name_token(text_, dictionary_, position_, words_.back());
        if (!more_) {
            words_.pop_back();
        }
        if (position_ - polled_ >= poll_interval) {
            poll();
            polled_ = position_;
        }
    }
    mark_shouting();
    return next;
}

char NameWindow::byte_behind(std::size_t i) const {
    return words_[i].end < text_.size() ? text_[words_[i].end] : '\0';
}

bool NameWindow::is_long_initial(std::size_t i) const {
    const NameToken& word = words_[i];
    if (byte_behind(i) != '.') {
        return false;
    }
    // "JP. Bakker"; "Chr." is one, "dhr." is not.
    if (word.upper && word.letters <= 3 && (word.kinds & (title | common | organization)) == 0) {
        return is_listed_name(i + 1);
    }
    return (word.kinds & abbreviation) != 0 && (word.kinds & title) == 0 && !word.upper;
}

bool NameWindow::is_bare_initials(std::size_t i) const {
    constexpr std::uint32_t allowed =
        given | surname | particle_surname | particle | old_particle | to_be | office;
    const NameToken& word = words_[i];
    static constexpr Forms interjections{"AH", "AM", "OH"};
    // "PC Whitaker" of the police.
    static constexpr Forms ranks{"PC", "DC", "DI", "DCI", "WPC"};
    if (!word.upper || word.letters < 2 || word.letters > 4 || word.embedded || word.foreign_letters ||
        byte_behind(i) != ' ' || (word.gap == WordGap::blank && word.digit_before) ||
        ((word.kinds & ~allowed) != 0 && !is_one_of(i, interjections)) || is_one_of(i, ranks)) {
        return false;
    }
    std::size_t next = i + 1;
    while (next < words_.size() && next - i < 4 && words_[next].gap == WordGap::blank && is(next, particle) &&
           (next == i + 1 || !words_[next].upper)) {
        ++next;
    }
    if (next >= words_.size() || words_[next].gap != WordGap::blank || !is_name_like(next) ||
        words_[next].upper || words_[i + 1].upper) {
        return false;
    }
    // "GK James Baker"
    if (next == i + 1 && is(next, given) && is_joined(next + 1) && is_name_like(next + 1)) {
        return false;
    }
    return is(next, sure_surname) ||
           (next > i + 1 && (is(next, surname | particle_surname) || words_[next].kinds == 0)) ||
           (is(next, word_surname) && !is(next, common | place | organization | month));
}

bool NameWindow::is_listed_name(std::size_t i) const {
    return is(i, sure_given | sure_surname | particle) && is_on_line(i);
}

bool NameWindow::is_on_line(std::size_t i) const {
    return text_.substr(words_[i - 1].end, words_[i].begin - words_[i - 1].end).find('\n') ==
           std::string_view::npos;
}

bool NameWindow::is_name_like(std::size_t i) const {
    if (i >= words_.size()) {
        return false;
    }
    const NameToken& word = words_[i];
    if (!word.capital || word.embedded || word.foreign_letters || word.letters < 2 || word.street) {
        return false;
    }
    if ((word.kinds & (given | surname)) != 0) {
        return true;
    }
    // "Naam: Jansen, Jan Geb.: 1980"
    if ((word.kinds & abbreviation) != 0 && byte_behind(i) == '.') {
        return false;
    }
    // Abbreviations are in capitals too.
    if (word.upper && word.letters < 5) {
        return false;
    }
    return (word.kinds & (common | place | organization | after_organization | before_organization | title |
                          role | salutation | farewell | particle | month | says_name)) == 0;
}

bool NameWindow::is_sentence_start(std::size_t i) const {
    switch (words_[i].gap) {
    case WordGap::start:
    case WordGap::line:
    case WordGap::paragraph:
    case WordGap::end:
        return true;
    case WordGap::stop:
        return i == 0 || !(is(i - 1, abbreviation) || words_[i - 1].letters == 1);
    default:
        return false;
    }
}

bool NameWindow::is_beside(std::size_t i) const {
    const WordGap gap = words_[i].gap;
    return gap == WordGap::blank || (gap == WordGap::stop && i > 0 && (is(i - 1, abbreviation))) ||
           (gap == WordGap::dot && i > 0 && is(i - 1, title));
}

bool NameWindow::is_van(std::size_t i) const {
    static constexpr Forms vans{"van", "Van", "VAN"};
    return is_one_of(i, vans);
}

bool NameWindow::is_den(std::size_t i) const {
    static constexpr Forms dens{"den", "Den", "DEN"};
    return is_one_of(i, dens);
}

// Capitals say nothing where all is in capitals: five words on end.
void NameWindow::mark_shouting() {
    constexpr std::size_t fewest = 5;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= words_.size(); ++i) {
        if (i < words_.size() && words_[i].upper) {
            continue;
        }
        // "ANNA GROEN, PIET DE BOER, M. S. Bakker": initials at the end are of what follows.
        std::size_t end = i;
        while (end > begin && words_[end - 1].letters == 1) {
            --end;
        }
        if (end - begin >= fewest && has_long_word(begin, end)) {
            for (std::size_t j = begin; j < end; ++j) {
                words_[j].capital = false;
            }
        }
        begin = i + 1;
    }
}

bool NameWindow::has_long_word(std::size_t begin, std::size_t end) const {
    return std::count_if(words_.begin() + static_cast<std::ptrdiff_t>(begin),
                         words_.begin() + static_cast<std::ptrdiff_t>(end),
                         [](const NameToken& token) { return token.letters > 2; }) >= 3;
}

} // namespace veil
