// What a format is called in a view: its name and what it was given, in one text.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace veil {

// A format text that names no format. The message is a fixed string and holds nothing of the text.
class InvalidFormat : public std::invalid_argument {
  public:
    explicit InvalidFormat(const char* fixed_message) : std::invalid_argument(fixed_message) {}
};

// The name, then " option=value" for each option, in the order of their names; a value has no blank but in
// the last option of all, "with ...", whose value is the whole rest: an alphabet, labels. For example "bsn",
// "bsn valid=false", "integer max=100 min=1", "alphabet with ABC xyz". A format has one text only, since the
// text is part of the derivation of its key.
struct FormatText {
    std::string name;
    std::map<std::string, std::string, std::less<>> options;
    std::optional<std::string> rest;

    [[nodiscard]] std::string text() const;
    // The option's value, or the default, which a canonical text does not state.
    [[nodiscard]] std::string_view option(std::string_view option, std::string_view default_value) const;
};

// Throws InvalidFormat where the text is not what text() gives for some FormatText.
[[nodiscard]] FormatText parse_format_text(std::string_view text);

// Throws InvalidFormat if there is an option beside these, or a rest that is not wanted, or none that is.
void require_options(const FormatText& format, std::initializer_list<std::string_view> options,
                     bool has_rest = false);

} // namespace veil
