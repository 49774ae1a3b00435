#include "core/json_program.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

namespace veil {

namespace {

constexpr std::array<std::string_view, 5> type_words{"text", "integer", "number", "boolean", "date"};

bool is_wildcard(const JsonStep& step) {
    return step.kind == JsonStep::Kind::any_member || step.kind == JsonStep::Kind::any_element;
}

bool is_more_specific(const JsonPathAction& a, const JsonPathAction& b) {
    return std::lexicographical_compare(
        a.path.begin(), a.path.end(), b.path.begin(), b.path.end(),
        [](const JsonStep& x, const JsonStep& y) { return is_wildcard(x) < is_wildcard(y); });
}

std::string_view take_word(std::string_view& rest) {
    const std::size_t size = std::min(rest.find_first_of(" ;"), rest.size());
    std::string_view word = rest.substr(0, size);
    rest.remove_prefix(size);
    return word;
}

bool take(std::string_view& rest, std::string_view expected) {
    if (!rest.starts_with(expected)) {
        return false;
    }
    rest.remove_prefix(expected.size());
    return true;
}

std::optional<JsonAction> take_action(std::string_view& rest) {
    const std::string_view word = take_word(rest);
    if (word == "release") {
        return JsonAction{JsonAction::Kind::release};
    }
    if (word == "suppress") {
        return JsonAction{JsonAction::Kind::suppress};
    }
    const auto type = json_type_of_word(word);
    if (!type || !take(rest, " ")) {
        return std::nullopt;
    }
    const std::string_view number = take_word(rest);
    JsonAction action{JsonAction::Kind::mask, *type};
    auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), action.mask);
    if (error != std::errc{} || end != number.data() + number.size() || action.mask < 0 ||
        action.mask >= JsonProgram::most_masks) {
        return std::nullopt;
    }
    return action;
}

} // namespace

std::string_view json_type_word(JsonAction::Type type) noexcept {
    return type_words[static_cast<std::size_t>(type)];
}

std::optional<JsonAction::Type> json_type_of_word(std::string_view word) noexcept {
    for (std::size_t i = 0; i < type_words.size(); ++i) {
        if (type_words[i] == word) {
            return static_cast<JsonAction::Type>(i);
        }
    }
    return std::nullopt;
}

std::optional<JsonProgram> JsonProgram::make(std::vector<JsonPathAction> actions, bool keeps_names) {
    if (actions.size() > most_paths) {
        return std::nullopt;
    }
    std::stable_sort(actions.begin(), actions.end(), is_more_specific);
    JsonProgram program;
    program.keeps_names_ = keeps_names;
    std::size_t longest = 0;
    for (const JsonPathAction& action : actions) {
        longest = std::max(longest, action.path.size());
    }
    program.levels_.resize(longest + 1);
    for (std::size_t i = 0; i < actions.size(); ++i) {
        const JsonPath& path = actions[i].path;
        if (std::any_of(actions.begin(), actions.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](const JsonPathAction& other) { return other.path == path; })) {
            return std::nullopt;
        }
        const Paths bit = Paths{1} << i;
        program.all_ |= bit;
        for (std::size_t depth = 0; depth < path.size(); ++depth) {
            Level& level = program.levels_[depth];
            const JsonStep& step = path[depth];
            switch (step.kind) {
            case JsonStep::Kind::member:
                level.by_name[step.name] |= bit;
                level.members |= bit;
                break;
            case JsonStep::Kind::any_member:
                level.any_member |= bit;
                level.members |= bit;
                break;
            case JsonStep::Kind::element:
                level.by_index[step.index] |= bit;
                level.elements |= bit;
                break;
            case JsonStep::Kind::any_element:
                level.any_element |= bit;
                level.elements |= bit;
                break;
            }
        }
        program.levels_[path.size()].ends |= bit;
        if (actions[i].action.kind == JsonAction::Kind::mask) {
            program.masks_ = std::max(program.masks_, actions[i].action.mask + 1);
        }
    }
    program.actions_ = std::move(actions);
    return program;
}

std::optional<JsonProgram> JsonProgram::parse(std::string_view text) {
    const std::string_view unlisted = take_word(text);
    if (unlisted != "drop" && unlisted != "null") {
        return std::nullopt;
    }
    std::vector<JsonPathAction> actions;
    while (!text.empty()) {
        if (!take(text, "; ") || actions.size() == most_paths) {
            return std::nullopt;
        }
        auto parsed = parse_json_path_at(text);
        if (!parsed) {
            return std::nullopt;
        }
        text.remove_prefix(parsed->size);
        if (!take(text, " ")) {
            return std::nullopt;
        }
        const auto action = take_action(text);
        if (!action) {
            return std::nullopt;
        }
        actions.push_back({std::move(parsed->path), *action});
    }
    return make(std::move(actions), unlisted == "null");
}

std::string JsonProgram::text() const {
    std::string text = keeps_names_ ? "null" : "drop";
    for (const JsonPathAction& entry : actions_) {
        text += "; " + json_path_text(entry.path) + ' ';
        switch (entry.action.kind) {
        case JsonAction::Kind::release:
            text += "release";
            break;
        case JsonAction::Kind::suppress:
            text += "suppress";
            break;
        case JsonAction::Kind::mask:
            text += std::string(json_type_word(entry.action.type)) + ' ' + std::to_string(entry.action.mask);
            break;
        }
    }
    return text;
}

JsonProgram::Paths JsonProgram::member(Paths paths, std::size_t depth, std::string_view name) const noexcept {
    if (depth >= levels_.size()) {
        return 0;
    }
    const Level& level = levels_[depth];
    Paths matching = level.any_member;
    if ((paths & level.members & ~level.any_member) != 0) {
        auto found = level.by_name.find(name);
        matching |= found == level.by_name.end() ? 0 : found->second;
    }
    return paths & matching;
}

JsonProgram::Paths JsonProgram::element(Paths paths, std::size_t depth, std::size_t index) const noexcept {
    if (depth >= levels_.size()) {
        return 0;
    }
    const Level& level = levels_[depth];
    Paths matching = level.any_element;
    if ((paths & level.elements & ~level.any_element) != 0) {
        auto found = level.by_index.find(index);
        matching |= found == level.by_index.end() ? 0 : found->second;
    }
    return paths & matching;
}

JsonDecision JsonProgram::decide(Paths paths, std::size_t depth, bool is_released,
                                 JsonShape shape) const noexcept {
    using Kind = JsonDecision::Kind;
    const JsonAction* action = nullptr;
    Paths further = 0;
    if (paths != 0 && depth < levels_.size()) {
        const Level& level = levels_[depth];
        const Paths ending = paths & level.ends;
        if (ending != 0) {
            action = &actions_[static_cast<std::size_t>(std::countr_zero(ending))].action;
        }
        further = shape == JsonShape::object  ? paths & level.members
                  : shape == JsonShape::array ? paths & level.elements
                                              : 0;
    }
    const bool copies = action == nullptr ? is_released : action->kind == JsonAction::Kind::release;
    if (further != 0) {
        return {Kind::descend, copies};
    }
    if (copies) {
        return {Kind::copy};
    }
    if (action == nullptr) {
        return {Kind::unlisted};
    }
    const bool is_mask = action->kind == JsonAction::Kind::mask && shape == JsonShape::scalar;
    return {is_mask ? Kind::mask : Kind::null, false, action};
}

} // namespace veil
