#include "core/digit_automaton.hpp"

#include <algorithm>
#include <utility>

namespace veil {

namespace {

// The plan of +1, the largest, has some eleven thousand.
constexpr std::size_t most_positions = 100'000;
constexpr unsigned deepest_group = 32;
constexpr std::uint16_t all_digits = (1U << 10) - 1;

std::uint16_t digit_bit(char digit) {
    if (digit < '0' || digit > '9') {
        throw InvalidPattern("a pattern has something else where a digit must be");
    }
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(digit - '0'));
}

} // namespace

// Reads an expression and adds its positions on the way (K. Thompson, "Regular expression search algorithm",
// 1968). Since nothing repeats without a limit, a fragment may be laid from any position onwards without a
// way back, and a repeated one is read again.
class DigitAutomaton::Builder {
  public:
    Builder(DigitAutomaton& automaton, std::string_view expression)
        : automaton_(automaton), expression_(expression) {}

    // The position where the whole expression, laid from the start, ends.
    std::uint32_t build() {
        const std::uint32_t end = alternatives(0, 0);
        if (at_ < expression_.size()) {
            throw InvalidPattern("a pattern has a parenthesis that was not opened");
        }
        return end;
    }

    std::uint32_t new_position() {
        if (automaton_.positions_.size() >= most_positions) {
            throw InvalidPattern("a pattern is too large");
        }
        automaton_.positions_.emplace_back();
        return static_cast<std::uint32_t>(automaton_.positions_.size() - 1);
    }

  private:
    [[nodiscard]] bool next_is(char c) const { return at_ < expression_.size() && expression_[at_] == c; }

    char take() {
        if (at_ >= expression_.size()) {
            throw InvalidPattern("a pattern ends too early");
        }
        return expression_[at_++];
    }

    void take(char expected) {
        if (take() != expected) {
            throw InvalidPattern("a pattern uses what is not known");
        }
    }

    void join(std::uint32_t from, std::uint32_t to) { automaton_.positions_[from].free.push_back(to); }

    std::uint32_t alternatives(std::uint32_t from, unsigned depth) {
        if (depth > deepest_group) {
            throw InvalidPattern("a pattern has too many groups in groups");
        }
        const std::uint32_t end = new_position();
        join(sequence(from, depth), end);
        while (next_is('|')) {
            ++at_;
            join(sequence(from, depth), end);
        }
        return end;
    }

    std::uint32_t sequence(std::uint32_t from, unsigned depth) {
        while (at_ < expression_.size() && expression_[at_] != '|' && expression_[at_] != ')') {
            from = repeated(from, depth);
        }
        return from;
    }

    std::uint32_t repeated(std::uint32_t from, unsigned depth) {
        const std::size_t begin = at_;
        // A first time, to find the quantifier behind it.
        std::uint32_t end = atom(from, depth);
        const std::size_t behind = at_;
        const auto [least, most] = quantifier();
        const std::size_t after = at_;
        if (behind == after) {
            return end;
        }
        const std::uint32_t exit = new_position();
        if (least == 0) {
            join(from, exit);
        }
        for (unsigned times = 1;; ++times) {
            if (times >= least) {
                join(end, exit);
            }
            if (times >= most) {
                break;
            }
            at_ = begin;
            end = atom(end, depth);
        }
        at_ = after;
        return exit;
    }

    std::uint32_t atom(std::uint32_t from, unsigned depth) {
        const char first = take();
        if (first == '(') {
            if (next_is('?')) {
                ++at_;
                take(':');
            }
            // Of its own, so that what follows cannot be entered from elsewhere.
            const std::uint32_t end = alternatives(from, depth + 1);
            take(')');
            return end;
        }
        const std::uint32_t end = new_position();
        automaton_.positions_[from].edges.push_back({digits(first), end});
        return end;
    }

