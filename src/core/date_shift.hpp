// All dates of one subject moved by the same amount, which a key draws: intervals stay.
#pragma once

#include "core/hmac_sha256.hpp"
#include "core/secret.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace veil {

enum class ShiftUnit { second, day, week };

// By at most `most` units, back or forth, each amount alike.
struct ShiftForm {
    std::int64_t most; // 1 ... 2^40
    ShiftUnit unit;
    bool includes_zero;
};

// "<most> <second|day|week>" and, where the amount may be nothing, " or none". Nothing for any other text.
[[nodiscard]] std::optional<ShiftForm> parse_shift_form(std::string_view text);
[[nodiscard]] std::string to_text(const ShiftForm& form);

// Keyed by "shift/" and the form: of two forms the amounts are independent, else one would tell the other.
// Not for two threads at once (see HmacSha256).
class SubjectShift {
  public:
    static constexpr std::string_view purpose = "shift";

    SubjectShift(const Key256& key, const ShiftForm& form) : hmac_(key.bytes()), form_(form) {}

    // In units, drawn with the first 128 bits of HMAC-SHA-256 of the subject.
    [[nodiscard]] std::int64_t amount(std::span<const std::uint8_t> subject) const noexcept;

    // PostgreSQL's date and timestamp, days and microseconds since 2000. Infinity stays; nothing where the
    // result is beyond the calendar, and for a date where the unit is the second.
    [[nodiscard]] std::optional<std::int32_t>
    shift_date(std::int32_t days, std::span<const std::uint8_t> subject) const noexcept;
    [[nodiscard]] std::optional<std::int64_t>
    shift_timestamp(std::int64_t microseconds, std::span<const std::uint8_t> subject) const noexcept;

  private:
    HmacSha256 hmac_;
    ShiftForm form_;
};

} // namespace veil
