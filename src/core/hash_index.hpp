// Numbers by 64-bit hashes: open addressing, no allocation before the first is put in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace veil {

class HashIndex {
  public:
    static constexpr std::uint16_t none = 0xFFFF;

    // The number of this hash, or `none`. In constant time: at least half of the places are empty.
    [[nodiscard]] std::uint16_t find(std::uint64_t hash) const noexcept {
        return slots_.empty() ? none : slots_[place_of(hash)].number;
    }

    // Puts in a number, which is not `none`, where the hash has none. The number that it has. Throws
    // std::bad_alloc.
    std::uint16_t insert(std::uint64_t hash, std::uint16_t number);

  private:
    struct Slot {
        std::uint64_t hash = 0;
        std::uint16_t number = none;
    };

    // Where the hash is, or would be.
    [[nodiscard]] std::size_t place_of(std::uint64_t hash) const noexcept {
        // Fibonacci hashing: what is put in may be numbers one beside the other.
        std::size_t place = (hash ^ hash >> 32U) * 0x9e3779b97f4a7c15U >> 40U & mask_;
        while (slots_[place].number != none && slots_[place].hash != hash) {
            place = (place + 1) & mask_;
        }
        return place;
    }

    void grow();

    std::vector<Slot> slots_;
    std::size_t mask_ = 0;
    std::size_t count_ = 0;
};

} // namespace veil
