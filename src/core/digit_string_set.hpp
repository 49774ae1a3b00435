// A set of strings of digits of one length, numbered in their order.
#pragma once

#include "core/digit_automaton.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace veil {

// Ranking and unranking in a regular language (A. V. Goldberg and M. Sipser, "Compression and ranking", 1985;
// for encryption: M. Bellare, T. Ristenpart, P. Rogaway and T. Stegers, "Format-preserving encryption", SAC
// 2009, section 5). The numbers depend on the set alone, not on how its patterns were written.
class DigitStringSet {
  public:
    static constexpr std::size_t greatest_length = 18;

    // The strings of `length` digits, 1 to greatest_length, after which `has` holds for the automaton's
    // state. It is asked once a state at most. Throws std::bad_alloc, and what `has` throws.
    DigitStringSet(DigitAutomaton& automaton, std::size_t length,
                   const std::function<bool(DigitAutomaton::State)>& has);

    [[nodiscard]] std::uint64_t size() const noexcept { return nodes_[root_].below[10]; }

    // How many strings of the set come before this one, if it is in the set.
    [[nodiscard]] std::optional<std::uint64_t> rank(std::string_view digits) const noexcept;

    // The string that has so many before it, `rank` < size(). Writes `length` digits.
    void write(std::uint64_t rank, char* out) const noexcept;

  private:
    using Node = std::uint32_t;
    // Of these nothing can be reached, and of the other this is the end.
    static constexpr Node none = 0;
    static constexpr Node end = 1;

    // What can follow; equal for all beginnings after which the same can follow.
    struct Choice {
        std::array<Node, 10> next;
        std::array<std::uint64_t, 11> below; // strings whose next digit is less than this
    };

    class Builder;

    std::size_t length_;
    std::vector<Choice> nodes_;
    Node root_ = none;
};

} // namespace veil
