// Cell keys: noise on what is shown of a cell, which follows from a key, from whose rows are in the cell and
// from what was asked, so that the same question has the same answer for ever. As the cell key method of
// statistical offices has it (B. Fraser and J. Wooton, "A proposed method for confidentialising tabular
// output to protect against differencing", UNECE 2005), and with a layer for each condition (P. Francis et
// al., "Diffix: High-utility database anonymization", 2017): noise by the rows alone tells whether two cells
// are of the same ones, noise by the conditions alone cancels out in a difference.
#pragma once

#include "core/cell_summary.hpp"
#include "core/hmac_sha256.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace veil {

// The standard deviation of a layer, in subjects, lies between these.
inline constexpr double least_cell_noise = 0.1;
inline constexpr double most_cell_noise = 1000;

enum class PerturbedValue : std::uint8_t { rows, subjects, sum, mean };

// What is shown of a cell.
struct NoisyQuestion {
    PerturbedValue value;
    std::string_view variable; // whose sum or mean it is; noises of two of them are independent
    double deviation;          // of a layer; noises of two deviations are independent too
    int least_exponent;        // a sum is a multiple of 10 to this
    // In one form each, each once: all that the rows of the cell have in common.
    std::span<const std::string> conditions;
    std::int64_t subjects; // how many they are, where that is asked
};

// Not for two threads at once (see HmacSha256).
class CellNoise {
  public:
    static constexpr std::string_view purpose = "cell noise";

    explicit CellNoise(const Key256& key) : hmac_(key.bytes()) {}

    // Of a cell whose contributors are known. A subject is worth what one has on average: a cell in which
    // each has five rows has five times the noise.
    // - rows, subjects: whole numbers, not below zero. Where each subject has one row they are the same.
    // - sum: rounded to a tenth of a layer at least, since the digits behind it would be the exact sum's.
    // - mean: the perturbed sum by the perturbed rows, rounded in the same way; NaN where these are none.
    [[nodiscard]] double perturb(const CellSummary& cell, const NoisyQuestion& question) const;

  private:
    // All layers together, in subjects.
    [[nodiscard]] double noise(std::string_view variable, const CellSummary& cell,
                               const NoisyQuestion& question) const noexcept;
    [[nodiscard]] std::int64_t layer(char kind, std::string_view variable, double deviation,
                                     std::span<const std::uint8_t> seed) const noexcept;

    HmacSha256 hmac_;
};

} // namespace veil
