// How to draw a sample of a table's rows at a cost that does not grow with the table.
#pragma once

#include <cstdint>

namespace veil {

struct SamplePlan {
    enum class Method : std::uint8_t {
        first_rows, // all of a small table; of what cannot be sampled, those that come first
        bernoulli,  // each row by chance: reads all pages
        system,     // pages by chance, with all their rows
    };
    Method method;
    double percent;      // above 0, at most 100
    std::uint64_t step;  // each so many rows one is taken: those of one page resemble each other
    std::uint64_t limit; // rows to be read
};

// `rows` is an estimate, the planner's or a guess; `wanted` at least 1.
[[nodiscard]] SamplePlan plan_sample(double pages, double rows, std::uint64_t wanted,
                                     bool can_be_sampled) noexcept;

} // namespace veil
