// The masking of a document of type json, which is a text: names keep their order, and a name that occurs
// twice is masked twice. A template over the place where the result goes, so that the walk is tested without
// a server.
#pragma once

#include "core/json_program.hpp"
#include "core/json_text.hpp"

namespace veil {

enum class JsonScalar : std::uint8_t { string, number, boolean };

// Target: backend code, as this is.
//   void append(std::string_view)                  a piece of the result
//   void mask(const JsonAction&, JsonScalar, std::string_view text)
//                                                  appends the mask of a scalar: a string's characters, the
//                                                  number as written, true or false
//   bool go_on()                                   asked at each value: false ends the walk
template <class Target>
class JsonTextMasking {
  public:
    // `scratch` has as many bytes as the document. `is_utf8`: see json_unescape().
    JsonTextMasking(const JsonProgram& program, std::string_view document, bool is_utf8, char* scratch,
                    Target& target) noexcept
        : program_(program), cursor_(document), is_utf8_(is_utf8), scratch_(scratch), target_(target) {}

    // False where the document has nothing to show, is deeper than most_json_levels in what is released, or
    // the target had enough: the result is NULL then, whatever was appended.
    bool run() {
        const JsonProgram::Paths paths = program_.root();
        const JsonDecision decision = decide(paths, 0, false);
        return decision.kind != JsonDecision::Kind::unlisted && value(decision, paths, 0) &&
               cursor_.peek() == '\0' && cursor_.rest().empty();
    }

  private:
    JsonDecision decide(JsonProgram::Paths paths, std::size_t depth, bool is_released) noexcept {
        const char next = cursor_.peek();
        const JsonShape shape = next == '{'   ? JsonShape::object
                                : next == '[' ? JsonShape::array
                                              : JsonShape::scalar;
        return program_.decide(paths, depth, is_released, shape);
    }

    bool skip() noexcept { return cursor_.skip().has_value(); }

    // Recursion is as deep as the longest path.
    bool value(const JsonDecision& decision, JsonProgram::Paths paths, std::size_t depth) {
        if (!target_.go_on()) {
            return false;
        }
        switch (decision.kind) {
        case JsonDecision::Kind::descend:
            return cursor_.peek() == '{' ? object(decision.is_released, paths, depth)
                                         : array(decision.is_released, paths, depth);
        case JsonDecision::Kind::copy: {
            const auto copied = cursor_.skip();
            if (!copied || copied->levels + depth > most_json_levels) {
                return false;
            }
            target_.append(copied->text);
            return true;
        }
        case JsonDecision::Kind::mask:
            return scalar(*decision.action);
        case JsonDecision::Kind::null:
        case JsonDecision::Kind::unlisted:
            break;
        }
        target_.append("null");
        return skip();
    }

    bool scalar(const JsonAction& action) {
        if (cursor_.peek() == '"') {
            const auto raw = cursor_.string();
            if (!raw) {
                return false;
            }
            const auto text = unescaped(*raw);
            if (text) {
                target_.mask(action, JsonScalar::string, *text);
            } else {
                target_.append("null");
            }
            return true;
        }
        const auto word = cursor_.word();
        if (!word) {
            return false;
        }
        if (*word == "null") {
            target_.append("null");
        } else {
            const bool is_boolean = *word == "true" || *word == "false";
            target_.mask(action, is_boolean ? JsonScalar::boolean : JsonScalar::number, *word);
        }
        return true;
    }

    bool object(bool is_released, JsonProgram::Paths paths, std::size_t depth) {
        target_.append("{");
        bool is_first = true;
        bool more = cursor_.take('{') && !cursor_.take('}');
        while (more) {
            const auto raw = cursor_.string();
            if (!raw || !cursor_.take(':')) {
                return false;
            }
            if (!member(*raw, is_released, paths, depth, is_first)) {
                return false;
            }
            more = cursor_.take(',');
            if (!more && !cursor_.take('}')) {
                return false;
            }
        }
        target_.append("}");
        return true;
    }

    // A name that no text can hold might be any: such a member goes.
    bool member(std::string_view raw, bool is_released, JsonProgram::Paths paths, std::size_t depth,
                bool& is_first) {
        const auto name = unescaped(raw);
        if (!name) {
            return skip();
        }
        const JsonProgram::Paths inner = program_.member(paths, depth, *name);
        const JsonDecision decision = decide(inner, depth + 1, is_released);
        if (decision.kind == JsonDecision::Kind::unlisted && !program_.keeps_names()) {
            return skip();
        }
        if (!is_first) {
            target_.append(",");
        }
        is_first = false;
        json_escape(*name, [&](std::string_view piece) { target_.append(piece); });
        target_.append(":");
        return value(decision, inner, depth + 1);
    }

    bool array(bool is_released, JsonProgram::Paths paths, std::size_t depth) {
        target_.append("[");
        bool more = cursor_.take('[') && !cursor_.take(']');
        for (std::size_t index = 0; more; ++index) {
            if (index > 0) {
                target_.append(",");
            }
            const JsonProgram::Paths inner = program_.element(paths, depth, index);
            if (!value(decide(inner, depth + 1, is_released), inner, depth + 1)) {
                return false;
            }
            more = cursor_.take(',');
            if (!more && !cursor_.take(']')) {
                return false;
            }
        }
        target_.append("]");
        return true;
    }

    // Good until the next call.
    std::optional<std::string_view> unescaped(std::string_view raw) noexcept {
        if (raw.find('\\') == std::string_view::npos) {
            return raw;
        }
        const auto size = json_unescape(raw, is_utf8_, scratch_);
        return size ? std::optional(std::string_view(scratch_, *size)) : std::nullopt;
    }

    const JsonProgram& program_;
    JsonCursor cursor_;
    bool is_utf8_;
    char* scratch_;
    Target& target_;
};

} // namespace veil
