// Where a point's coordinates lie in a PostGIS geometry or geography as it is stored, so that they can be
// replaced without PostGIS: its own GSERIALIZED, versions 1 (PostGIS 2) and 2 (PostGIS 3), which is on disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace veil {

struct StoredPoint {
    std::size_t position; // of x, and y behind it: doubles in native order
    std::int32_t srid;    // 0 for none
    bool is_geography;    // degrees on the globe, whatever the SRID
};

// stored: what follows the length word of four bytes. Nothing for what is no two-dimensional point with
// coordinates, also for a point with a height or a measure: those would stay as they are.
[[nodiscard]] std::optional<StoredPoint> find_stored_point(std::span<const std::uint8_t> stored) noexcept;

} // namespace veil
