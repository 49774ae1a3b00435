// The tokens of a text around the one that is read next, as a row's known identifiers are looked for in it.
#pragma once

#include "core/finding.hpp"
#include "core/text_tokens.hpp"

#include <algorithm>
#include <vector>

namespace veil {

// Characters that may stand between the parts of one identifier.
[[nodiscard]] bool is_known_separator(char byte) noexcept;

// What is found: tokens up to, but without, `end_token`; no tokens for nothing.
struct KnownPlace {
    std::size_t end_token;
    std::size_t begin; // bytes
    std::size_t end;
    std::uint8_t source = 0; // of the row's values, from 1; 0 for several
};

// What a token is of the words that are known.
struct KnownWordMatch {
    bool is_read = false; // the rest says it
    bool matches = false;
    bool initial = false;
    bool alone = false;      // and written so that it counts
    bool weight = false;     // more than a particle
    bool short_name = false; // a name of any length with a capital: "Li"
    std::uint16_t which = 0; // of the known words
    std::size_t end = 0;     // bytes
};

// Tokens are numbered from the first that is still held. What asks about one beyond the last asks size()
// first.
class KnownText {
  public:
    // The most tokens of an identifier are fewer.
    static constexpr std::size_t look_ahead = 48;

    explicit KnownText(std::string_view text) : text_(text), reader_(text) {}

    // Lets go of the tokens before the one before `next`, and reads on. The new number of `next`.
    [[nodiscard]] std::size_t advance(std::size_t next, Poll poll);
    // The tokens that may be read: behind each of them are as many as are looked ahead at, or the end.
    [[nodiscard]] std::size_t readable() const {
        return more_ ? tokens_.size() - look_ahead : tokens_.size();
    }
    [[nodiscard]] bool has_more() const { return more_; }

    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::size_t size() const { return tokens_.size(); }
    [[nodiscard]] const TextToken& operator[](std::size_t i) const { return tokens_[i]; }
    [[nodiscard]] std::size_t begin(std::size_t i) const { return tokens_[i].word.begin; }
    [[nodiscard]] std::size_t end(std::size_t i) const { return tokens_[i].word.end; }
    // Between the token, which is not the first, and the one before it.
    [[nodiscard]] std::string_view gap(std::size_t i) const {
        return text_.substr(end(i - 1), begin(i) - end(i - 1));
    }
    // Is the gap one that an identifier may have, and not longer?
    [[nodiscard]] bool joins(std::size_t i, std::size_t longest) const {
        const std::string_view between = gap(i);
        return between.size() <= longest && std::all_of(between.begin(), between.end(), is_known_separator);
    }

    // Kept with the token, for whoever reads it.
    [[nodiscard]] KnownWordMatch& match(std::size_t i) { return matches_[i]; }

    // Where the first @ is at or behind `from`, which never decreases; the size of the text for nowhere.
    [[nodiscard]] std::size_t next_at_sign(std::size_t from);

    // What looking for identifiers has taken: hashes made or looked up, and tokens.
    void took(std::size_t steps) { steps_ += steps; }
    [[nodiscard]] std::size_t steps() const { return steps_; }

  private:
    static constexpr std::size_t capacity = 1024;

    std::string_view text_;
    TextTokenReader reader_;
    std::vector<TextToken> tokens_;
    std::vector<KnownWordMatch> matches_; // of as many
    std::size_t polled_ = 0;
    std::size_t at_sign_ = 0;
    std::size_t steps_ = 0;
    bool has_at_sign_ = false;
    bool more_ = true;
};

} // namespace veil
