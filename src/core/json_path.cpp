#include "core/json_path.hpp"

#include <algorithm>
#include <charconv>

namespace veil {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_character(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// Each takes what it reads from the front of `rest`.

std::optional<JsonStep> read_quoted_member(std::string_view& rest) {
    std::string name;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return JsonStep{JsonStep::Kind::member, std::move(name)};
        }
        if (rest[i] == '\\') {
            ++i;
            if (i == rest.size() || (rest[i] != '"' && rest[i] != '\\')) {
                return std::nullopt;
            }
        }
        name += rest[i];
    }
    return std::nullopt;
}

std::optional<JsonStep> read_member(std::string_view& rest) {
    if (rest.starts_with('*')) {
        rest.remove_prefix(1);
        return JsonStep{JsonStep::Kind::any_member, {}};
    }
    if (rest.starts_with('"')) {
        return read_quoted_member(rest);
    }
    const auto* end = std::find_if_not(rest.begin(), rest.end(), is_name_character);
    const auto size = static_cast<std::size_t>(end - rest.begin());
    if (size == 0) {
        return std::nullopt;
    }
    JsonStep step{JsonStep::Kind::member, std::string(rest.substr(0, size))};
    rest.remove_prefix(size);
    return step;
}

std::optional<JsonStep> read_element(std::string_view& rest) {
    if (rest.starts_with("*]")) {
        rest.remove_prefix(2);
        return JsonStep{JsonStep::Kind::any_element, {}};
    }
    const std::size_t size = rest.find(']');
    if (size == std::string_view::npos || size == 0 || size > 9 ||
        !std::all_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size), is_digit)) {
        return std::nullopt;
    }
    JsonStep step{JsonStep::Kind::element, {}};
    std::from_chars(rest.data(), rest.data() + size, step.index);
    rest.remove_prefix(size + 1);
    return step;
}

} // namespace

std::optional<ParsedJsonPath> parse_json_path_at(std::string_view text) {
    std::string_view rest = text.substr(0, longest_json_path);
    if (!rest.starts_with('$')) {
        return std::nullopt;
    }
    rest.remove_prefix(1);
    JsonPath path;
    while (!rest.empty() && (rest.front() == '.' || rest.front() == '[')) {
        const bool is_member = rest.front() == '.';
        rest.remove_prefix(1);
        std::optional<JsonStep> step = is_member ? read_member(rest) : read_element(rest);
        if (!step || path.size() == most_json_steps) {
            return std::nullopt;
        }
        path.push_back(std::move(*step));
    }
    return ParsedJsonPath{std::move(path), std::min(text.size(), longest_json_path) - rest.size()};
}

std::optional<JsonPath> parse_json_path(std::string_view text) {
    auto parsed = parse_json_path_at(text);
    if (!parsed || parsed->size != text.size()) {
        return std::nullopt;
    }
    return std::move(parsed->path);
}

std::string json_path_text(const JsonPath& path) {
    std::string text = "$";
    for (const JsonStep& step : path) {
        switch (step.kind) {
        case JsonStep::Kind::any_member:
            text += ".*";
            break;
        case JsonStep::Kind::any_element:
            text += "[*]";
            break;
        case JsonStep::Kind::element:
            text += '[' + std::to_string(step.index) + ']';
            break;
        case JsonStep::Kind::member:
            if (!step.name.empty() && std::all_of(step.name.begin(), step.name.end(), is_name_character)) {
                text += '.' + step.name;
                break;
            }
            text += ".\"";
            for (char c : step.name) {
                if (c == '"' || c == '\\') {
                    text += '\\';
                }
                text += c;
            }
            text += '"';
            break;
        }
    }
    return text;
}

} // namespace veil
