#include "core/contributors.hpp"

#include <algorithm>
#include <cmath>

namespace veil {

void Contributors::merge(const Contributors& other) noexcept {
    hash_[0] += other.hash_[0];
    hash_[1] += other.hash_[1];
    for (std::size_t i = 0; i < registers_.size(); ++i) {
        registers_[i] = std::max(registers_[i], other.registers_[i]);
    }
}

double Contributors::estimated_subjects() const noexcept {
    constexpr auto count = static_cast<double>(std::size_t{1} << register_bits);
    constexpr double alpha = 0.7213 / (1 + 1.079 / count);
    double sum = 0;
    for (const std::uint8_t rank : registers_) {
        sum += std::ldexp(1.0, -rank);
    }
    const auto free = static_cast<double>(std::count(registers_.begin(), registers_.end(), 0));
    const double estimate = alpha * count * count / sum;
    // Few subjects are counted by the registers that they left free.
    return free > 0 && estimate <= 2.5 * count ? count * std::log(count / free) : estimate;
}

} // namespace veil
