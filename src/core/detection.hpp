// All detectors of free text, and what becomes of their findings.
#pragma once

#include "core/finding.hpp"
#include "core/text_scan.hpp"

#include <string_view>
#include <vector>

namespace veil {

// What to look for. Names, known identifiers and a rule's own expressions have detectors of their own.
struct DetectionOptions {
    EntitySet wanted = EntitySet::all();
    Languages languages = {};
    // For phone numbers; null where none are looked for. Outlives the options.
    PhoneLibrary* phones = nullptr;
    std::string_view region = "NL";
};

// Adds what the detectors of forms and check digits find in a text, in one reading of it. Throws what `poll`
// throws, and std::bad_alloc.
void find_entities(std::string_view text, const DetectionOptions& options, Poll poll,
                   std::vector<Finding>& findings);

// Findings that overlap become one, over all of their bytes, of the kind that is surest: by confidence, then
// by length, then by the order of Entity. Findings of one kind that touch become one too, so the result is in
// the order of the text, and nothing that was found is outside of it.
void resolve_findings(std::vector<Finding>& findings);

} // namespace veil
