// What a rule says of the scrubbing of a text, as one text in the view.
#pragma once

#include "core/detection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

// A rule's own regular expression. The name is what stands in its place: a capital, then capitals, digits and
// underscores, at most 30.
struct ScrubPattern {
    std::string name;
    std::string expression;

    friend bool operator==(const ScrubPattern&, const ScrubPattern&) = default;
};

enum class Replacement : std::uint8_t { tag, mask, pseudonym };

struct ScrubOptions {
    static constexpr std::size_t most_patterns = 20;
    static constexpr std::size_t longest_name = 30;
    static constexpr std::size_t longest_expression = 500; // bytes

    Replacement replacement = Replacement::tag;
    EntitySet wanted = EntitySet::all();
    Languages languages = {};
    std::string region = "NL"; // two capitals
    // Of a mask: stands for the whole finding, or its first character for each of the finding's.
    std::string fill = "***";
    bool keeps_length = false;
    std::vector<ScrubPattern> patterns;

    // One line each for what differs from the above, in a fixed order: "replace mask", "detect email,url",
    // "languages nl", "region BE", "fill ...", "length kept", "pattern NAME ...".
    [[nodiscard]] std::string text() const;

    friend bool operator==(const ScrubOptions&, const ScrubOptions&) = default;
};

[[nodiscard]] bool is_pattern_name(std::string_view name) noexcept;

// Nothing where the text is not what text() gives for some options.
[[nodiscard]] std::optional<ScrubOptions> parse_scrub_options(std::string_view text);

} // namespace veil
