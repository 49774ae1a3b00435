#include "core/json_text.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_word_character(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
           c == '.';
}

std::optional<std::uint32_t> hexadecimal(std::string_view digits) noexcept {
    std::uint32_t value = 0;
    for (char c : digits) {
        std::uint32_t digit = 0;
        if (is_digit(c)) {
            digit = static_cast<std::uint32_t>(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = static_cast<std::uint32_t>(c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = static_cast<std::uint32_t>(c - 'A') + 10;
        } else {
            return std::nullopt;
        }
        value = value * 16 + digit;
    }
    return value;
}

// \uXXXX at the start of `rest`, whose backslash and u are there.
std::optional<std::uint32_t> code_unit(std::string_view rest) noexcept {
    if (rest.size() < 6 || rest[0] != '\\' || rest[1] != 'u') {
        return std::nullopt;
    }
    return hexadecimal(rest.substr(2, 4));
}

bool is_high_surrogate(std::uint32_t unit) noexcept {
    return unit >= 0xd800 && unit < 0xdc00;
}

bool is_low_surrogate(std::uint32_t unit) noexcept {
    return unit >= 0xdc00 && unit < 0xe000;
}

// As UTF-8; never more bytes than the escape had.
std::size_t put_character(std::uint32_t character, char* out) noexcept {
    auto byte = [](std::uint32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
    if (character < 0x80) {
        out[0] = byte(character);
        return 1;
    }
    if (character < 0x800) {
        out[0] = byte(0xc0 | (character >> 6));
        out[1] = byte(0x80 | (character & 0x3f));
        return 2;
    }
    if (character < 0x10000) {
        out[0] = byte(0xe0 | (character >> 12));
        out[1] = byte(0x80 | ((character >> 6) & 0x3f));
        out[2] = byte(0x80 | (character & 0x3f));
        return 3;
    }
    out[0] = byte(0xf0 | (character >> 18));
    out[1] = byte(0x80 | ((character >> 12) & 0x3f));
    out[2] = byte(0x80 | ((character >> 6) & 0x3f));
    out[3] = byte(0x80 | (character & 0x3f));
    return 4;
}

std::optional<char> simple_escape(char c) noexcept {
    switch (c) {
    case '"':
    case '\\':
    case '/':
        return c;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return std::nullopt;
    }
}

// A decimal number in parts: (-)digits * 10^exponent.
struct Decimal {
    bool is_negative;
    std::string_view whole;
    std::string_view fraction;
    std::int64_t exponent; // as written, at most 10^6 either way
};

std::optional<Decimal> decimal(std::string_view text) noexcept {
    Decimal parts{text.starts_with('-'), {}, {}, 0};
    text.remove_prefix(parts.is_negative ? 1 : 0);
    auto take_digits = [&] {
        const auto size =
            static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
        std::string_view digits = text.substr(0, size);
        text.remove_prefix(size);
        return digits;
    };
    parts.whole = take_digits();
    if (parts.whole.empty()) {
        return std::nullopt;
    }
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        parts.fraction = take_digits();
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        const bool is_negative = text.starts_with('-');
        text.remove_prefix(is_negative || text.starts_with('+') ? 1 : 0);
        const std::string_view digits = take_digits();
        if (digits.empty()) {
            return std::nullopt;
        }
        for (char c : digits) {
            parts.exponent = std::min<std::int64_t>(parts.exponent * 10 + (c - '0'), 1000000);
        }
        parts.exponent = is_negative ? -parts.exponent : parts.exponent;
    }
    return text.empty() ? std::optional(parts) : std::nullopt;
}

} // namespace

char JsonCursor::peek() noexcept {
    while (!rest_.empty() && is_blank(rest_.front())) {
        rest_.remove_prefix(1);
    }
    return rest_.empty() ? '\0' : rest_.front();
}

bool JsonCursor::take(char expected) noexcept {
    if (peek() != expected || rest_.empty()) {
        return false;
    }
    rest_.remove_prefix(1);
    return true;
}

std::optional<std::string_view> JsonCursor::string() noexcept {
    if (!take('"')) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < rest_.size(); ++i) {
        if (rest_[i] == '"') {
            std::string_view raw = rest_.substr(0, i);
            rest_.remove_prefix(i + 1);
            return raw;
        }
        i += rest_[i] == '\\' ? 1 : 0;
    }
    return std::nullopt;
}

std::optional<std::string_view> JsonCursor::word() noexcept {
    (void)peek();
    const auto size = static_cast<std::size_t>(
        std::find_if_not(rest_.begin(), rest_.end(), is_word_character) - rest_.begin());
    if (size == 0) {
        return std::nullopt;
    }
    std::string_view found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return found;
}

