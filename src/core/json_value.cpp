#include "core/json_value.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>

namespace veil {

namespace {

using Kind = JsonValue::Kind;

bool is_digit(char character) noexcept {
    return character >= '0' && character <= '9';
}

// The length of the UTF-8 sequence at the start of `bytes`: no overlong form, no surrogate, at most U+10FFFF
// (RFC 3629); 0 for anything else.
std::size_t sequence_length(std::string_view bytes) noexcept {
    auto byte = [&](std::size_t i) {
        return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : std::uint8_t{0};
    };
    auto continues = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
    const std::uint8_t first = byte(0);
    if (first < 0x80) {
        return bytes.empty() ? 0 : 1;
    }
    if (first >= 0xc2 && first <= 0xdf) {
        return continues(1) ? 2 : 0;
    }
    if (first >= 0xe0 && first <= 0xef) {
        const bool fits = (first != 0xe0 || byte(1) >= 0xa0) && (first != 0xed || byte(1) <= 0x9f);
        return fits && continues(1) && continues(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool fits = (first != 0xf0 || byte(1) >= 0x90) && (first != 0xf4 || byte(1) <= 0x8f);
        return fits && continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

void append_utf8(std::string& text, std::uint32_t point) {
    auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xc0U | point >> 6U);
        byte(0x80U | (point & 0x3fU));
    } else if (point < 0x10000) {
        byte(0xe0U | point >> 12U);
        byte(0x80U | (point >> 6U & 0x3fU));
        byte(0x80U | (point & 0x3fU));
    } else {
        byte(0xf0U | point >> 18U);
        byte(0x80U | (point >> 12U & 0x3fU));
        byte(0x80U | (point >> 6U & 0x3fU));
        byte(0x80U | (point & 0x3fU));
    }
}

// Recursive descent. Each function reads its piece and returns whether it could; the first that could not has
// set the reason.
class Parser {
  public:
    Parser(std::string_view text, JsonLimits limits) noexcept : text_(text), limits_(limits) {}

    std::variant<JsonValue, JsonDefect> parse() {
        JsonValue value;
        if (text_.size() > limits_.bytes) {
            (void)fail("the text is too large");
        } else if (read_value(value, 0)) {
            skip_space();
            if (position_ < text_.size()) {
                (void)fail("nothing may follow the value");
            }
        }
        if (reason_.empty()) {
            return value;
        }
        const std::string_view before = text_.substr(0, position_);
        const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0
        return JsonDefect{static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
                          position_ - line_start + 1, reason_};
    }

  private:
    bool fail(std::string_view reason) noexcept {
        reason_ = reason;
        return false;
    }

    [[nodiscard]] char peek() const noexcept { return position_ < text_.size() ? text_[position_] : '\0'; }

    bool take(char character) noexcept {
        if (position_ < text_.size() && text_[position_] == character) {
            ++position_;
            return true;
        }
        return false;
    }

    void skip_space() noexcept {
        position_ = std::min(text_.find_first_not_of(" \t\n\r", position_), text_.size());
    }

    bool read_word(std::string_view word, JsonValue& value, Kind kind) {
        if (!text_.substr(position_).starts_with(word)) {
            return fail("this is no JSON value");
        }
        position_ += word.size();
        value.kind = kind;
        value.text = kind == Kind::null ? "" : std::string(word);
        return true;
    }

    bool read_value(JsonValue& value, std::size_t depth) {
        skip_space();
        if (values_++ == limits_.values) {
            return fail("there are too many values");
        }
        switch (peek()) {
        case '{':
            return read_object(value, depth + 1);
        case '[':
            return read_array(value, depth + 1);
        case '"':
            value.kind = Kind::string;
            return read_string(value.text);
        case 't':
            return read_word("true", value, Kind::boolean);
        case 'f':
            return read_word("false", value, Kind::boolean);
        case 'n':
            return read_word("null", value, Kind::null);
        default:
            return read_number(value);
        }
    }

    bool read_array(JsonValue& value, std::size_t depth) {
        if (depth > limits_.depth) {
            return fail("arrays and objects are nested too deeply");
        }
        value.kind = Kind::array;
        ++position_;
        skip_space();
        if (take(']')) {
            return true;
        }
        while (true) {
            if (!read_value(value.elements.emplace_back(), depth)) {
                return false;
            }
            skip_space();
            if (take(']')) {
                return true;
            }
            if (!take(',')) {
                return fail("a comma or ] is missing");
            }
        }
    }

    bool read_object(JsonValue& value, std::size_t depth) {
        if (depth > limits_.depth) {
            return fail("arrays and objects are nested too deeply");
        }
        value.kind = Kind::object;
        const std::size_t start = position_++;
        skip_space();
        if (take('}')) {
            return true;
        }
        while (true) {
            skip_space();
            if (peek() != '"') {
                return fail("the name of a member, in double quotes, is missing");
            }
            if (!read_string(value.names.emplace_back())) {
                return false;
            }
            skip_space();
            if (!take(':')) {
                return fail("a colon is missing");
            }
            if (!read_value(value.elements.emplace_back(), depth)) {
                return false;
            }
            skip_space();
            if (take('}')) {
                break;
            }
            if (!take(',')) {
                return fail("a comma or } is missing");
            }
        }
        if (!sort_members(value)) {
            position_ = start;
            return fail("two members of this object have the same name");
        }
        return true;
    }

    // False where a name is there twice.
    static bool sort_members(JsonValue& value) {
        std::vector<std::size_t> order(value.names.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(),
                  [&](std::size_t a, std::size_t b) { return value.names[a] < value.names[b]; });
        std::vector<std::string> names;
        std::vector<JsonValue> elements;
        names.reserve(order.size());
        elements.reserve(order.size());
        for (const std::size_t i : order) {
            names.push_back(std::move(value.names[i]));
            elements.push_back(std::move(value.elements[i]));
        }
        value.names = std::move(names);
        value.elements = std::move(elements);
        return std::adjacent_find(value.names.begin(), value.names.end()) == value.names.end();
    }

    bool read_digits() noexcept {
        const std::size_t start = position_;
        position_ = std::min(text_.find_first_not_of("0123456789", position_), text_.size());
        return position_ > start;
    }

    bool read_number(JsonValue& value) {
        const std::size_t start = position_;
        (void)take('-');
        if (!is_digit(peek())) {
            position_ = start;
            return fail("this is no JSON value");
        }
        if (!take('0')) {
            (void)read_digits();
        }
        if (take('.') && !read_digits()) {
            return fail("a digit is missing");
        }
        if (take('e') || take('E')) {
            if (!take('-')) {
                (void)take('+');
            }
            const std::size_t exponent = position_;
            if (!read_digits()) {
                return fail("a digit is missing");
            }
            const std::size_t zeros = std::min(text_.find_first_not_of('0', exponent), position_);
            const std::string_view size = text_.substr(zeros, position_ - zeros);
            if (size.size() > 4 || (size.size() == 4 && size > "1000")) {
                position_ = start;
                return fail("the exponent of this number is beyond 1000");
            }
        }
        value.kind = Kind::number;
        value.text = text_.substr(start, position_ - start);
        return true;
    }

    bool read_string(std::string& value) {
        ++position_;
        while (true) {
            const char character = peek();
            if (position_ >= text_.size()) {
                return fail("the string has no end");
            }
            if (character == '"') {
                ++position_;
                return true;
            }
            if (static_cast<std::uint8_t>(character) < 0x20) {
                return fail("a control character in a string must be written as an escape");
            }
            if (character == '\\') {
                if (!read_escape(value)) {
                    return false;
                }
                continue;
            }
            const std::size_t length = sequence_length(text_.substr(position_, 4));
            if (length == 0) {
                return fail("these bytes are no UTF-8");
            }
            value += text_.substr(position_, length);
            position_ += length;
        }
    }

    bool read_escape(std::string& value) {
        static constexpr std::string_view letters = "\"\\/bfnrt";
        static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const std::size_t start = position_++;
        if (take('u')) {
            return read_code_point(value, start);
        }
        const std::size_t letter = position_ < text_.size() ? letters.find(text_[position_]) : letters.npos;
        if (letter == letters.npos) {
            position_ = start;
            return fail("there is no such escape");
        }
        ++position_;
        value += meanings[letter];
        return true;
    }

    std::optional<std::uint32_t> read_hex() noexcept {
        std::uint32_t unit = 0;
        for (int i = 0; i < 4; ++i) {
            const char character = peek();
            const char letter = static_cast<char>(character | 0x20);
            if (is_digit(character)) {
                unit = unit << 4U | static_cast<std::uint32_t>(character - '0');
            } else if (letter >= 'a' && letter <= 'f') {
                unit = unit << 4U | static_cast<std::uint32_t>(letter - 'a' + 10);
            } else {
                return std::nullopt;
            }
            ++position_;
        }
        return unit;
    }

    bool read_code_point(std::string& value, std::size_t start) {
        auto unit = read_hex();
        if (unit && *unit >= 0xd800 && *unit <= 0xdbff && take('\\') && take('u')) {
            const auto low = read_hex();
            unit = low && *low >= 0xdc00 && *low <= 0xdfff
                       ? std::optional(0x10000U + ((*unit - 0xd800U) << 10U) + (*low - 0xdc00U))
                       : std::nullopt;
        }
        if (!unit || (*unit >= 0xd800 && *unit <= 0xdfff)) {
            position_ = start;
            return fail("this escape stands for no character");
        }
        if (*unit == 0) {
            position_ = start;
            return fail("the character U+0000 cannot be stored");
        }
        append_utf8(value, *unit);
        return true;
    }

    std::string_view text_;
    JsonLimits limits_;
    std::size_t position_ = 0;
    std::size_t values_ = 0;
    std::string_view reason_;
};

void append_string(std::string& text, std::string_view value) {
    static constexpr std::string_view hex = "0123456789abcdef";
    static constexpr std::string_view special = "\"\\\b\f\n\r\t";
    static constexpr std::string_view letters = "\"\\bfnrt";
    text += '"';
    for (const char character : value) {
        const auto byte = static_cast<std::uint8_t>(character);
        if (const std::size_t found = special.find(character); found != special.npos) {
            text += '\\';
            text += letters[found];
        } else if (byte < 0x20) {
            text += "\\u00";
            text += hex[byte >> 4U];
            text += hex[byte & 15U];
        } else {
            text += character;
        }
    }
    text += '"';
}

} // namespace

JsonValue JsonValue::of_string(std::string value) {
    return JsonValue{Kind::string, std::move(value), {}, {}};
}

JsonValue JsonValue::of_number(std::string digits) {
    return JsonValue{Kind::number, std::move(digits), {}, {}};
}

const JsonValue* JsonValue::find(std::string_view name) const noexcept {
    const auto found = std::lower_bound(names.begin(), names.end(), name);
    return found != names.end() && *found == name ? &elements[static_cast<std::size_t>(found - names.begin())]
                                                  : nullptr;
}

std::string_view JsonValue::text_of(std::string_view name) const noexcept {
    const JsonValue* member = find(name);
    return member == nullptr ? std::string_view{} : std::string_view(member->text);
}

void JsonValue::set(std::string_view name, JsonValue value) {
    const auto found = std::lower_bound(names.begin(), names.end(), name);
    const auto place = elements.begin() + (found - names.begin());
    if (found != names.end() && *found == name) {
        *place = std::move(value);
        return;
    }
    elements.insert(place, std::move(value));
    names.emplace(found, name);
}

std::variant<JsonValue, JsonDefect> parse_json(std::string_view text, JsonLimits limits) {
    return Parser(text, limits).parse();
}

void append_json(std::string& text, const JsonValue& value) {
    switch (value.kind) {
    case Kind::null:
        text += "null";
        break;
    case Kind::boolean:
    case Kind::number:
        text += value.text;
        break;
    case Kind::string:
        append_string(text, value.text);
        break;
    case Kind::array:
    case Kind::object:
        text += value.kind == Kind::array ? '[' : '{';
        for (std::size_t i = 0; i < value.elements.size(); ++i) {
            text += i == 0 ? "" : ", ";
            if (value.kind == Kind::object) {
                append_string(text, value.names[i]);
                text += ": ";
            }
            append_json(text, value.elements[i]);
        }
        text += value.kind == Kind::array ? ']' : '}';
        break;
    }
}

std::string write_json(const JsonValue& value) {
    std::string text;
    append_json(text, value);
    return text;
}

} // namespace veil
