// Where a predicate that changes once changes: how a range on a generalization becomes the range on the
// values.
#pragma once

#include <cstdint>
#include <optional>

namespace veil {

// The least number of [first, last] for which `holds` is true, if it is false up to somewhere and true from
// there on. At most 65 calls. first <= last.
template <class Predicate>
[[nodiscard]] std::optional<std::uint64_t> least_that(std::uint64_t first, std::uint64_t last,
                                                      Predicate&& holds) {
    if (!holds(last)) {
        return std::nullopt;
    }
    while (first < last) {
        const std::uint64_t middle = first + (last - first) / 2;
        if (holds(middle)) {
            last = middle;
        } else {
            first = middle + 1;
        }
    }
    return last;
}

// The greatest, if it is true up to somewhere and false from there on.
template <class Predicate>
[[nodiscard]] std::optional<std::uint64_t> greatest_that(std::uint64_t first, std::uint64_t last,
                                                         Predicate&& holds) {
    if (!holds(first)) {
        return std::nullopt;
    }
    while (first < last) {
        const std::uint64_t middle = last - (last - first) / 2;
        if (holds(middle)) {
            first = middle;
        } else {
            last = middle - 1;
        }
    }
    return first;
}

} // namespace veil