    std::uint16_t digits(char first) {
        if (first == '\\') {
            take('d');
            return all_digits;
        }
        if (first != '[') {
            return digit_bit(first);
        }
        std::uint16_t set = 0;
        for (char c = take(); c != ']'; c = take()) {
            if (c == '\\') {
                take('d');
                set = all_digits;
            } else if (next_is('-')) {
                ++at_;
                const std::uint16_t low = digit_bit(c);
                const std::uint16_t high = digit_bit(take());
                if (high < low) {
                    throw InvalidPattern("a pattern has a range that ends before it begins");
                }
                set = static_cast<std::uint16_t>(set | (2U * high - low));
            } else {
                set = static_cast<std::uint16_t>(set | digit_bit(c));
            }
        }
        return set;
    }

    // Once, where there is none.
    std::pair<unsigned, unsigned> quantifier() {
        if (next_is('?')) {
            ++at_;
            return {0, 1};
        }
        if (!next_is('{')) {
            return {1, 1};
        }
        ++at_;
        const unsigned least = number();
        unsigned most = least;
        if (next_is(',')) {
            ++at_;
            most = number();
        }
        take('}');
        if (most < least || most == 0) {
            throw InvalidPattern("a pattern repeats from more to less, or not at all");
        }
        return {least, most};
    }

    unsigned number() {
        unsigned value = 0;
        const std::size_t begin = at_;
        while (at_ < expression_.size() && expression_[at_] >= '0' && expression_[at_] <= '9' &&
               value < 100) {
            value = value * 10 + static_cast<unsigned>(expression_[at_++] - '0');
        }
        if (at_ == begin) {
            throw InvalidPattern("a pattern has no number where one must be");
        }
        return value;
    }

    DigitAutomaton& automaton_;
    std::string_view expression_;
    std::size_t at_ = 0;
};

void DigitAutomaton::add(Pattern pattern, std::string_view expression, bool anything_after) {
    if (expression.empty()) {
        return;
    }
    Builder builder(*this, expression);
    std::uint32_t end = builder.build();
    if (anything_after) {
        positions_[end].edges.push_back({all_digits, end});
    }
    positions_[end].pattern = pattern;
}

DigitAutomaton::State DigitAutomaton::determined(Positions reached) {
    // What is reached without a digit, too. The list grows while it is read.
    std::vector<bool> is_reached(positions_.size());
    for (const std::uint32_t position : reached) {
        is_reached[position] = true;
    }
    for (std::size_t i = 0; i < reached.size(); ++i) {
        for (const std::uint32_t target : positions_[reached[i]].free) {
            if (!is_reached[target]) {
                is_reached[target] = true;
                reached.push_back(target);
            }
        }
    }
    std::ranges::sort(reached);
    // The others were only on the way.
    std::erase_if(reached, [this](std::uint32_t position) {
        return positions_[position].edges.empty() && positions_[position].pattern < 0;
    });
    if (const auto found = known_.find(reached); found != known_.end()) {
        return found->second;
    }
    Determined state{reached, {}, {}};
    state.next.fill(unknown);
    for (const std::uint32_t position : reached) {
        if (positions_[position].pattern >= 0) {
            state.matched.push_back(static_cast<Pattern>(positions_[position].pattern));
        }
    }
    std::ranges::sort(state.matched);
    states_.push_back(std::move(state));
    const auto number = static_cast<State>(states_.size() - 1);
    known_.emplace(std::move(reached), number);
    return number;
}

DigitAutomaton::State DigitAutomaton::start() {
    return states_.empty() ? determined({0}) : 0;
}

DigitAutomaton::State DigitAutomaton::next(State state, unsigned digit) {
    if (states_[state].next[digit] == unknown) {
        Positions reached;
        for (const std::uint32_t position : states_[state].positions) {
            for (const Position::Edge& edge : positions_[position].edges) {
                if ((edge.digits >> digit & 1U) != 0) {
                    reached.push_back(edge.target);
                }
            }
        }
        std::ranges::sort(reached);
        reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
        const State target = determined(std::move(reached));
        states_[state].next[digit] = target;
    }
    return states_[state].next[digit];
}

} // namespace veil
