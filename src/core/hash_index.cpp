#include "core/hash_index.hpp"

namespace veil {

std::uint16_t HashIndex::insert(std::uint64_t hash, std::uint16_t number) {
    if ((count_ + 1) * 2 > slots_.size()) {
        grow();
    }
    Slot& slot = slots_[place_of(hash)];
    if (slot.number == none) {
        slot = {hash, number};
        ++count_;
    }
    return slot.number;
}

void HashIndex::grow() {
    constexpr std::size_t fewest_slots = 32;
    std::vector<Slot> before(slots_.empty() ? fewest_slots : slots_.size() * 2);
    before.swap(slots_);
    mask_ = slots_.size() - 1;
    for (const Slot& slot : before) {
        if (slot.number != none) {
            slots_[place_of(slot.hash)] = slot;
        }
    }
}

} // namespace veil
