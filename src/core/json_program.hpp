// What a rule does with a JSON document: an action for each of its paths. Where a document's walk stands is a
// set of paths, those that led there; all functions of a walk are noexcept and take constant time, or the
// logarithm of the number of names.
#pragma once

#include "core/json_path.hpp"

#include <map>
#include <memory>

namespace veil {

// What is done with a value. A mask takes the value as one SQL type; another type of JSON is suppressed.
struct JsonAction {
    enum class Kind : std::uint8_t { release, suppress, mask };
    enum class Type : std::uint8_t { text, integer, number, boolean, date };
    Kind kind = Kind::suppress;
    Type type = Type::text;
    int mask = 0; // its number
    bool operator==(const JsonAction&) const = default;
};

[[nodiscard]] std::string_view json_type_word(JsonAction::Type type) noexcept;
[[nodiscard]] std::optional<JsonAction::Type> json_type_of_word(std::string_view word) noexcept;

enum class JsonShape : std::uint8_t { object, array, scalar };

// What becomes of one value of a document.
struct JsonDecision {
    enum class Kind : std::uint8_t {
        unlisted, // no path leads to it
        null,
        copy,    // as it is, with all that is inside
        descend, // an object or array whose members or elements are decided one by one
        mask,
    };
    Kind kind;
    bool is_released = false;           // descend: what no path names inside is copied
    const JsonAction* action = nullptr; // mask
};

// Levels of objects and arrays in what is released as it is; a document with more is suppressed.
inline constexpr std::size_t most_json_levels = 100;

struct JsonPathAction {
    JsonPath path;
    JsonAction action;
};

class JsonProgram {
  public:
    // A set of paths. The lower its bit, the more specific a path is: names and numbers before wildcards, the
    // first step first.
    using Paths = std::uint64_t;
    static constexpr std::size_t most_paths = 64;
    static constexpr int most_masks = 60;

    // Nothing where a path occurs twice or there are too many. `keeps_names`: members that no path names
    // stay, as null, instead of going.
    [[nodiscard]] static std::optional<JsonProgram> make(std::vector<JsonPathAction> actions,
                                                         bool keeps_names);
    // "drop; $.bsn text 0; $.age integer 1; $.city release": what unlisted members come to, drop or null,
    // then path, type and mask's number, or release, or suppress.
    [[nodiscard]] static std::optional<JsonProgram> parse(std::string_view text);
    [[nodiscard]] std::string text() const;

    [[nodiscard]] bool keeps_names() const noexcept { return keeps_names_; }
    // One more than the greatest number of a mask.
    [[nodiscard]] int masks() const noexcept { return masks_; }
    [[nodiscard]] const std::vector<JsonPathAction>& actions() const noexcept { return actions_; }

    // The walk. `depth` is the number of steps from the root.
    [[nodiscard]] Paths root() const noexcept { return all_; }
    [[nodiscard]] Paths member(Paths paths, std::size_t depth, std::string_view name) const noexcept;
    [[nodiscard]] Paths element(Paths paths, std::size_t depth, std::size_t index) const noexcept;
    // `is_released`: whether the object or array around it is. Paths that lead further in go before that, and
    // among those that end here the most specific one.
    [[nodiscard]] JsonDecision decide(Paths paths, std::size_t depth, bool is_released,
                                      JsonShape shape) const noexcept;

  private:
    JsonProgram() = default;

    struct Level {
        Paths ends = 0;
        Paths members = 0;
        Paths any_member = 0;
        Paths elements = 0;
        Paths any_element = 0;
        std::map<std::string, Paths, std::less<>> by_name;
        std::map<std::size_t, Paths> by_index;
    };

    std::vector<JsonPathAction> actions_;
    std::vector<Level> levels_;
    Paths all_ = 0;
    int masks_ = 0;
    bool keeps_names_ = false;
};

} // namespace veil
