#include "core/stored_point.hpp"

#include <cstring>

namespace veil {

namespace {

constexpr std::uint8_t has_height = 0x01;
constexpr std::uint8_t has_measure = 0x02;
constexpr std::uint8_t has_box = 0x04;
constexpr std::uint8_t geodetic = 0x08;
constexpr std::uint8_t has_more_flags = 0x10; // of version 2
constexpr std::uint8_t version_2 = 0x40;

constexpr std::uint32_t point_type = 1;
constexpr std::size_t header_size = 4; // three bytes of SRID, one of flags
constexpr std::size_t more_flags_size = 8;

std::uint32_t word_at(std::span<const std::uint8_t> bytes, std::size_t position) noexcept {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data() + position, sizeof(word));
    return word;
}

} // namespace

std::optional<StoredPoint> find_stored_point(std::span<const std::uint8_t> stored) noexcept {
    if (stored.size() < header_size) {
        return std::nullopt;
    }
    const std::uint8_t flags = stored[3];
    if ((flags & (has_height | has_measure | has_box)) != 0) {
        return std::nullopt;
    }
    const bool has_more = (flags & version_2) != 0 && (flags & has_more_flags) != 0;
    const std::size_t body = header_size + (has_more ? more_flags_size : 0);
    constexpr std::size_t body_size = 2 * sizeof(std::uint32_t) + 2 * sizeof(double);
    if (stored.size() != body + body_size || word_at(stored, body) != point_type ||
        word_at(stored, body + sizeof(std::uint32_t)) != 1) {
        return std::nullopt;
    }
    // 21 bits with a sign.
    const std::uint32_t bits = std::uint32_t{stored[0]} << 16 | std::uint32_t{stored[1]} << 8 | stored[2];
    const auto srid = static_cast<std::int32_t>(bits << 11) >> 11;
    return StoredPoint{body + 2 * sizeof(std::uint32_t), srid, (flags & geodetic) != 0};
}

} // namespace veil
