#include "core/geographic_grid.hpp"

#include "core/stored_point.hpp"
#include "core/text_combination.hpp"
#include "test_values.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numbers>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace veil {
namespace {

TEST(GeographicGrid, HasNoPlaceForWhatIsNowhere) {
    const GeographicGrid grid = geographic_grid(1000);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double latitude : {90.0000001, -90.0000001, nan, infinity, -infinity}) {
        EXPECT_EQ(grid_latitude(latitude, grid), std::nullopt);
        EXPECT_EQ(grid_longitude(0, latitude, grid), std::nullopt);
    }
    for (const double longitude : {180.0000001, -180.0000001, nan, infinity, -infinity}) {
        EXPECT_EQ(grid_longitude(longitude, 0, grid), std::nullopt);
    }
}

TEST(GeographicGrid, MeetsItselfAtTheAntimeridian) {
    for (const double metres : {1.0, 250.0, 1000.0, 1e6, 1e9}) {
        const GeographicGrid grid = geographic_grid(metres);
        for (const double latitude : {-90.0, -45.5, 0.0, 52.37, 89.99, 90.0}) {
            EXPECT_EQ(grid_longitude(180, latitude, grid), grid_longitude(-180, latitude, grid));
            EXPECT_TRUE(grid_latitude(latitude, grid));
        }
    }
    EXPECT_EQ(grid_latitude(12, geographic_grid(1e9)), 0);
    EXPECT_EQ(grid_longitude(12, 12, geographic_grid(1e9)), 0);
}

TEST(GeographicGrid, CellsAreAsLongAsAskedFor) {
    auto random = test::repeatable_random();
    std::uniform_real_distribution<double> latitudes(-85, 85);
    std::uniform_real_distribution<double> longitudes(-180, 180);
    for (int i = 0; i < 300'000; ++i) {
        const double metres = std::pow(10.0, static_cast<double>(random() % 5));
        const GeographicGrid grid = geographic_grid(metres);
        const double latitude = latitudes(random);
        const double longitude = longitudes(random);
        const auto middle = grid_latitude(latitude, grid);
        const auto meridian = grid_longitude(longitude, latitude, grid);
        ASSERT_TRUE(middle && meridian);
        ASSERT_EQ(*middle % 10, 0);
        const double north = static_cast<double>(*middle) / grid_units_per_degree;
        const double east = static_cast<double>(*meridian) / grid_units_per_degree;
        const double slack = metres * 0.51 + 0.02;
        ASSERT_LE(std::abs(north - latitude) * 111'132.95, slack);
        ASSERT_LE(std::abs(east - longitude) * 111'319.49 * std::cos(north * std::numbers::pi / 180), slack);
        ASSERT_EQ(grid_latitude(north, grid), middle);
        ASSERT_EQ(grid_longitude(east, north, grid), meridian);
        ASSERT_LE(grid_latitude(latitude - 1e-3, grid), middle);
    }
}

std::vector<std::uint8_t> stored_point(std::uint8_t flags, std::uint32_t type, std::uint32_t count,
                                       std::size_t before = 0) {
    std::vector<std::uint8_t> bytes{0x00, 0x10, 0xE6, flags}; // SRID 4326
    bytes.resize(4 + before);
    const auto append = [&](const void* value, std::size_t size) {
        const auto* start = static_cast<const std::uint8_t*>(value);
        bytes.insert(bytes.end(), start, start + size);
    };
    append(&type, sizeof(type));
    append(&count, sizeof(count));
    for (std::uint32_t i = 0; i < 2 * count; ++i) {
        const double coordinate = i;
        append(&coordinate, sizeof(coordinate));
    }
    return bytes;
}

TEST(StoredPoint, IsFoundWhereThereIsOne) {
    const auto version_1 = find_stored_point(stored_point(0x00, 1, 1));
    ASSERT_TRUE(version_1);
    EXPECT_EQ(version_1->position, 12U);
    EXPECT_EQ(version_1->srid, 4326);
    EXPECT_FALSE(version_1->is_geography);
    EXPECT_TRUE(find_stored_point(stored_point(0x48, 1, 1))->is_geography);
    EXPECT_EQ(find_stored_point(stored_point(0x50, 1, 1, 8))->position, 20U);
}

TEST(StoredPoint, IsNotFoundInAnythingElse) {
    EXPECT_EQ(find_stored_point({}), std::nullopt);
    EXPECT_EQ(find_stored_point(stored_point(0x40, 2, 1)), std::nullopt);
    EXPECT_EQ(find_stored_point(stored_point(0x40, 1, 0)), std::nullopt);
    EXPECT_EQ(find_stored_point(stored_point(0x40, 1, 2)), std::nullopt);
    EXPECT_EQ(find_stored_point(stored_point(0x50, 1, 1)), std::nullopt);
    for (const int flag : {0x01, 0x02, 0x04}) {
        EXPECT_EQ(find_stored_point(stored_point(static_cast<std::uint8_t>(0x40 | flag), 1, 1)),
                  std::nullopt);
    }
    const auto whole = stored_point(0x40, 1, 1);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(find_stored_point(std::span(whole).first(size)), std::nullopt);
    }
}

std::string combined(const std::vector<std::string>& parts, char separator) {
    std::string result;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        std::string part(escaped_size(parts[i], separator), '?');
        EXPECT_EQ(write_escaped(parts[i], separator, part.data()), part.data() + part.size());
        result += (i > 0 ? std::string(1, separator) : "") + part;
    }
    return result;
}

TEST(TextCombination, TellsListsApart) {
    EXPECT_EQ(combined({"a", "b|c", "\\"}, '|'), "a|b\\|c|\\\\");
    const std::vector<std::string> words{"", "|", "\\", "||", "\\|", "a", "|\\", "a|"};
    std::set<std::string> seen;
    for (const std::string& first : words) {
        for (const std::string& second : words) {
            for (const std::string& third : words) {
                EXPECT_TRUE(seen.insert(combined({first, second, third}, '|')).second);
            }
        }
    }
    EXPECT_FALSE(is_separator('\\'));
    EXPECT_FALSE(is_separator('\0'));
    EXPECT_FALSE(is_separator('\n'));
    EXPECT_FALSE(is_separator(static_cast<char>(0xC3)));
    EXPECT_TRUE(is_separator(' '));
}

} // namespace
} // namespace veil
