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

bool Contributions::is_dominated(std::uint32_t n, double percent) const noexcept {
    std::array<double, most_dominating_subjects> amounts{};
    const std::span<double> first =
        std::span(amounts).first(std::clamp(n, std::uint32_t{1}, most_dominating_subjects));
    largest(first);
    double dominating = 0;
    for (const double amount : first) {
        dominating += amount;
    }
    const double all = total();
    // Written so that what is no number is unsafe.
    return all != 0 && !(dominating < (percent / 100 - tolerance) * all && std::isfinite(all));
}

bool Contributions::is_p_percent_unsafe(double percent) const noexcept {
    std::array<double, 2> amounts{};
    largest(amounts);
    const double all = total();
    const double rest = all - amounts[0] - amounts[1];
    return all != 0 && !(rest > percent / 100 * amounts[0] + tolerance * all && std::isfinite(all));
}

} // namespace veil
