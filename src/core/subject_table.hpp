// A hash table of subjects in memory that the caller gives, for aggregates: nothing is allocated, and nothing
// is raised.
#pragma once

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace veil {

// What is kept of each subject. Two slots of one subject make one.
template <class Slot>
concept SubjectSlot = requires(Slot slot, const Slot& other) {
    { slot.subject } -> std::same_as<std::uint64_t&>; // a hash; 0 where the slot is free
    slot.add(other);
};

// Subjects are known by hashes of 64 bits, which need not be uniform. The memory is a power of two of slots:
// while is_full(), nothing must be added before move_to() gave it new_capacity() slots.
template <SubjectSlot Slot>
class SubjectTable {
  public:
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    [[nodiscard]] bool is_full() const noexcept { return count_ >= slots_.size() / 4 * 3; }
    // Slots for twice the subjects.
    [[nodiscard]] std::size_t new_capacity() const noexcept { return new_capacity(count_ + 1); }
    // Slots for so many subjects at least, as for those of two tables to be merged.
    [[nodiscard]] static std::size_t new_capacity(std::size_t subject_count) noexcept {
        // Three quarters of it are used; the next doubling is some way off.
        return std::bit_ceil(std::max(least_capacity, subject_count + subject_count / 2 + 1));
    }

    // Goes over to the room, of a power of two of slots, 4 at least and more than it has, whatever is in it.
    // Returns the old one, for the caller to free.
    std::span<Slot> move_to(std::span<Slot> room) noexcept {
        std::fill(room.begin(), room.end(), Slot{});
        const std::span<Slot> old = slots_;
        slots_ = room;
        for (const Slot& known : old) {
            if (known.subject != 0) {
                place_of(known.subject) = known;
            }
        }
        return old;
    }

    // Needs room.
    void add(Slot slot) noexcept {
        slot.subject = slot.subject == 0 ? subject_of_hash_zero : slot.subject;
        Slot& place = place_of(slot.subject);
        if (place.subject == 0) {
            place = slot;
            ++count_;
        } else {
            place.add(slot);
        }
    }
    // Needs room for the subjects of both.
    void merge(const SubjectTable& other) noexcept {
        other.for_each([&](const Slot& slot) { add(slot); });
    }

    // In no order.
    template <class Function>
    void for_each(Function function) const {
        for (const Slot& slot : slots_) {
            if (slot.subject != 0) {
                function(slot);
            }
        }
    }
    // `room` is for size() of them.
    void copy_to(std::span<Slot> room) const noexcept {
        auto* next = room.data();
        for_each([&](const Slot& slot) { *next++ = slot; });
    }

  private:
    static constexpr std::size_t least_capacity = 4;
    // Any number but 0.
    static constexpr std::uint64_t subject_of_hash_zero = 0x9e3779b97f4a7c15;

    [[nodiscard]] Slot& place_of(std::uint64_t subject) const noexcept {
        // Hashes may be alike in their low bits; the high bits of the product depend on all.
        const std::size_t mask = slots_.size() - 1;
        std::size_t place = (subject * 0x9e3779b97f4a7c15) >> 32;
        while (slots_[place & mask].subject != 0 && slots_[place & mask].subject != subject) {
            ++place;
        }
        return slots_[place & mask];
    }

    std::span<Slot> slots_;
    std::size_t count_ = 0;
};

} // namespace veil
