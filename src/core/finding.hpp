// What the detectors of free text have in common: the kinds of things they find, and where.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace veil {

// The order is that in which two findings of the same place, confidence and length are preferred.
enum class Entity : std::uint8_t {
    known, // an identifier that the row itself has in another column
    email,
    url,
    ip,
    mac,
    iban,
    card,
    bsn,
    vat,
    national_id,
    phone,
    date,
    postcode,
    license_plate,
    name,
    pattern, // an expression of the rule's own
};

inline constexpr std::size_t entity_count = 16;

// "email", "license_plate", ...
[[nodiscard]] std::string_view entity_name(Entity entity) noexcept;
// The same in capitals.
[[nodiscard]] std::string_view entity_tag(Entity entity) noexcept;
[[nodiscard]] std::optional<Entity> parse_entity(std::string_view name) noexcept;

class EntitySet {
  public:
    constexpr EntitySet() = default;
    [[nodiscard]] static constexpr EntitySet all() noexcept {
        EntitySet set;
        set.bits_ = (std::uint32_t{1} << entity_count) - 1;
        return set;
    }
    constexpr void add(Entity entity) noexcept { bits_ |= bit(entity); }
    constexpr void remove(Entity entity) noexcept { bits_ &= ~bit(entity); }
    [[nodiscard]] constexpr bool has(Entity entity) const noexcept { return (bits_ & bit(entity)) != 0; }

    friend constexpr bool operator==(const EntitySet&, const EntitySet&) = default;

  private:
    static constexpr std::uint32_t bit(Entity entity) noexcept {
        return std::uint32_t{1} << static_cast<unsigned>(entity);
    }

    std::uint32_t bits_ = 0;
};

// Bytes begin ... end - 1 of a text, never empty and never part of a character only.
struct Finding {
    std::size_t begin;
    std::size_t end;
    Entity entity;
    // 1 to 100. By convention 90 and more for a check digit or an unmistakable form, 60 to 89 for a form with
    // a context, less for a guess. What is not believed is not reported.
    std::uint8_t confidence;
    // Which of the row's identifiers, or of the rule's own expressions, from 1; 0 where that is not known.
    std::uint8_t source = 0;

    friend constexpr bool operator==(const Finding&, const Finding&) = default;
};

// Called every poll_interval bytes or so by what reads a long text. May throw, to end it.
using Poll = void (*)();
inline constexpr std::size_t poll_interval = std::size_t{64} << 10;
inline void poll_nothing() {}

// What a detector is: it adds what it finds, in any order, overlapping or not. Any bytes may come, UTF-8 or
// not; the time is linear in their number. Throws std::bad_alloc, and what `poll` throws.
using FindEntities = void(std::string_view text, Poll poll, std::vector<Finding>& findings);

} // namespace veil
