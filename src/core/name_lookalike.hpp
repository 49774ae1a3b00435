// Words that look like the name of a person and are none, by the sentence around them.
#pragma once

#include "core/name_surroundings.hpp"

namespace veil {

// "Rob the bank", "Mark a box", "Sue your landlord": what is to be done.
[[nodiscard]] bool is_order(const NameWindow& words, const NameCandidate& name,
                            const NameSurroundings& around);

// "Unknown PAM error": short capitals among small letters.
[[nodiscard]] bool is_abbreviation(const NameWindow& words, const NameCandidate& name);

// "Bill sent": done by persons, and said of things that a name is a word for.
[[nodiscard]] bool is_said_of_things(const NameWindow& words, std::size_t i);

// "Agent: Good morning": the word begins what is said, it is no name alone.
[[nodiscard]] bool begins_speech(const NameWindow& words, const NameCandidate& name);

// "Groot, Klein of Lang": one of a list of everyday words.
[[nodiscard]] bool is_of_list(const NameWindow& words, const NameCandidate& name);

// "Customer Success Manager", "docent Wiskunde: M. Berg": what somebody does.
[[nodiscard]] bool is_of_position(const NameWindow& words, const NameCandidate& name);

// "kast 5, plank C. Alvast bedankt", "HL 66 51 73 D. Loonheffing": a letter that ends a sentence.
[[nodiscard]] bool is_lettered(const NameWindow& words, const NameCandidate& name);

// A signature, a field.
[[nodiscard]] bool is_alone_on_line(const NameWindow& words, const NameCandidate& name);

} // namespace veil
