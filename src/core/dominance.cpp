#include "core/dominance.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace veil {

namespace {

constexpr double tolerance = 0x1p-40;

} // namespace

double Contributions::total() const noexcept {
    // By Neumaier: the order of the slots, which is that of the rows, is not seen in the sum.
    double sum = 0;
    double rest = 0;
    for_each([&](const Contribution& known) {
        const double amount = std::abs(known.amount);
        const double next = sum + amount;
        rest += sum >= amount ? (sum - next) + amount : (amount - next) + sum;
        sum = next;
    });
    // Of infinities the rest is no number.
    return std::isfinite(sum) ? sum + rest : sum;
}

void Contributions::largest(std::span<double> amounts) const noexcept {
    std::fill(amounts.begin(), amounts.end(), 0);
    for_each([&](const Contribution& known) {
        double amount = std::abs(known.amount);
        for (double& place : amounts) {
            if (amount > place) {
                std::swap(amount, place);
            }
        }
    });
}

void Contributions::largest(std::span<Contribution> contributions) const noexcept {
    std::fill(contributions.begin(), contributions.end(), Contribution{});
    for_each([&](const Contribution& known) {
        Contribution next{known.subject, std::abs(known.amount)};
        for (Contribution& place : contributions) {
            // Equal ones by their subjects, so that the order of rows is not seen.
            if (next.amount > place.amount || (next.amount == place.amount && next.subject > place.subject)) {
                std::swap(next, place);
            }
        }
    });
}

bool Contributions::is_dominated(std::uint32_t n, double percent) const noexcept {
    std::array<double, most_dominating_subjects> amounts{};
    largest(std::span<double>(amounts));
    return veil::is_dominated({amounts, total()}, n, percent);
}

bool Contributions::is_p_percent_unsafe(double percent) const noexcept {
    std::array<double, 2> amounts{};
    largest(std::span<double>(amounts));
    return veil::is_p_percent_unsafe({amounts, total()}, percent);
}

bool is_dominated(const LargestContributions& cell, std::uint32_t n, double percent) noexcept {
    double dominating = 0;
    const std::size_t first = std::clamp(n, std::uint32_t{1}, most_dominating_subjects);
    for (const double amount : cell.amounts.first(std::min(first, cell.amounts.size()))) {
        dominating += amount;
    }
    // Written so that what is no number is unsafe.
    return cell.total != 0 &&
           !(dominating < (percent / 100 - tolerance) * cell.total && std::isfinite(cell.total));
}

bool is_p_percent_unsafe(const LargestContributions& cell, double percent) noexcept {
    const double first = cell.amounts.empty() ? 0 : cell.amounts[0];
    const double second = cell.amounts.size() < 2 ? 0 : cell.amounts[1];
    const double rest = cell.total - first - second;
    return cell.total != 0 &&
           !(rest > percent / 100 * first + tolerance * cell.total && std::isfinite(cell.total));
}

} // namespace veil
