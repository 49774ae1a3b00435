#include "core/cell_noise.hpp"

#include "core/byte_order.hpp"
#include "core/noise.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace veil {

namespace {

// Layers are counted in 2^-12ths of a subject.
constexpr int layer_bits = 12;

// 2^-24ths of that, as noise_deviate() has its scale.
std::uint64_t scale_of(double deviation) noexcept {
    return static_cast<std::uint64_t>(std::llround(std::ldexp(deviation, layer_bits + noise_scale_bits)));
}

// What is worth as much as one subject, of an amount that all of them have.
double typical(const CellSummary& cell, double amount) noexcept {
    return cell.rows == 0 ? 0 : amount / std::fmax(1, cell.subjects_estimate);
}

double whole_number(double value) noexcept {
    return std::fmax(0, std::nearbyint(value));
}

// To a multiple of the power of ten that is a tenth of the noise or less.
double rounded(double value, double noise, int least_exponent) noexcept {
    int exponent = least_exponent;
    if (noise > 0 && std::isfinite(noise)) {
        exponent = std::max(exponent, static_cast<int>(std::floor(std::log10(noise))) - 1);
    }
    // Powers of ten with a positive exponent are exact up to 10^22, and the others are not: so divide by
    // these.
    const double power = std::pow(10, std::abs(exponent));
    const double result =
        exponent < 0 ? std::nearbyint(value * power) / power : std::nearbyint(value / power) * power;
    return std::isfinite(result) ? result : value;
}

constexpr int no_exponent = -300;

std::span<const std::uint8_t> bytes_of(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace

std::int64_t CellNoise::layer(char kind, std::string_view variable, double deviation,
                              std::span<const std::uint8_t> seed) const noexcept {
    const std::uint64_t scale = scale_of(deviation);
    // Of known length, so that no two sequences of parts are the same bytes.
    std::array<std::uint8_t, 17> head{};
    head[0] = static_cast<std::uint8_t>(kind);
    store_big_endian(scale, head.data() + 1);
    store_big_endian(std::uint64_t{variable.size()}, head.data() + 9);
    std::array<std::uint8_t, 32> mac;
    hmac_.mac(std::array<HmacSha256::Bytes, 3>{head, bytes_of(variable), seed}, mac);
    return noise_deviate(
        NoiseDistribution::gaussian, scale,
        {load_big_endian<std::uint64_t>(mac.data()), load_big_endian<std::uint64_t>(mac.data() + 8)});
}

double CellNoise::noise(std::string_view variable, const CellSummary& cell,
                        const NoisyQuestion& question) const noexcept {
    std::array<std::uint8_t, 24> rows{};
    store_big_endian(static_cast<std::uint64_t>(cell.rows), rows.data());
    store_big_endian(cell.contributors[0], rows.data() + 8);
    store_big_endian(cell.contributors[1], rows.data() + 16);
    std::int64_t sum = layer('r', variable, question.deviation, rows);
    for (const std::string& condition : question.conditions) {
        sum += layer('c', variable, question.deviation, bytes_of(condition));
    }
    return std::ldexp(static_cast<double>(sum), -layer_bits);
}

double CellNoise::perturb(const CellSummary& cell, const NoisyQuestion& question) const {
    const auto rows = static_cast<double>(cell.rows);
    const auto subjects = static_cast<double>(question.subjects);
    auto perturbed_rows = [&] {
        return whole_number(rows + noise("rows", cell, question) * typical(cell, rows));
    };
    switch (question.value) {
    case PerturbedValue::rows:
        return perturbed_rows();
    case PerturbedValue::subjects:
        return rows == subjects ? perturbed_rows()
                                : whole_number(subjects + noise("subjects", cell, question));
    case PerturbedValue::sum:
    case PerturbedValue::mean:
        break;
    }
    const double one = typical(cell, cell.magnitude);
    const double sum = cell.sum + noise("sum " + std::string(question.variable), cell, question) * one;
    if (question.value == PerturbedValue::sum) {
        return rounded(sum, question.deviation * one, question.least_exponent);
    }
    const double of_rows = perturbed_rows();
    return of_rows == 0 ? std::numeric_limits<double>::quiet_NaN()
                        : rounded(sum / of_rows, question.deviation * one / of_rows, no_exponent);
}

} // namespace veil
