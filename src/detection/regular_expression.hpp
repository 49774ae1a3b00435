// A rule's own regular expressions, by RE2: in time linear in the text, with bounded memory.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace veil::detection {

struct Match {
    std::size_t begin;
    std::size_t end;

    friend constexpr bool operator==(const Match&, const Match&) = default;
};

class RegularExpression {
  public:
    // Of one expression, compiled; RE2's own limit.
    static constexpr std::size_t most_memory = std::size_t{1} << 20;
    // A match is found whole up to this size. A longer one may come in pieces, with nothing between; the
    // search for a match never looks further ahead, so that many matches cost no more than one.
    static constexpr std::size_t longest_match = 1024;

    // In UTF-8, or of single bytes. Throws std::bad_alloc.
    RegularExpression(std::string_view expression, bool is_utf8);
    ~RegularExpression();
    RegularExpression(const RegularExpression&) = delete;
    RegularExpression& operator=(const RegularExpression&) = delete;

    // Why it cannot be used; empty if it can.
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

    // The first match at or after `from`. Never empty. Throws std::bad_alloc where RE2 ran out of memory.
    [[nodiscard]] std::optional<Match> find(std::string_view text, std::size_t from) const;

  private:
    std::unique_ptr<const re2::RE2> expression_;
    std::string problem_;
};

} // namespace veil::detection
