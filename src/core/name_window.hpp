// The words of a text around the one that is read next, and what the detector of names asks of them.
#pragma once

#include "core/name_dictionary.hpp"
#include "core/name_tokens.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>

namespace veil {

// Words or phrases as they are written. Nearly always the length or the first letter says that a text is none
// of them.
template <std::size_t count>
class Forms {
  public:
    template <std::convertible_to<std::string_view>... Form>
    requires(sizeof...(Form) == count) explicit constexpr Forms(Form... forms) : forms_{forms...} {
        for (const std::string_view form : forms_) {
            sizes_ |= bit(form.size());
            firsts_ |= bit(static_cast<std::size_t>(form.front()));
        }
    }

    // Of a text that is not empty.
    [[nodiscard]] constexpr bool has(std::string_view text) const {
        return (sizes_ & bit(text.size())) != 0 &&
               (firsts_ & bit(static_cast<std::size_t>(text.front()))) != 0 &&
               std::any_of(forms_.begin(), forms_.end(), [text](std::string_view form) {
                   return form.size() == text.size() && form.front() == text.front() && form == text;
               });
    }

  private:
    static constexpr std::uint64_t bit(std::size_t number) { return std::uint64_t{1} << number % 64; }

    std::array<std::string_view, count> forms_;
    std::uint64_t sizes_ = 0;
    std::uint64_t firsts_ = 0;
};
template <typename... Form>
Forms(Form...) -> Forms<sizeof...(Form)>;

// Words of a text, numbered from the first that is still held. Any number of a word may be asked about but
// where a function says otherwise; behind the last word nothing is anything.
class NameWindow {
  public:
    // Words that are looked back at and ahead at, and the most words of one name.
    static constexpr std::size_t look_back = 8;
    static constexpr std::size_t longest_name = 10;

    explicit NameWindow(std::string_view text) : text_(text) {}

    // Lets go of the words that are more than look_back before `next`, and reads on. The new number of
    // `next`.
    [[nodiscard]] std::size_t advance(std::size_t next, Poll poll);
    // The words that may be read: behind each of them are as many as are looked ahead at, or the end.
    [[nodiscard]] std::size_t readable() const { return more_ ? words_.size() - look_ahead : words_.size(); }
    // Whether advance() has more to read.
    [[nodiscard]] bool has_more() const { return more_; }

    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::size_t size() const { return words_.size(); }
    // Of a word there is.
    [[nodiscard]] const NameToken& operator[](std::size_t i) const { return words_[i]; }
    // Null behind the last.
    [[nodiscard]] const NameToken* token(std::size_t i) const {
        return i < words_.size() ? &words_[i] : nullptr;
    }
    [[nodiscard]] std::string_view written(std::size_t i) const {
        return text_.substr(words_[i].begin, words_[i].end - words_[i].begin);
    }

    // Has the word one of the kinds?
    [[nodiscard]] bool is(std::size_t i, std::uint32_t kinds) const {
        return i < words_.size() && (words_[i].kinds & kinds) != 0;
    }

    [[nodiscard]] char byte_behind(std::size_t i) const;
    // "J." of "J. Bakker", "J" of "J Bakker", "Th." of "Th. Bakker".
    [[nodiscard]] bool is_initial(std::size_t i) const {
        const NameToken& word = words_[i];
        return word.capital && word.letters <= longest_initial && !word.embedded && !word.foreign_letters &&
               (word.letters == 1 || is_long_initial(i));
    }
    // "RW" of "RW van den Heuvel": initials without full stops, by the surname behind them.
    [[nodiscard]] bool is_bare_initials(std::size_t i) const;
    // On the line of the word before it: "UWV.", a line end and "Melding" are none.
    [[nodiscard]] bool is_listed_name(std::size_t i) const;
    // Of the word before it.
    [[nodiscard]] bool is_on_line(std::size_t i) const;
    // A word with a capital that may be part of a name, be it in a list or not.
    [[nodiscard]] bool is_name_like(std::size_t i) const;
    [[nodiscard]] bool is_joined(std::size_t i) const {
        return i < words_.size() && (words_[i].gap == WordGap::blank || words_[i].gap == WordGap::hyphen);
    }
    // The end of a sentence before the word, or nothing that says there is none.
    [[nodiscard]] bool is_sentence_start(std::size_t i) const;
    [[nodiscard]] bool is_beside(std::size_t i) const;
    [[nodiscard]] bool is_van(std::size_t i) const;
    [[nodiscard]] bool is_den(std::size_t i) const;

    template <std::size_t count>
    [[nodiscard]] bool is_one_of(std::size_t i, const Forms<count>& forms) const {
        return forms.has(written(i));
    }

  private:
    static constexpr std::size_t look_ahead = longest_name + 4;
    static constexpr std::size_t capacity = 4096;

    static constexpr std::size_t longest_initial = 4;

    // Of up to that many letters, but more than one.
    [[nodiscard]] bool is_long_initial(std::size_t i) const;
    void mark_shouting();
    [[nodiscard]] bool has_long_word(std::size_t begin, std::size_t end) const;

    std::string_view text_;
    const NameDictionary& dictionary_ = NameDictionary::instance();
    std::vector<NameToken> words_;
    std::size_t position_ = 0;
    std::size_t polled_ = 0;
    bool more_ = true;
};

} // namespace veil