std::optional<JsonCursor::Skipped> JsonCursor::skip() noexcept {
    (void)peek();
    const std::string_view start = rest_;
    std::size_t open = 0;
    std::size_t levels = 0;
    do {
        const char next = peek();
        if (next == '"') {
            if (!string()) {
                return std::nullopt;
            }
        } else if (next == '{' || next == '[') {
            rest_.remove_prefix(1);
            levels = std::max(levels, ++open);
        } else if (next == '}' || next == ']') {
            if (open == 0) {
                return std::nullopt;
            }
            rest_.remove_prefix(1);
            --open;
        } else if (open > 0 && (next == ',' || next == ':')) {
            rest_.remove_prefix(1);
        } else if (!word()) {
            return std::nullopt;
        }
    } while (open > 0);
    return Skipped{start.substr(0, start.size() - rest_.size()), levels};
}

std::optional<std::size_t> json_unescape(std::string_view raw, bool is_utf8, char* out) noexcept {
    std::size_t size = 0;
    while (!raw.empty()) {
        if (raw.front() != '\\') {
            out[size++] = raw.front();
            raw.remove_prefix(1);
            continue;
        }
        if (raw.size() < 2) {
            return std::nullopt;
        }
        if (raw[1] != 'u') {
            const auto character = simple_escape(raw[1]);
            if (!character) {
                return std::nullopt;
            }
            out[size++] = *character;
            raw.remove_prefix(2);
            continue;
        }
        auto character = code_unit(raw);
        if (!character || *character == 0 || is_low_surrogate(*character)) {
            return std::nullopt;
        }
        raw.remove_prefix(6);
        if (is_high_surrogate(*character)) {
            const auto low = code_unit(raw);
            if (!low || !is_low_surrogate(*low)) {
                return std::nullopt;
            }
            raw.remove_prefix(6);
            character = 0x10000 + ((*character - 0xd800) << 10) + (*low - 0xdc00);
        }
        if (!is_utf8 && *character >= 0x80) {
            return std::nullopt;
        }
        size += put_character(*character, out + size);
    }
    return size;
}

std::optional<std::int64_t> json_integer(std::string_view number) noexcept {
    const auto parts = decimal(number);
    if (!parts) {
        return std::nullopt;
    }
    // The digits as one row, in which the point stands after `point` of them.
    const std::size_t count = parts->whole.size() + parts->fraction.size();
    const auto point = static_cast<std::int64_t>(parts->whole.size()) + parts->exponent;
    std::uint64_t value = 0;
    const std::uint64_t limit = std::uint64_t{1} << 63;
    auto digit_at = [&](std::size_t i) {
        return static_cast<std::uint64_t>(
            (i < parts->whole.size() ? parts->whole[i] : parts->fraction[i - parts->whole.size()]) - '0');
    };
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t digit = digit_at(i);
        if (static_cast<std::int64_t>(i) >= point) {
            if (digit != 0) {
                return std::nullopt;
            }
            continue;
        }
        if (value > (limit - digit) / 10) {
            return std::nullopt;
        }
        value = value * 10 + digit;
    }
    for (auto i = static_cast<std::int64_t>(count); i < point && value != 0; ++i) {
        if (value > limit / 10) {
            return std::nullopt;
        }
        value *= 10;
    }
    if (parts->is_negative) {
        return static_cast<std::int64_t>(~value + 1);
    }
    return value < limit ? std::optional(static_cast<std::int64_t>(value)) : std::nullopt;
}

bool is_moderate_json_number(std::string_view number) noexcept {
    const auto parts = decimal(number);
    return parts && parts->whole.size() + parts->fraction.size() <= 500 && parts->exponent <= 500 &&
           parts->exponent >= -500;
}

std::optional<CivilDate> iso_date(std::string_view text) noexcept {
    static constexpr std::array<int, 12> days{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    auto number = [&](std::size_t from, std::size_t size) {
        int value = 0;
        for (char c : text.substr(from, size)) {
            value = value < 0 || !is_digit(c) ? -1 : value * 10 + (c - '0');
        }
        return value;
    };
    const CivilDate date{number(0, 4), number(5, 2), number(8, 2)};
    const bool is_leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > days[static_cast<std::size_t>(date.month) - 1] ||
        (date.month == 2 && date.day == 29 && !is_leap)) {
        return std::nullopt;
    }
    return date;
}

} // namespace veil
