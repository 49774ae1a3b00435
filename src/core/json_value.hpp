// JSON (RFC 8259) as a tree, read strictly: what the RFC leaves to each reader is refused here, so that no
// two readers can understand one text in two ways.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace veil {

struct JsonValue {
    enum class Kind { null, boolean, number, string, array, object };

    Kind kind = Kind::null;
    // Of a string: what it stands for, in UTF-8. Of a number: as it was written. Of a boolean: true or false.
    std::string text;
    // Of an object: the names of `elements`, in the order of their bytes, each once.
    std::vector<std::string> names;
    std::vector<JsonValue> elements;

    [[nodiscard]] static JsonValue of_string(std::string value);
    [[nodiscard]] static JsonValue of_number(std::string digits);
    [[nodiscard]] static JsonValue empty_object() { return JsonValue{Kind::object, {}, {}, {}}; }

    // The member of that name of an object; null where there is none.
    [[nodiscard]] const JsonValue* find(std::string_view name) const noexcept;
    // The text of that member, empty where there is none.
    [[nodiscard]] std::string_view text_of(std::string_view name) const noexcept;
    // Adds or replaces a member.
    void set(std::string_view name, JsonValue value);

    friend bool operator==(const JsonValue&, const JsonValue&) = default;
};

struct JsonLimits {
    std::size_t bytes;
    std::size_t depth;  // of arrays and objects in each other
    std::size_t values; // in all: a value takes some hundred bytes of memory, and two of text
};

// Where a text is not what it must be: line and column (in bytes) from 1, and a fixed phrase that quotes
// nothing of it.
struct JsonDefect {
    std::size_t line;
    std::size_t column;
    std::string_view reason;
};

// Refuses, beside what is no JSON: bytes that are no UTF-8, half a surrogate pair, the character U+0000 (no
// text of the server holds it), two members of one name in one object, exponents beyond 1000 in size, and
// what exceeds the limits. Takes O(n log n) time and depth * O(1) stack. Throws std::bad_alloc.
[[nodiscard]] std::variant<JsonValue, JsonDefect> parse_json(std::string_view text, JsonLimits limits);

// One line, members in the order of their names, one space after each comma and colon. Everything but control
// characters, quotes and backslashes stands for itself. Throws std::bad_alloc.
[[nodiscard]] std::string write_json(const JsonValue& value);
void append_json(std::string& text, const JsonValue& value);

} // namespace veil
