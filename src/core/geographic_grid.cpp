#include "core/geographic_grid.hpp"

#include <algorithm>
#include <array>
#include <numbers>

namespace veil {

namespace {

constexpr double pole_to_pole = 20'003'931.4586;
constexpr double equator = 40'075'016.6856;

// Half away from zero, as std::llround, but inline. What is left after the conversion is exact.
std::int64_t nearest(double value) noexcept {
    const auto whole = static_cast<std::int64_t>(value);
    const double rest = value - static_cast<double>(whole);
    return whole + static_cast<std::int64_t>(rest >= 0.5) - static_cast<std::int64_t>(rest <= -0.5);
}

// The conversion of what is not negative is the floor, without the call that this is before SSE4.1. Products
// with a reciprocal: a division takes as long as all the rest.
std::int64_t part_of(double position, double parts_per_unit, std::int64_t count) noexcept {
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(position * parts_per_unit), 0, count - 1);
}

// cos(90 * sqrt(square) degrees) for 0 <= square <= 1, within 10^-10: the series in (pi/2)^2 square, in pairs
// that do not wait for each other. A library's cosine takes longer, and may differ in the last bit from
// machine to machine, and with it the number of cells.
double cosine_of_quarter(double square) noexcept {
    constexpr double x = std::numbers::pi * std::numbers::pi / 4;
    constexpr std::array<double, 8> c{1.0,
                                      -x / 2,
                                      x * x / 24,
                                      -x * x * x / 720,
                                      x * x * x * x / 40'320,
                                      -x * x * x * x * x / 3'628'800,
                                      x * x * x * x * x * x / 479'001'600,
                                      -x * x * x * x * x * x * x / 87'178'291'200};
    const double fourth = square * square;
    const double low = (c[0] + c[1] * square) + (c[2] + c[3] * square) * fourth;
    const double high = (c[4] + c[5] * square) + (c[6] + c[7] * square) * fourth;
    return low + high * (fourth * fourth);
}

std::int64_t units_of(double degrees) noexcept {
    return nearest(degrees * 1e7) * 10;
}

std::optional<std::int64_t> band_of(double latitude, const GeographicGrid& grid) noexcept {
    if (!(latitude >= -90.0 && latitude <= 90.0)) {
        return std::nullopt;
    }
    return part_of(latitude + 90.0, grid.bands_per_degree, grid.bands);
}

double middle_of(std::int64_t band, const GeographicGrid& grid) noexcept {
    return (static_cast<double>(band) + 0.5) * grid.degrees_per_band - 90.0;
}

} // namespace

GeographicGrid geographic_grid(double metres) noexcept {
    const std::int64_t bands = std::max<std::int64_t>(nearest(pole_to_pole / metres), 1);
    return {bands, static_cast<double>(bands) / 180.0, 180.0 / static_cast<double>(bands), equator / metres};
}

std::optional<std::int64_t> grid_latitude(double latitude, const GeographicGrid& grid) noexcept {
    const std::optional<std::int64_t> band = band_of(latitude, grid);
    if (!band) {
        return std::nullopt;
    }
    return units_of(middle_of(*band, grid));
}

std::optional<GridPlace> grid_place(double longitude, double latitude, const GeographicGrid& grid) noexcept {
    const std::optional<std::int64_t> band = band_of(latitude, grid);
    if (!band || !(longitude >= -180.0 && longitude <= 180.0)) {
        return std::nullopt;
    }
    const double middle = middle_of(*band, grid);
    const double quarters = middle * (1.0 / 90.0);
    const std::int64_t cells =
        std::max<std::int64_t>(nearest(grid.cells_at_equator * cosine_of_quarter(quarters * quarters)), 1);
    const auto count = static_cast<double>(cells);
    const double east = longitude == 180.0 ? 0.0 : longitude + 180.0;
    const std::int64_t cell = part_of(east, count * (1.0 / 360.0), cells);
    return GridPlace{units_of((static_cast<double>(cell) + 0.5) * 360.0 / count - 180.0), units_of(middle)};
}

std::optional<std::int64_t> grid_longitude(double longitude, double latitude,
                                           const GeographicGrid& grid) noexcept {
    const std::optional<GridPlace> place = grid_place(longitude, latitude, grid);
    if (!place) {
        return std::nullopt;
    }
    return place->longitude;
}

} // namespace veil
