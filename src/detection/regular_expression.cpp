#include "detection/regular_expression.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <new>

namespace veil::detection {

namespace {

constexpr std::size_t window = 8 * RegularExpression::longest_match;

re2::RE2::Options options(bool is_utf8) {
    re2::RE2::Options result;
    result.set_log_errors(false); // which may hold the text
    result.set_max_mem(static_cast<std::int64_t>(RegularExpression::most_memory));
    result.set_encoding(is_utf8 ? re2::RE2::Options::EncodingUTF8 : re2::RE2::Options::EncodingLatin1);
    return result;
}

} // namespace

RegularExpression::RegularExpression(std::string_view expression, bool is_utf8)
    : expression_(std::make_unique<const re2::RE2>(re2::StringPiece(expression.data(), expression.size()),
                                                   options(is_utf8))) {
    if (!expression_->ok()) {
        problem_ = expression_->error();
    } else if (expression_->Match("", 0, 0, re2::RE2::UNANCHORED, nullptr, 0)) {
        problem_ = "it matches the empty text";
    }
}

RegularExpression::~RegularExpression() = default;

std::optional<Match> RegularExpression::find(std::string_view text, std::size_t from) const {
    const re2::StringPiece whole(text.data(), text.size());
    std::size_t begin = from;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.size(), begin + window);
        re2::StringPiece match;
        if (!expression_->Match(whole, begin, end, re2::RE2::UNANCHORED, &match, 1)) {
            if (end == text.size())
                return std::nullopt;
            // What began in the last part may go on behind the window.
            begin = end - longest_match;
            continue;
        }
        const auto match_begin = static_cast<std::size_t>(match.data() - text.data());
        const std::size_t match_end = match_begin + match.size();
        if (match.empty()) {
            // Of an assertion, such as \b.
            begin = match_begin + 1;
            continue;
        }
        if (match_end == end && end < text.size() && match_begin > begin) {
            begin = match_begin;
            continue;
        }
        return Match{match_begin, match_end};
    }
    return std::nullopt;
}

} // namespace veil::detection
