// Paths into a JSON document, as rules write them: $.address.postcode, $.items[*].price, $."odd name"[0], $.*
// A small part of SQL/JSON's path language (ISO/IEC 9075-2, 9.39): members, elements and their wildcards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

struct JsonStep {
    enum class Kind : std::uint8_t { member, element, any_member, any_element };
    Kind kind;
    std::string name;        // of a member
    std::uint32_t index = 0; // of an element, from 0
    bool operator==(const JsonStep&) const = default;
};

using JsonPath = std::vector<JsonStep>;

// The limits of a path: steps, and bytes as text.
inline constexpr std::size_t most_json_steps = 24;
inline constexpr std::size_t longest_json_path = 1000;

// A path at the start of `text`, and how many bytes it takes. After "." comes a name of letters, digits, "_",
// "-" and bytes that are not ASCII, or one in double quotes in which \" and \\ stand for " and \; after "[" a
// number below 10^9 or "*". Nothing where that is no path, or one beyond the limits.
struct ParsedJsonPath {
    JsonPath path;
    std::size_t size;
};
[[nodiscard]] std::optional<ParsedJsonPath> parse_json_path_at(std::string_view text);

// The same for all of `text`.
[[nodiscard]] std::optional<JsonPath> parse_json_path(std::string_view text);

// The one spelling of a path; parses to the same.
[[nodiscard]] std::string json_path_text(const JsonPath& path);

} // namespace veil
