// Which noise, on which grid, and how that is written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace veil {

enum class NoiseDistribution { laplace, gaussian, uniform };

struct NoiseForm {
    // Of Laplace's distribution the mean deviation, of the normal one the standard deviation, of the uniform
    // one half the width; in 2^-24 steps of the grid. At least one step.
    std::uint64_t scale;
    // The distance of two grid points, as a decimal number without an exponent.
    std::string grid;
    // The least and the greatest result, in steps.
    std::int64_t low;
    std::int64_t high;
    NoiseDistribution distribution;
    // What is measured: a column's name, or that of a variable that several columns hold.
    std::string variable;
};

inline constexpr int noise_scale_bits = 24;
inline constexpr std::uint64_t least_noise_scale = std::uint64_t{1} << noise_scale_bits;

[[nodiscard]] std::optional<NoiseDistribution> parse_noise_distribution(std::string_view name) noexcept;

// "<distribution> v1 scale <scale> grid <grid> from <low> to <high> of <variable>". Nothing for any other
// text. v1 is the version of the way from a value to its noise.
[[nodiscard]] std::optional<NoiseForm> parse_noise_form(std::string_view text);
[[nodiscard]] std::string to_text(const NoiseForm& form);

// The purpose of the key of the noise: all of the form but the bounds, which change no noise. Of two scales
// the noises are independent: were they drawn from the same bits, a rule whose scale changes would show the
// value.
[[nodiscard]] std::string noise_purpose(const NoiseForm& form);

} // namespace veil
