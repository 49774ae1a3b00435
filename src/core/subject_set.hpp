// How many different subjects stand behind a cell of a table, as far as a threshold asks: no more of them are
// remembered than that, so that a row costs next to nothing once there are enough.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

namespace veil {

// Thresholds are 1 ... largest_subject_threshold: every cell has room for so many hashes.
inline constexpr std::uint32_t largest_subject_threshold = 1000;

// Subjects by hashes of 64 bits. Two subjects with one hash count as one: the cell may be held back, never
// shown too early. `room` is the caller's, for at least `threshold` hashes.
class SubjectSet {
  public:
    SubjectSet() noexcept = default;
    explicit SubjectSet(std::span<std::uint64_t> room) noexcept
        : hashes_(room.data()), threshold_(static_cast<std::uint32_t>(room.size())) {}

    [[nodiscard]] bool has_room() const noexcept { return hashes_ != nullptr; }
    [[nodiscard]] bool is_enough() const noexcept { return has_room() && count_ == threshold_; }
    [[nodiscard]] std::span<const std::uint64_t> hashes() const noexcept { return {hashes_, count_}; }

    // Needs room.
    void add(std::uint64_t hash) noexcept {
        const std::span<const std::uint64_t> known = hashes();
        if (!is_enough() && std::find(known.begin(), known.end(), hash) == known.end()) {
            hashes_[count_++] = hash;
        }
    }

  private:
    std::uint64_t* hashes_ = nullptr;
    std::uint32_t count_ = 0;
    std::uint32_t threshold_ = 0;
};

} // namespace veil
