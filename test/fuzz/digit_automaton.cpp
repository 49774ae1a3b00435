// Whatever the expressions, they are refused or read; the numbers of the set agree with the automaton, both
// ways.
#include "core/digit_automaton.hpp"
#include "core/digit_string_set.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstdlib>
#include <string>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    const auto length = input.ConsumeIntegralInRange<std::size_t>(0, 19);
    const std::string digits = input.ConsumeRandomLengthString(20);
    veil::DigitAutomaton automaton;
    try {
        automaton.add(1, input.ConsumeRandomLengthString(40), input.ConsumeBool());
        automaton.add(2, input.ConsumeRandomLengthString(40));
    } catch (const veil::InvalidPattern&) {
        return 0;
    }
    const veil::DigitStringSet set(automaton, length,
                                   [&](auto state) { return !automaton.matched(state).empty(); });
    bool is_digits = true;
    auto state = automaton.start();
    for (const char c : digits) {
        is_digits = is_digits && c >= '0' && c <= '9';
        if (is_digits) {
            state = automaton.next(state, static_cast<unsigned>(c - '0'));
        }
    }
    const bool belongs = is_digits && !digits.empty() && digits.size() == length && length <= 18 &&
                         !automaton.matched(state).empty();
    const auto rank = set.rank(digits);
    require(rank.has_value() == belongs && (!rank || *rank < set.size()));
    for (const std::uint64_t place : {std::uint64_t{0}, set.size() / 3, set.size() - 1}) {
        if (place < set.size()) {
            std::string written(length, '?');
            set.write(place, written.data());
            require(set.rank(written) == place);
        }
    }
    return 0;
}
