#include "core/format_text.hpp"

#include <algorithm>

namespace veil {
namespace {

constexpr std::string_view rest_word = "with ";

bool is_word(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

} // namespace

std::string FormatText::text() const {
    std::string result = name;
    for (const auto& [option, value] : options)
        result.append(" ").append(option).append("=").append(value);
    if (rest)
        result.append(" ").append(rest_word).append(*rest);
    return result;
}

std::string_view FormatText::option(std::string_view option, std::string_view default_value) const {
    const auto found = options.find(option);
    return found == options.end() ? default_value : std::string_view(found->second);
}

FormatText parse_format_text(std::string_view text) {
    FormatText format;
    std::string_view left = text;
    const auto next_word = [&left] {
        const std::string_view word = left.substr(0, left.find(' '));
        left.remove_prefix(std::min(left.size(), word.size() + 1));
        return word;
    };
    format.name = next_word();
    while (!left.empty()) {
        if (left.starts_with(rest_word)) {
            format.rest = left.substr(rest_word.size());
            break;
        }
        const std::string_view word = next_word();
        const std::size_t sign = word.find('=');
        if (sign == std::string_view::npos || !is_word(word.substr(0, sign)))
            throw InvalidFormat("a format's options are written option=value");
        format.options.emplace(word.substr(0, sign), word.substr(sign + 1));
    }
    // Catches what is twice, out of order or with too many blanks.
    if (!is_word(format.name) || format.text() != text)
        throw InvalidFormat("a format text must be canonical");
    return format;
}

void require_options(const FormatText& format, std::initializer_list<std::string_view> options,
                     bool has_rest) {
    const bool known = std::ranges::all_of(format.options, [&](const auto& given) {
        return std::ranges::find(options, given.first) != options.end();
    });
    if (!known || format.rest.has_value() != has_rest)
        throw InvalidFormat("the format does not take these options");
}

} // namespace veil
