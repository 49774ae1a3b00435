#include "pg/typed_constant.hpp"

#include "pg/attribute.hpp"

namespace veil::pg {

bool names_present_moment(Oid type, const std::string& text) {
    static constexpr std::array<std::string_view, 4> words{"now", "today", "tomorrow", "yesterday"};
    if (!is_time(type)) {
        return false;
    }
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return static_cast<char>(pg_tolower(static_cast<unsigned char>(c))); });
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

std::optional<std::string> typed_constant(const Spi& spi, const std::string& text, Oid type,
                                          std::int32_t modifier) {
    const std::string quoted = quote_text(text) + "::";
    std::string constant = quoted + type_name(type, modifier);
    bool fits = false;
    try {
        fits = modifier < 0
                   ? !spi.query("SELECT " + constant).empty()
                   : spi.query("SELECT " + constant + " = " + quoted + type_name(type, -1))[0][0] == "t";
    } catch (const ServerError&) {
        fits = false;
    }
    return fits ? std::optional(std::move(constant)) : std::nullopt;
}

} // namespace veil::pg
