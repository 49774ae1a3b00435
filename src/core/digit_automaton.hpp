// Reads which of many patterns a string of digits matches, in one pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace veil {

// An expression that is no pattern of digits. The message is a fixed string.
class InvalidPattern : public std::invalid_argument {
  public:
    explicit InvalidPattern(const char* fixed_message) : std::invalid_argument(fixed_message) {}
};

// A deterministic automaton for any number of patterns, made state by state as they are reached (the subset
// construction: M. O. Rabin and D. Scott, "Finite automata and their decision problems", 1959). The patterns
// are regular expressions of libphonenumber's kind: digits, \d, classes as [0-35], groups, alternatives, ?,
// {n}, {n,m}. So each describes a finite set.
class DigitAutomaton {
  public:
    using State = std::uint32_t;
    using Pattern = std::uint16_t;

    // `anything_after`: the pattern is met by every string that begins with a match. An empty expression
    // matches nothing. Only before the first call of start(). Throws InvalidPattern, also for what would take
    // more than a million states.
    void add(Pattern pattern, std::string_view expression, bool anything_after = false);

    [[nodiscard]] State start();
    // `digit` is 0 to 9. The next two throw nothing but std::bad_alloc.
    [[nodiscard]] State next(State state, unsigned digit);
    // The patterns that match what has led to the state, in ascending order; good until the next call of
    // next().
    [[nodiscard]] std::span<const Pattern> matched(State state) const noexcept {
        return states_[state].matched;
    }
    // From here nothing matches any more.
    [[nodiscard]] bool is_dead(State state) const noexcept { return states_[state].positions.empty(); }

  private:
    static constexpr State unknown = ~State{0};

    // A state of the nondeterministic automaton. `digits` has a bit for each digit that leads to `target`.
    struct Position {
        struct Edge {
            std::uint16_t digits;
            std::uint32_t target;
        };
        std::vector<Edge> edges;
        std::vector<std::uint32_t> free; // taken without a digit
        std::int32_t pattern = -1;       // matched here
    };
    using Positions = std::vector<std::uint32_t>;

    struct Determined {
        Positions positions;
        std::vector<Pattern> matched;
        std::array<State, 10> next;
    };

    class Builder;

    [[nodiscard]] State determined(Positions reached);

    std::vector<Position> positions_{1};
    std::vector<Determined> states_;
    std::map<Positions, State> known_;
};

} // namespace veil
