// How much of a cell's sum its largest contributors have, and the two rules of dominance that ask for it: a
// sum that is nearly one subject's tells his value, however many others there are. The rules are those of A.
// Hundepool et al., Statistical Disclosure Control (Wiley 2012), section 4.2, and of the handbook of the same
// authors.
#pragma once

#include "core/subject_table.hpp"

namespace veil {

// What one subject has in a cell.
struct Contribution {
    std::uint64_t subject = 0; // a hash; 0 is nobody
    double amount = 0;         // the sum of the subject's values in the cell

    void add(const Contribution& other) noexcept { amount += other.amount; }
};

// (n, k): n is 1 ... so many.
inline constexpr std::uint32_t most_dominating_subjects = 10;

// A cell's largest contributions, falling, without sign, and the total of all of them: what both rules ask.
struct LargestContributions {
    std::span<const double> amounts;
    double total;
};

// The n largest contributions are k percent or more of the total. n: 1 ... most_dominating_subjects; a larger
// one counts as that, and 0 as 1. percent: above 0, at most 100.
[[nodiscard]] bool is_dominated(const LargestContributions& cell, std::uint32_t n, double percent) noexcept;
// The second largest contributor, who takes his own off the sum, knows the largest one's within p percent:
// what remains without both is p percent or less of the largest. percent: above 0.
[[nodiscard]] bool is_p_percent_unsafe(const LargestContributions& cell, double percent) noexcept;
// Both rules: at the limit itself a cell is unsafe, and so it is within 2^-40 of the total. Sums of doubles
// depend on the order of rows in their last digits, and shares that are round numbers are not to depend on
// it. A cell of nothing but zeros is safe.

// Sums by subject, of a cell and one variable. Two subjects with one hash count as one, who has more than
// either, so that a cell is held back rather than shown.
//
// A state is serialized as the contributions that copy_to() gives, in no order, and read by adding them. What
// is no finite number leaves the cell unsafe by either rule.
class Contributions : public SubjectTable<Contribution> {
  public:
    // A subject's contribution is the absolute value of its sum: where values may be negative, a cell's sum
    // may be small and be one subject's all the same (J. Tambay and J. Fillion, Strategies for processing
    // tabular data using the G-Confid cell suppression software, 2013).
    [[nodiscard]] double total() const noexcept;
    // The largest contributions, falling and without sign, and zeros behind them where there are no more
    // subjects.
    void largest(std::span<double> amounts) const noexcept;
    // The same with their subjects; 0 is nobody.
    void largest(std::span<Contribution> contributions) const noexcept;

    // By the rules above.
    [[nodiscard]] bool is_dominated(std::uint32_t n, double percent) const noexcept;
    [[nodiscard]] bool is_p_percent_unsafe(double percent) const noexcept;
};

} // namespace veil
