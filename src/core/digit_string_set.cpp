#include "core/digit_string_set.hpp"

#include <algorithm>

namespace veil {

class DigitStringSet::Builder {
  public:
    Builder(DigitStringSet& set, DigitAutomaton& automaton,
            const std::function<bool(DigitAutomaton::State)>& has)
        : set_(set), automaton_(automaton), has_(has) {}

    Node build(DigitAutomaton::State state, std::size_t left) {
        if (automaton_.is_dead(state)) {
            return none;
        }
        const auto key = std::pair(state, left);
        if (const auto found = built_.find(key); found != built_.end()) {
            return found->second;
        }
        const Node node = left == 0 ? (has_(state) ? end : none) : choice(state, left);
        built_.emplace(key, node);
        return node;
    }

  private:
    Node choice(DigitAutomaton::State state, std::size_t left) {
        Choice choice{};
        for (unsigned digit = 0; digit < 10; ++digit) {
            choice.next[digit] = build(automaton_.next(state, digit), left - 1);
            choice.below[digit + 1] = choice.below[digit] + set_.nodes_[choice.next[digit]].below[10];
        }
        if (choice.below[10] == 0) {
            return none;
        }
        // Nodes of different lengths are never the same: their ways to the end are not equally long.
        const auto [found, is_new] = same_.emplace(choice.next, static_cast<Node>(set_.nodes_.size()));
        if (is_new) {
            set_.nodes_.push_back(choice);
        }
        return found->second;
    }

    DigitStringSet& set_;
    DigitAutomaton& automaton_;
    const std::function<bool(DigitAutomaton::State)>& has_;
    std::map<std::pair<DigitAutomaton::State, std::size_t>, Node> built_;
    std::map<std::array<Node, 10>, Node> same_;
};

DigitStringSet::DigitStringSet(DigitAutomaton& automaton, std::size_t length,
                               const std::function<bool(DigitAutomaton::State)>& has)
    : length_(length), nodes_(2) {
    // Below 10^18, so no count overflows.
    nodes_[end].below[10] = 1;
    if (length >= 1 && length <= greatest_length) {
        root_ = Builder(*this, automaton, has).build(automaton.start(), length);
    }
}

std::optional<std::uint64_t> DigitStringSet::rank(std::string_view digits) const noexcept {
    if (digits.size() != length_) {
        return std::nullopt;
    }
    std::uint64_t before = 0;
    Node node = root_;
    for (const char c : digits) {
        const auto digit = static_cast<unsigned char>(c - '0');
        if (digit > 9 || node == none) {
            return std::nullopt;
        }
        before += nodes_[node].below[digit];
        node = nodes_[node].next[digit];
    }
    return node == none ? std::nullopt : std::optional(before);
}

void DigitStringSet::write(std::uint64_t rank, char* out) const noexcept {
    Node node = root_;
    for (std::size_t i = 0; i < length_; ++i) {
        const Choice& choice = nodes_[node];
        unsigned digit = 0;
        while (digit < 9 && rank >= choice.below[digit + 1]) {
            ++digit;
        }
        rank -= choice.below[digit];
        out[i] = static_cast<char>('0' + digit);
        node = choice.next[digit];
    }
}

} // namespace veil
