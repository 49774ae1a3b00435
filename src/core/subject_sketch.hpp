// Sets of subjects, so that it can be told whether two of them differ in few, and exactly in how many,
// without keeping them: by power sums over the field of 2^61 - 1 elements, as sets are reconciled (Minsky,
// Trachtenberg and Zippel, "Set reconciliation with nearly optimal communication complexity", 2003, have the
// same bounds).
//
// The difference of the sums of two sets is sum of w_i x_i^j over the d subjects that are in but one, w_i = 1
// or -1: a sequence that satisfies a linear recurrence of length d and, as all w_i differ from 0, of no
// shorter one. From 2d terms or more Berlekamp and Massey's algorithm finds that length. With 2k terms every
// difference of fewer than k is found, without an error; a larger one is taken for such a one where 2k terms
// that look random satisfy a recurrence of length k - 1, of which the chance is about 2^-61 each time.
#pragma once

#include "core/order_hash.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace veil {

class SubjectSketch {
  public:
    // For differences of fewer than `threshold` subjects: 1 ... largest_subject_threshold.
    explicit SubjectSketch(std::uint32_t threshold);

    // Of a subject that is not in it, by its keyed hash.
    void add(std::uint64_t hash) noexcept;
    // What is in several of these is in it so often, and so differs from what is in it once.
    void add_all(const SubjectSketch& other) noexcept;

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    // Of how many it may be that others differ from it in fewer than the threshold: the difference of counts
    // is no more than that, where neither was made by add_all.
    [[nodiscard]] bool is_union() const noexcept { return is_union_; }
    [[nodiscard]] std::uint32_t threshold() const noexcept {
        return static_cast<std::uint32_t>(sums_.size() / 2);
    }

    // Whether they differ, but in fewer subjects than the threshold, which is the same for both.
    [[nodiscard]] bool is_nearly(const SubjectSketch& other) const;
    friend bool operator==(const SubjectSketch&, const SubjectSketch&) = default;

    // As bytes, in the machine's own order; all of one threshold have the same size.
    [[nodiscard]] static std::size_t byte_size(std::uint32_t threshold) noexcept;
    void write(std::span<std::uint8_t> bytes) const noexcept;
    // Nothing where the bytes are none of that threshold.
    [[nodiscard]] static std::optional<SubjectSketch> read(std::span<const std::uint8_t> bytes,
                                                           std::uint32_t threshold);

  private:
    static constexpr std::size_t bucket_count = 64;

    std::uint64_t count_ = 0;
    bool is_union_ = false;
    // How many subjects have these last bits. Sets that differ in few subjects differ in few of these, which
    // is found out faster.
    std::array<std::uint32_t, bucket_count> buckets_{};
    std::vector<std::uint64_t> sums_;
};

} // namespace veil
