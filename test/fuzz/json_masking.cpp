// A program and a document, split at the first newline: whatever they are, no crash; a program's text parses
// to itself; and of a document in which every string is secret nothing is shown but by a mask or a release.
#include "core/json_text_masking.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

struct Target {
    std::string out;
    std::size_t values = 0;
    void append(std::string_view piece) { out += piece; }
    void mask(const veil::JsonAction&, veil::JsonScalar, std::string_view text) {
        out += "\"mask\"";
        values += text.size();
    }
    bool go_on() { return out.size() < (1U << 22U); }
};

bool releases(const veil::JsonProgram& program) {
    for (const veil::JsonPathAction& entry : program.actions()) {
        if (entry.action.kind == veil::JsonAction::Kind::release) {
            return true;
        }
    }
    return false;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t split = std::min(input.find('\n'), input.size());
    const std::string_view document = input.substr(std::min(split + 1, input.size()));
    (void)veil::json_integer(document);
    (void)veil::is_moderate_json_number(document);
    (void)veil::iso_date(document);
    if (const auto path = veil::parse_json_path(input.substr(0, split))) {
        if (veil::parse_json_path(veil::json_path_text(*path)) != path) {
            std::abort();
        }
    }
    const auto program = veil::JsonProgram::parse(input.substr(0, split));
    if (!program) {
        return 0;
    }
    const std::string text = program->text();
    const auto again = veil::JsonProgram::parse(text);
    if (!again || again->text() != text) {
        std::abort();
    }
    std::vector<char> scratch(document.size() + 1);
    for (const bool is_utf8 : {true, false}) {
        Target target;
        veil::JsonTextMasking<Target> masking(*program, document, is_utf8, scratch.data(), target);
        const bool is_shown = masking.run();
        // Without wildcards and releases a word shows only where the program has it.
        if (is_shown && !releases(*program) && !program->keeps_names() &&
            text.find_first_of("*\"") == std::string::npos &&
            target.out.find("canary") != std::string::npos && text.find("canary") == std::string::npos) {
            std::abort();
        }
    }
    return 0;
}
