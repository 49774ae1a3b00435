// Parts of a JSON text (RFC 8259) one by one. Nothing here allocates or throws, so backend code may use it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace veil {

// A place in a document that is known to be JSON. On another text it goes wrong in a defined way: what it
// reads lies within the text, and at some place it fails.
class JsonCursor {
  public:
    explicit JsonCursor(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
    // The next character that is not blank, without going past it; 0 at the end.
    [[nodiscard]] char peek() noexcept;
    // Goes past the next character that is not blank if it is this one.
    [[nodiscard]] bool take(char expected) noexcept;
    // A string: what is between the quotes, escapes as they are.
    [[nodiscard]] std::optional<std::string_view> string() noexcept;
    // A number, true, false or null, as written.
    [[nodiscard]] std::optional<std::string_view> word() noexcept;
    // Goes past a value of any depth, without recursion. The value as written, and how many levels of objects
    // and arrays it has.
    struct Skipped {
        std::string_view text;
        std::size_t levels;
    };
    [[nodiscard]] std::optional<Skipped> skip() noexcept;

  private:
    std::string_view rest_;
};

// The characters of a string that stands between quotes as `raw`, into `out`, which has raw.size() bytes. How
// many there are; nothing for a character that no text has, such as \u0000 or half a surrogate pair, or that
// the database's encoding may not have: every one beyond ASCII that is escaped, where it is not UTF-8.
[[nodiscard]] std::optional<std::size_t> json_unescape(std::string_view raw, bool is_utf8,
                                                       char* out) noexcept;

// Calls append(std::string_view) with a string in quotes, piece by piece.
template <class Append>
void json_escape(std::string_view text, const Append& append) {
    static constexpr std::string_view digits = "0123456789abcdef";
    append("\"");
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') {
            continue;
        }
        append(text.substr(from, i - from));
        from = i + 1;
        if (byte == '"' || byte == '\\') {
            const char escaped[] = {'\\', text[i]};
            append(std::string_view(escaped, 2));
        } else {
            const char escaped[] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
            append(std::string_view(escaped, 6));
        }
    }
    append(text.substr(from));
    append("\"");
}

// The whole number that a JSON number or a decimal text denotes, however it is written (100, 1e2, 100.0);
// nothing where it has a fraction or exceeds 64 bits.
[[nodiscard]] std::optional<std::int64_t> json_integer(std::string_view number) noexcept;

// Whether a JSON number surely fits a decimal number of 1000 digits before and after the point.
[[nodiscard]] bool is_moderate_json_number(std::string_view number) noexcept;

// A date of the years 1 to 9999, written YYYY-MM-DD (ISO 8601) and nothing else.
struct CivilDate {
    int year;
    int month;
    int day;
    bool operator==(const CivilDate&) const = default;
};
[[nodiscard]] std::optional<CivilDate> iso_date(std::string_view text) noexcept;

} // namespace veil
