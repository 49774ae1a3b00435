#include "core/sample_plan.hpp"

#include <algorithm>
#include <cmath>

namespace veil {

namespace {

// 16 MB: reading that takes some hundredths of a second.
constexpr double few_pages = 2000;
constexpr double least_pages = 300;
// Of an estimate that is too low.
constexpr std::uint64_t reserve = 4;

} // namespace

SamplePlan plan_sample(double pages, double rows, std::uint64_t wanted, bool can_be_sampled) noexcept {
    const SamplePlan first_rows{SamplePlan::Method::first_rows, 100, 1, wanted};
    const auto target = static_cast<double>(wanted);
    if (!can_be_sampled || !(rows > target) || !(pages >= 1)) {
        return first_rows;
    }
    if (pages <= few_pages) {
        return {SamplePlan::Method::bernoulli, std::clamp(110 * target / rows, 1e-9, 100.0), 1, wanted};
    }
    const double density = rows / pages;
    const double pages_read = std::min(pages, std::max(least_pages, std::ceil(1.2 * target / density)));
    const double rows_read = pages_read * density;
    const auto step = static_cast<std::uint64_t>(std::clamp(rows_read / (1.1 * target), 1.0, 1e6));
    return {SamplePlan::Method::system, std::clamp(100 * pages_read / pages, 1e-9, 100.0), step,
            std::max(static_cast<std::uint64_t>(std::min(rows_read, 1e12)), wanted) * reserve};
}

} // namespace veil
