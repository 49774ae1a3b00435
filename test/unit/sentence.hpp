// Sentences and what is found in them.
#pragma once

#include "core/detection.hpp"
#include "phone_library.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace veil::test {

struct Sentence {
    std::string_view text;
    std::string_view found;
};

inline ModulePhoneLibrary& phones() {
    static ModulePhoneLibrary library(linked_module());
    return library;
}

// "email:jan@example.nl|bsn:..." for what is found, in its order.
inline std::string found_in(std::string_view text) {
    std::vector<Finding> findings;
    find_entities(text, {.phones = &phones()}, poll_nothing, findings);
    resolve_findings(findings);
    std::string result;
    for (const Finding& finding : findings) {
        result += (result.empty() ? "" : "|") + std::string(entity_name(finding.entity)) + ":" +
                  std::string(text.substr(finding.begin, finding.end - finding.begin));
    }
    return result;
}

} // namespace veil::test
