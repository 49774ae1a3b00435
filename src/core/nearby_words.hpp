// The words near a place of a text, which say what a number is.
#pragma once

#include "core/text_scan.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace veil {

// Words that speak for a reading of a number, or against it. In lower case; each stands for all words that
// begin with it, one of up to four letters for itself only. Blanks stand for one blank, hyphen,
// low line or full stop.
class ContextWords {
  public:
    static constexpr std::uint8_t none = 0xFF;

    using Beginning = std::array<char, 2>;

    // Of at most 255 words of two letters or more.
    template <std::size_t count>
    struct Index {
        std::array<std::uint8_t, 26> firsts{};   // the first of the list with the letter
        std::array<std::uint8_t, count> nexts{}; // the next with the same letter
        std::array<std::uint32_t, 26> seconds{}; // by first letters, a bit for each second one of a to z
        // The second and the third letter, NUL where there is none.
        std::array<Beginning, count> beginnings{};

        constexpr explicit Index(const std::array<std::string_view, count>& words) {
            firsts.fill(none);
            for (std::size_t i = count; i-- > 0;) {
                std::uint8_t& first = firsts[static_cast<std::size_t>(words[i][0] - 'a')];
                nexts[i] = first;
                first = static_cast<std::uint8_t>(i);
                const char second = words[i][1];
                beginnings[i] = {second, words[i].size() > 2 ? words[i][2] : '\0'};
                if (second >= 'a' && second <= 'z')
                    seconds[static_cast<std::size_t>(words[i][0] - 'a')] |=
                        1U << static_cast<unsigned>(second - 'a');
            }
        }
    };

    template <std::size_t count>
    constexpr ContextWords(const std::array<std::string_view, count>& words, const Index<count>& index)
        : words_(words.data()), firsts_(index.firsts.data()), nexts_(index.nexts.data()),
          seconds_(index.seconds.data()), beginnings_(index.beginnings.data()) {}

    // How many bytes of `window` from `at` on are one of the words; 0 for none.
    [[nodiscard]] std::size_t word_at(std::string_view window, std::size_t at) const noexcept {
        // Nearly all words differ in the second letter.
        const auto first = static_cast<std::size_t>(window[at] - 'a');
        const char second = at_or_nul(window, at + 1);
        const bool may_be = second < 'a' || second > 'z' ||
                            (seconds_[first] >> static_cast<unsigned>(second - 'a') & 1U) != 0;
        return may_be ? listed_at(window, at) : 0;
    }

  private:
    [[nodiscard]] std::size_t listed_at(std::string_view window, std::size_t at) const noexcept;

    const std::string_view* words_;
    const std::uint8_t* firsts_;
    const std::uint8_t* nexts_;
    const std::uint32_t* seconds_;
    const Beginning* beginnings_;
};

// Of a list that is a constant.
template <const auto& list>
inline constexpr ContextWords::Index<std::size(list)> context_index{list};
template <const auto& list>
inline constexpr ContextWords context_words{list, context_index<list>};

// The words before a place of a text, in small letters: read when they are asked for, and kept for all who
// ask about the same place.
class WordsBefore {
  public:
    struct Word {
        std::uint8_t at;       // in window()
        std::uint8_t other;    // bytes of the name of a number that is nobody's; 0 where it is none
        bool is_same_sentence; // as that of the place
    };
    static constexpr std::size_t reach = 72; // bytes

    // Of the text, in which the place moves only.
    explicit WordsBefore(std::string_view whole) : text_(whole) {}

    void move_to(std::size_t place);
    // The word with this number, from 0 for the nearest; null behind the last.
    [[nodiscard]] const Word* word(std::size_t number);
    [[nodiscard]] std::string_view window() const { return {lower_.data(), size_}; }

  private:
    [[nodiscard]] bool read_next();

    std::string_view text_;
    std::size_t place_ = std::string_view::npos;
    std::size_t start_ = 0; // of the window
    std::size_t size_ = 0;
    std::size_t read_ = 0; // words begin before it that are not known yet
    std::size_t count_ = 0;
    bool is_same_sentence_ = true;
    std::array<Word, reach / 2 + 1> words_;
    std::array<char, reach> lower_;
};

enum class Context { none, fitting, other };

// Which of the words is nearest before begin ... end, or close behind it: `fitting` or `other`. `other` are
// always the names of numbers that are nobody's: orders, invoices, versions.
[[nodiscard]] Context context_of(const Scan& scan, std::size_t begin, std::size_t end, ContextWords fitting);

// Whether the nearest word that says what the number is, directly before `begin` but for "number", "no." and
// marks, is the name of a number that is nobody's.
[[nodiscard]] bool is_labelled_as_other(const Scan& scan, std::size_t begin);

// Whether the nearest such name before `begin` has its number already: "klantnummer 4411, dochter
// 0612345678".
[[nodiscard]] bool follows_number_of_other(const Scan& scan, std::size_t begin);

// Whether one of the words stands before `begin` in its sentence.
[[nodiscard]] bool is_said_before(const Scan& scan, std::size_t begin, ContextWords words);

// Whether the nearest word before `begin` that is of one of the two lists is of `words`, not of `others`.
[[nodiscard]] bool is_nearer(const Scan& scan, std::size_t begin, ContextWords words, ContextWords others);

} // namespace veil
