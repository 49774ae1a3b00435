// What stands around words that may be a name.
#pragma once

#include "core/name_candidate.hpp"

#include <span>

namespace veil {

struct NameSurroundings {
    bool sentence_start = false;
    bool titled = false;
    bool role_before = false; // or a salutation, or "my name is"
    bool person_before = false;
    bool place_before = false;
    bool way_before = false; // "flights to"
    bool determined = false;
    bool conjoined = false;     // by what may be a determiner: "dat Ahmed"
    bool phrase_before = false; // another word with a capital, which is no part of a name: "Groene Hart"
    bool human_behind = false;  // a verb of nobody else
    bool speech_behind = false; // as persons do
    bool verb_behind = false;   // as others do too
    bool number_beside = false;
    bool month_beside = false;
};

// `findings` are what was found before: beside a name there may be another.
[[nodiscard]] NameSurroundings surroundings_of(const NameWindow& words, const NameCandidate& name,
                                               std::span<const Finding> findings);

} // namespace veil
