#include "core/dominance.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace veil {

namespace {

constexpr std::size_t least_capacity = 4;
constexpr double tolerance = 0x1p-40;

// Any number but 0, which marks a free slot.
constexpr std::uint64_t subject_of_hash_zero = 0x9e3779b97f4a7c15;

std::uint64_t known_subject(std::uint64_t subject) noexcept {
    return subject == 0 ? subject_of_hash_zero : subject;
}

} // namespace

std::size_t Contributions::new_capacity(std::size_t subject_count) noexcept {
    // Three quarters of it are used; the next doubling is some way off.
    return std::bit_ceil(std::max(least_capacity, subject_count + subject_count / 2 + 1));
}

Contribution& Contributions::slot_of(std::uint64_t subject) const noexcept {
    // Hashes of the caller's may be alike in their low bits; the high bits of the product depend on all.
    const std::size_t mask = slots_.size() - 1;
    std::size_t place = (subject * 0x9e3779b97f4a7c15) >> 32;
    while (slots_[place & mask].subject != 0 && slots_[place & mask].subject != subject) {
        ++place;
    }
    return slots_[place & mask];
}

std::span<Contribution> Contributions::move_to(std::span<Contribution> room) noexcept {
    std::fill(room.begin(), room.end(), Contribution{0, 0});
    const std::span<Contribution> old = slots_;
    slots_ = room;
    for (const Contribution& known : old) {
        if (known.subject != 0) {
            slot_of(known.subject) = known;
        }
    }
    return old;
}

void Contributions::add(std::uint64_t subject, double amount) noexcept {
    const std::uint64_t known = known_subject(subject);
    Contribution& slot = slot_of(known);
    if (slot.subject == 0) {
        slot = {known, 0};
        ++count_;
    }
    slot.amount += amount;
}

void Contributions::merge(const Contributions& other) noexcept {
    for (const Contribution& known : other.slots_) {
        if (known.subject != 0) {
            add(known.subject, known.amount);
        }
    }
}

void Contributions::copy_to(std::span<Contribution> room) const noexcept {
    auto* next = room.data();
    for (const Contribution& known : slots_) {
        if (known.subject != 0) {
            *next++ = known;
        }
    }
}

double Contributions::total() const noexcept {
    // By Neumaier: the order of the slots, which is that of the rows, is not seen in the sum.
    double sum = 0;
    double rest = 0;
    for (const Contribution& known : slots_) {
        const double amount = known.subject == 0 ? 0 : std::abs(known.amount);
        const double next = sum + amount;
        rest += sum >= amount ? (sum - next) + amount : (amount - next) + sum;
        sum = next;
    }
    // Of infinities the rest is no number.
    return std::isfinite(sum) ? sum + rest : sum;
}

void Contributions::largest(std::span<double> amounts) const noexcept {
    std::fill(amounts.begin(), amounts.end(), 0);
    for (const Contribution& known : slots_) {
        double amount = known.subject == 0 ? 0 : std::abs(known.amount);
        for (double& place : amounts) {
            if (amount > place) {
                std::swap(amount, place);
            }
        }
    }
}

void Contributions::largest(std::span<Contribution> contributions) const noexcept {
    std::fill(contributions.begin(), contributions.end(), Contribution{});
    for (const Contribution& known : slots_) {
        Contribution next{known.subject, known.subject == 0 ? 0 : std::abs(known.amount)};
        for (Contribution& place : contributions) {
            // Equal ones by their subjects, so that the order of rows is not seen.
            if (next.amount > place.amount || (next.amount == place.amount && next.subject > place.subject)) {
                std::swap(next, place);
            }
        }
    }
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
