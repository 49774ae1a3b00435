// A grid of about square cells on the globe, for coordinates in degrees: global recoding of a place.
//
// Bands of equal height divide the way from pole to pole, cells of equal width divide each band; as many of
// both as come nearest to the length asked for, at least one. So no cell is cut by a pole or by the
// antimeridian. Lengths are those of WGS 84: 20 003 931.5 m from pole to pole, 40 075 016.7 m around the
// equator. The width of a cell is taken in the middle of its band, so cells have about equal areas but near
// the poles.
#pragma once

#include <cstdint>
#include <optional>

namespace veil {

struct GeographicGrid {
    std::int64_t bands;
    double bands_per_degree;
    double degrees_per_band;
    double cells_at_equator; // not rounded
};

// metres: at least 1, finite; checked by the caller.
[[nodiscard]] GeographicGrid geographic_grid(double metres) noexcept;

// The middle of a cell in units of 10^-8 degrees, always a multiple of ten: seven decimals, a centimetre.
inline constexpr double grid_units_per_degree = 1e8;
inline constexpr int grid_groups = 2; // 10000^-2 is a unit
inline constexpr int grid_decimals = 7;

// latitude: -90 ... 90 degrees; longitude: -180 ... 180, of which the two are the same place. Nothing for
// what lies outside and for NaN. Both total; the latitude is monotone, and both are idempotent.
[[nodiscard]] std::optional<std::int64_t> grid_latitude(double latitude, const GeographicGrid& grid) noexcept;
[[nodiscard]] std::optional<std::int64_t> grid_longitude(double longitude, double latitude,
                                                         const GeographicGrid& grid) noexcept;

// Both at once.
struct GridPlace {
    std::int64_t longitude;
    std::int64_t latitude;
};
[[nodiscard]] std::optional<GridPlace> grid_place(double longitude, double latitude,
                                                  const GeographicGrid& grid) noexcept;

} // namespace veil
