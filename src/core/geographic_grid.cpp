#include "core/geographic_grid.hpp"

#include <algorithm>
#include <cmath>
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

std::int64_t count_of(double length, double metres) noexcept {
    return std::max<std::int64_t>(nearest(length / metres), 1);
}

// The number of the part of `count` equal ones that divide 0 ... `whole` in which `position` lies, which is
// not negative: the conversion is the floor, without the call that this is before SSE4.1.
std::int64_t part_of(double position, double whole, std::int64_t count) noexcept {
    const auto part = static_cast<std::int64_t>(position / whole * static_cast<double>(count));
    return std::clamp<std::int64_t>(part, 0, count - 1);
}

double middle_of(std::int64_t part, double whole, std::int64_t count) noexcept {
    return (static_cast<double>(part) + 0.5) * whole / static_cast<double>(count);
}

std::int64_t units_of(double degrees) noexcept {
    return nearest(degrees * 1e7) * 10;
}

std::optional<std::int64_t> band_of(double latitude, const GeographicGrid& grid) noexcept {
    if (!(latitude >= -90.0 && latitude <= 90.0)) {
        return std::nullopt;
    }
    return part_of(latitude + 90.0, 180.0, grid.bands);
}

} // namespace

GeographicGrid geographic_grid(double metres) noexcept {
    return {metres, count_of(pole_to_pole, metres)};
}

std::optional<std::int64_t> grid_latitude(double latitude, const GeographicGrid& grid) noexcept {
    const std::optional<std::int64_t> band = band_of(latitude, grid);
    if (!band) {
        return std::nullopt;
    }
    return units_of(middle_of(*band, 180.0, grid.bands) - 90.0);
}

std::optional<std::int64_t> grid_longitude(double longitude, double latitude,
                                           const GeographicGrid& grid) noexcept {
    const std::optional<std::int64_t> band = band_of(latitude, grid);
    if (!band || !(longitude >= -180.0 && longitude <= 180.0)) {
        return std::nullopt;
    }
    const double middle = middle_of(*band, 180.0, grid.bands) - 90.0;
    const double around = equator * std::cos(middle * std::numbers::pi / 180.0);
    const std::int64_t cells = count_of(around, grid.metres);
    const double east = longitude == 180.0 ? 0.0 : longitude + 180.0;
    return units_of(middle_of(part_of(east, 360.0, cells), 360.0, cells) - 180.0);
}

} // namespace veil
