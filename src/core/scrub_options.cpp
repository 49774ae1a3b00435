#include "core/scrub_options.hpp"

#include <algorithm>

namespace veil {

namespace {

// "email,url", in the order of Entity.
std::string entity_list(EntitySet entities) {
    std::string list;
    for (std::size_t i = 0; i < entity_count; ++i) {
        const auto entity = static_cast<Entity>(i);
        if (entities.has(entity))
            list.append(list.empty() ? "" : ",").append(entity_name(entity));
    }
    return list;
}

std::optional<EntitySet> parse_entity_list(std::string_view list) {
    EntitySet entities;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        const auto entity = parse_entity(list.substr(0, end));
        if (!entity)
            return std::nullopt;
        entities.add(*entity);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return entities;
}

std::string_view language_list(Languages languages) noexcept {
    if (languages.dutch)
        return languages.english ? "nl,en" : "nl";
    return languages.english ? "en" : "";
}

bool is_region(std::string_view region) noexcept {
    return region.size() == 2 && is_upper(region[0]) && is_upper(region[1]);
}

// One line: its first word, and the rest.
bool read_line(std::string_view word, std::string_view rest, ScrubOptions& options) {
    if (word == "replace" && (rest == "mask" || rest == "pseudonym")) {
        options.replacement = rest == "mask" ? Replacement::mask : Replacement::pseudonym;
    } else if (word == "detect") {
        const auto entities = parse_entity_list(rest);
        if (!entities)
            return false;
        options.wanted = *entities;
    } else if (word == "languages") {
        options.languages = {rest == "nl" || rest == "nl,en", rest == "en" || rest == "nl,en"};
    } else if (word == "region" && is_region(rest)) {
        options.region = rest;
    } else if (word == "fill") {
        options.fill = rest;
    } else if (word == "length" && rest == "kept") {
        options.keeps_length = true;
    } else if (word == "pattern") {
        const std::size_t blank = std::min(rest.find(' '), rest.size());
        const std::string_view name = rest.substr(0, blank);
        const std::string_view expression = rest.substr(std::min(blank + 1, rest.size()));
        if (!is_pattern_name(name) || expression.empty() ||
            expression.size() > ScrubOptions::longest_expression ||
            options.patterns.size() >= ScrubOptions::most_patterns)
            return false;
        options.patterns.push_back({std::string(name), std::string(expression)});
    } else {
        return false;
    }
    return true;
}

} // namespace

bool is_pattern_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= ScrubOptions::longest_name && is_upper(name[0]) &&
           std::ranges::all_of(name, [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

std::string ScrubOptions::text() const {
    const ScrubOptions usual;
    std::string result;
    const auto add = [&result](std::string_view word, std::string_view rest) {
        result.append(result.empty() ? "" : "\n").append(word).append(" ").append(rest);
    };
    if (replacement != usual.replacement)
        add("replace", replacement == Replacement::mask ? "mask" : "pseudonym");
    if (wanted != usual.wanted)
        add("detect", entity_list(wanted));
    if (languages != usual.languages)
        add("languages", language_list(languages));
    if (region != usual.region)
        add("region", region);
    if (fill != usual.fill)
        add("fill", fill);
    if (keeps_length)
        add("length", "kept");
    for (const ScrubPattern& pattern : patterns)
        add("pattern", pattern.name + " " + pattern.expression);
    return result;
}

std::optional<ScrubOptions> parse_scrub_options(std::string_view text) {
    ScrubOptions options;
    std::string_view left = text;
    while (!left.empty()) {
        const std::size_t end = std::min(left.find('\n'), left.size());
        const std::string_view line = left.substr(0, end);
        const std::size_t blank = line.find(' ');
        if (blank == std::string_view::npos ||
            !read_line(line.substr(0, blank), line.substr(blank + 1), options))
            return std::nullopt;
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return options.text() == text ? std::optional(std::move(options)) : std::nullopt;
}

} // namespace veil
